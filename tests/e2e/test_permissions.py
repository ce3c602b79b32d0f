"""Roles: no function ever did what its role does not allow, and no role allows what its function never does."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from fnmatch import fnmatchcase
from urllib.parse import quote

import pytest

from infra.local.calls import Call
from infra.local.doors.misbehaviour import garbage, too_many_requests
from infra.local.lambdas.invocation import Crash
from postroom import limits
from postroom.ids import ROOT_TENANT
from postroom.mail.budgets import MailBudgets
from postroom_adapters.directory_table import DirectoryTable
from tests.e2e.client import fetch, table_name
from tests.e2e.dispatches import Meeting, stop_dispatch
from tests.e2e.installation import INVOICE_PROCESSING, OURS, Installation, installed, samples
from tests.e2e.sending import HOLDS, NOTIFY, add_workflow

INVOICE = next(one for one in samples() if one.file == "invoice_en.eml")

Allowed = tuple[str, str, str]
"""Function, action, resource."""

NEVER_CALLED: dict[Allowed, str] = {
    ("*", "logs:CreateLogStream", "*"): "Lambda itself writes the log, with the function's role",
    ("*", "logs:PutLogEvents", "*"): "Lambda itself writes the log, with the function's role",
    ("*", "xray:PutTelemetryRecords", "*"): "Lambda itself traces, with the function's role",
    ("*", "xray:PutTraceSegments", "*"): "Lambda itself traces, with the function's role",
    ("receive_mail*", "sqs:ChangeMessageVisibility", "*"): "Lambda polls the queue with the function's role",
    ("receive_mail*", "sqs:DeleteMessage", "*"): "Lambda polls the queue with the function's role",
    ("receive_mail*", "sqs:GetQueueAttributes", "*"): "Lambda polls the queue with the function's role",
    ("receive_mail*", "sqs:GetQueueUrl", "*"): "Lambda polls the queue with the function's role",
    ("receive_mail*", "sqs:ReceiveMessage", "*"): "Lambda polls the queue with the function's role",
    ("record_failed_dispatch", "sqs:SendMessage", "*"): "Lambda sends what the function failed on for good",
    ("bootstrap_tenant", "dynamodb:DeleteItem", "*-directory"): "a domain that left the settings, which none has yet",
    ("api", "s3:GetObject", "*/attachments/*"): "signed links are followed with the rights of who signed them",
    ("api", "s3:GetObject", "*/outputs/*"): "signed links, and a rerun that reuses an output over 32 KB",
    ("api", "s3:PutObject", "*/outputs/*"): "a rerun that reuses an output over 32 KB",
    (
        "step_*",
        "dynamodb:ConditionCheckItem",
        "*",
    ): "a step inside that is tried again, which none of those that run is",
    ("step_*", "dynamodb:Query", "*-executions"): "the results of branches, which none of the workflows here has",
    ("sweep_events", "dynamodb:BatchGetItem", "*"): "an event given up, which the failure rule does first",
    ("step_*", "states:StartExecution", "*"): "a step that waits by itself, which only the one that is cancelled does",
    ("step_*", "s3:PutObject", "*/outputs/*"): "an output over 32 KB, which none of the actions so far can give",
    ("step_*", "s3:GetObject", "*/outputs/*"): "an output over 32 KB, which none of the actions so far can give",
}
"""What a role allows and no function calls: (function, action, resource), with * for anything, and why it is there."""


@pytest.fixture(scope="module")
def eventful() -> Iterator[Installation]:
    """A run in which every function has to do everything that it ever does."""
    with installed(INVOICE_PROCESSING) as made:
        for part in (
            good_days,
            held,
            more_recipients,
            unknown_outcome,
            long_wait,
            crashed_step,
            stopped,
            never_started,
            raced,
            mail_sent,
            answered,
            cancelled_while_it_waits,
            cancelled_while_it_runs,
            given_up,
            own_category,
        ):
            part(made)
            made.stack.calls.before.clear()
        use_the_api(made)
        yield made


def good_days(installation: Installation) -> None:
    """Everything that arrives, and nothing that goes wrong."""
    installation.send_samples()
    installation.run()


def more_recipients(installation: Installation) -> None:
    """SES tells of a mail once more, for one more of us."""
    told: list[str] = []
    lambdas = installation.stack.parts.lambdas
    lambdas.before.append(lambda name, event: told.append(json.dumps(event)) if name == "receive_mail" else None)
    ses_id = installation.send(another("recipients"), to=[OURS])
    installation.run()
    lambdas.before.clear()
    again = json.loads(told[0].replace(OURS, "chef@postroom.test"))
    assert installation.stack.invoke("receive_mail", again).answer == {"batchItemFailures": []}
    assert installation.email(ses_id)["recipients"] == [OURS, "chef@postroom.test"]


def unknown_outcome(installation: Installation) -> None:
    """Slack answers nonsense."""
    installation.slack.misbehaviours.plan(garbage())
    installation.send(another("garbage"))
    installation.run()


def long_wait(installation: Installation) -> None:
    """Slack asks for so much patience that the sweeper comes to look."""
    installation.slack.misbehaviours.plan(too_many_requests(2 * limits.SWEEP_AFTER_SECONDS))
    installation.send(another("patience"))
    installation.run()


def crashed_step(installation: Installation) -> None:
    """Code that is wrong raises something that nobody expected."""
    installation.stack.calls.before.append(once("step_ai", "GetObject", wrong))
    installation.send(another("crashed"))
    installation.run()


def stopped(installation: Installation) -> None:
    """A dispatch is stopped half way."""
    installation.stack.calls.before.append(once("step_ai", "GetObject", lambda: stop_dispatch(installation)))
    installation.send(another("stopped"))
    installation.run()


def never_started(installation: Installation) -> None:
    """A mail is stored, and its dispatch never started."""

    def die(call: Call) -> None:
        if (call.function, call.operation) == ("receive_mail", "StartExecution"):
            raise Crash

    installation.stack.calls.before.append(die)
    installation.send(another("never-started"))
    installation.stack.quiet()
    installation.stack.clock.advance(limits.SWEEP_AFTER_SECONDS + 1)
    installation.run()


def raced(installation: Installation) -> None:
    """Two dispatches decide about one mail at the same moment."""
    Meeting(installation, "match_workflows", "TransactWriteItems")
    installation.send(another("raced"))
    installation.run()


def mail_sent(installation: Installation) -> None:
    """A workflow sends a mail, and it bounces."""
    add_workflow(installation, NOTIFY)
    installation.send(another("mailed"))
    installation.run()
    installation.stack.parts.mailer.bounce(installation.doors.outbox.entries("mail")[0]["message_id"], "bo@example.com")
    installation.run()


def answered(installation: Installation) -> None:
    """Our mail comes back to us, and somebody answers it when its ticket is closed."""
    [entry] = installation.doors.outbox.entries("mail")
    ours = fetch(f"{installation.url}/outbox/{entry['number']}.eml")
    installation.send(ours, "postroom@postroom.test")
    sent = message_from_bytes(ours, policy=policy.default)
    for ticket in installation.get("/tickets")["items"]:
        installation.call("PATCH", f"/tickets/{ticket['id']}", {"status": "closed"})
    answer = another("answer").replace(INVOICE.sender.encode(), b"anna@example.com")
    subject = re.sub(rb"^Subject:.*", b"Subject: Re: " + str(sent["Subject"]).encode(), answer, count=1, flags=re.M)
    installation.send(subject, "anna@example.com")
    installation.run()
    [ticket] = [one for one in installation.get("/tickets")["items"] if one["messages"]]
    assert (ticket["status"], ticket["messages"]) == ("open", 1)
    [message] = installation.get(f"/tickets/{ticket['id']}/messages")["items"]
    assert (message["sender"], message["verified"]) == ("anna@example.com", True)


def held(installation: Installation) -> None:
    """A sender writes more than the tenant takes; one mail is released, one discarded."""
    directory = DirectoryTable(table_name("directory"))
    tenant = directory.tenant(ROOT_TENANT)
    directory.save_tenant(tenant.model_copy(update={"mail_budgets": MailBudgets(sender=1)}))
    names = [installation.send(another(f"held-{number}")) for number in range(2)]
    installation.run()
    mails = [installation.email(name) for name in names]
    assert [one["status"] for one in mails] == ["held", "held"]
    assert installation.call("POST", f"/emails/{mails[0]['id']}/release")["status"] == "executed"
    assert installation.call("POST", f"/emails/{mails[1]['id']}/discard")["status"] == "skipped"
    directory.save_tenant(tenant)


def cancelled_while_it_waits(installation: Installation) -> None:
    """A workflow that holds up the later ones is cancelled, and they go on."""
    add_workflow(installation, {**HOLDS, "priority": 1})
    mail = installation.send(another("waits"))
    installation.stack.quiet()
    [waiting, *_] = installation.email(mail)["executions"]
    installation.call("POST", f"/workflow-executions/{waiting['id']}/cancel", {"reason": "no need to wait"})
    workflow = installation.call("POST", f"/workflows/{waiting['workflow_id']}/pause", {"reason": "tried"})
    assert workflow["paused"]["reason"] == "tried"
    installation.run()
    shown = installation.email(mail)
    assert (shown["state"], [one["status"] for one in shown["executions"]][:2]) == ("done", ["cancelled", "completed"])


def cancelled_while_it_runs(installation: Installation) -> None:
    """Slack is about to be told when somebody cancels."""

    def cancel() -> None:
        [running] = [one for one in installation.executions() if one["status"] == "running"]
        assert installation.call("POST", f"/workflow-executions/{running['id']}/cancel")["status"] == "running"

    installation.stack.calls.before.append(once("step_notify", "BatchGetItem", cancel))
    mail = installation.send(another("runs"))
    installation.run()
    shown = installation.email(mail)
    assert (shown["state"], shown["executions"][0]["status"]) == ("done", "cancelled")


def given_up(installation: Installation) -> None:
    """Every dispatch of a mail is stopped at the first step it comes to."""

    def stop(call: Call) -> None:
        begins = call.function.startswith("step_") and call.operation == "BatchGetItem"
        if begins and installation.stack.parts.driver.running():
            stop_dispatch(installation)

    installation.stack.calls.before.append(stop)
    mail = installation.send(another("given-up"))
    installation.run()
    assert installation.email(mail)["failure"]


def own_category(installation: Installation) -> None:
    """A category of the tenant's own for a while, and a mail that is read with it."""
    keywords = [{"words": "warranty claim*", "language": "en", "weight": 4}]
    installation.call("POST", "/categories", {"name": "warranty_claim", "description": "Claims.", "keywords": keywords})
    installation.call("PUT", "/categories/warranty_claim", {"description": "Claims.", "keywords": keywords})
    installation.send(another("own-category"))
    installation.run()
    installation.call("DELETE", "/categories/warranty_claim")


def use_the_api(installation: Installation) -> None:
    """Every route once."""
    [workflow] = [one for one in installation.get("/workflows")["items"] if one["name"] == INVOICE_PROCESSING]
    installation.get(f"/workflows/{workflow['id']}")
    installation.get("/workflow-actions")
    written = {"name": "New", "classification_trigger": "invoice", "workflow_steps": [{"action": "stop"}]}
    made = installation.call("POST", "/workflows", written)
    installation.call("PUT", f"/workflows/{made['id']}", written)
    installation.call("PATCH", f"/workflows/{made['id']}", {"priority": 5}, **{"If-Match": '"2"'})
    installation.call("DELETE", f"/workflows/{made['id']}")
    # Of those that came at one moment any may be listed first.
    mail = next(one for one in installation.emails() if one["category"] == "invoice" and one["status"] == "processed")
    for name, field in (("sender", "sender_address"), ("category", "category"), ("status", "status")):
        found = installation.get(f"/emails?{name}={quote(str(mail[field]))}")["items"]
        assert mail["id"] in {one["id"] for one in found}
    installation.get(f"/emails/{mail['id']}")
    installation.executions()
    installation.get(f"/emails/{mail['id']}/decision")
    installation.get(f"/emails/{mail['id']}/decision?workflow_id={workflow['id']}")
    installation.call("POST", f"/emails/{mail['id']}/match", {"include_disabled": True})
    ran = installation.get(f"/workflow-executions?workflow_id={workflow['id']}&limit=50")["items"]
    invoice = next(one["email_id"] for one in ran if one["status"] == "completed")
    asked = installation.call("POST", f"/emails/{invoice}/execute-workflows", {"workflow_ids": [workflow["id"]]})
    installation.call("POST", f"/emails/{mail['id']}/reprocess")
    installation.get(f"/manual-events?email_id={mail['id']}")
    installation.get("/manual-events")
    execution = asked["details"][0]["execution_id"]
    plan = installation.get(f"/workflow-executions/{execution}/rerun/plan?steps_from=all")
    confirmed = {name: plan[name] for name in ("plan", "steps_from", "on_version")}
    installation.call("POST", f"/workflow-executions/{execution}/rerun", confirmed)
    installation.run()
    installation.get(f"/manual-events/{asked['event_id']}")
    installation.get(f"/workflow-executions?workflow_id={workflow['id']}")
    installation.get(f"/workflow-executions?email_id={mail['id']}")
    for path, given, changes in (
        ("/contacts", {"name": "Harbour Lane", "roles": ["vendor"]}, {"emails": ["lane@harbour.example"]}),
        ("/tickets", {"title": "Call the harbour"}, {"status": "closed"}),
        ("/time-entries", {"hours": "1.5"}, {"project": "Harbour"}),
    ):
        first, again = (installation.call("POST", path, given, **{"Idempotency-Key": f"e2e{path}"}) for _ in range(2))
        assert first == again
        changed = installation.call("PATCH", f"{path}/{first['id']}", changes, **{"If-Match": '"1"'})
        assert installation.get(f"{path}/{first['id']}") == changed
        assert changed in installation.get(path)["items"]
        installation.call("PUT", f"{path}/{first['id']}", given)
        installation.call("DELETE", f"{path}/{first['id']}")
    installation.get("/tickets?status=open")
    category = {"name": "warranty", "keywords": [{"words": "warranty claim*", "language": "en", "weight": 4}]}
    installation.call("POST", "/categories", category)
    installation.call("DELETE", "/categories/warranty")
    installation.send(another("categories"))
    installation.run()
    fetch(f"{installation.url}/health")


def another(name: str) -> bytes:
    """An invoice with a Message-ID of its own."""
    return INVOICE.raw.replace(b"Message-ID: <", b"Message-ID: <%s." % name.encode(), 1)


def once(function: str, operation: str, do: Callable[[], None]) -> Callable[[Call], None]:
    """A hook that does something before the first such call."""
    done: list[bool] = []

    def hook(call: Call) -> None:
        if (call.function, call.operation) == (function, operation) and not done:
            done.append(True)
            do()

    return hook


def wrong() -> None:
    raise ValueError("code that is wrong")


def unused(installation: Installation) -> set[Allowed]:
    """What roles of functions allow and nobody has used."""
    permissions, functions = installation.stack.parts.permissions, installation.stack.parts.lambdas
    return {
        (function.name, action, resource)
        for function in functions
        for action, resource in permissions.unused(function.name, function.caller.role)
    }


def covers(justified: Allowed, allowed: Allowed) -> bool:
    return all(fnmatchcase(one, pattern) for one, pattern in zip(allowed, justified, strict=True))


def test_the_eventful_run_came_to_its_end_with_every_function_called(eventful: Installation) -> None:
    called = {one.function for one in eventful.invocations} | {"activate_receipt_rules", "bootstrap_tenant"}
    assert called == {function.name for function in eventful.stack.parts.lambdas}
    assert {mail["state"] for mail in eventful.emails()} == {"done"}


def test_every_mail_is_found_by_what_it_now_is(eventful: Installation) -> None:
    """Also after crashes, races and repeats: the attributes that lists find it by are written with its head."""
    mails = eventful.emails()
    for name, field in (("sender", "sender_address"), ("category", "category"), ("status", "status")):
        for value in {one[field] for one in mails} - {None, ""}:
            found = {one["id"] for one in eventful.emails(**{name: value})}
            assert found == {one["id"] for one in mails if one[field] == value}, (name, value)


def test_no_call_was_refused_by_a_role(eventful: Installation) -> None:
    assert eventful.stack.parts.permissions.refused == set()


def test_every_function_was_held_to_its_role(eventful: Installation) -> None:
    held = {use.function for use in eventful.stack.parts.permissions.used}
    assert held == {function.name for function in eventful.stack.parts.lambdas}


def test_every_allowed_action_was_used_or_has_a_reason(eventful: Installation) -> None:
    unexplained = {one for one in unused(eventful) if not any(covers(known, one) for known in NEVER_CALLED)}
    assert unexplained == set(), "take it from the role, or say in NEVER_CALLED why it is there"


def test_no_reason_has_outlived_its_need(eventful: Installation) -> None:
    left = unused(eventful)
    needless = {known for known in NEVER_CALLED if not any(covers(known, one) for one in left)}
    assert needless == set(), "it is used now, or no longer allowed: take it from NEVER_CALLED"


def test_the_statistics_are_those_of_the_executions_after_all_that(eventful: Installation) -> None:
    ended = Counter((one["workflow_id"], one["status"]) for one in eventful.executions())
    names = {"succeeded": "completed", **{name: name for name in ("completed_with_errors", "failed", "cancelled")}}
    for one in eventful.get("/workflows/stats/summary"):
        assert {name: one[name] for name in names} == {
            name: ended[one["id"], status] for name, status in names.items()
        }, one["name"]
        assert one["pending_executions"] == 0
    assert ended.total() > len(names)
