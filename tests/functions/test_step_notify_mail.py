"""step_notify: mail on SES's good and bad days, against a double that speaks SES's wire format."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.doors.misbehaviour import Misbehaviour, cut, garbage, server_error
from postroom import limits
from postroom.engine.model import StepRecord
from postroom.ids import ROOT_TENANT, EventId
from postroom.mail.tokens import thread_of_root, thread_token
from postroom_adapters import keys
from tests.functions.samples import mail, sample
from tests.functions.ses_double import SesDouble, refusal
from tests.functions.world import MAIL_KEY, World

NOTIFY: dict[str, Any] = {
    "name": "Notify",
    "triggers": [{"type": "email", "classification": "invoice"}],
    "workflow_steps": [
        {
            "id": "mail",
            "action": "send_email_notification",
            "params": {
                "to": "Anna <anna@example.com>, bo@example.com",
                "subject": "New: {{ email.subject }}",
                "body": "A secret hålder\n\n{{ email.from.address }}",
            },
        },
        {"id": "processed", "action": "mark_as_processed"},
    ],
}


@pytest.fixture
def ses(world: World) -> Iterator[SesDouble]:
    double = SesDouble()
    double.server.start()
    world.setting("AWS_ENDPOINT_URL_SESV2", double.server.url)
    world.add_workflow(NOTIFY)
    yield double
    double.misbehaviours.clear()
    double.server.stop()


def step_of(world: World, event: EventId) -> StepRecord:
    [execution] = world.event(event).executions
    row = world.item("executions", keys.execution(ROOT_TENANT, execution.id, "step#mail"))
    assert row is not None
    return StepRecord.model_validate(keys.model_fields(row))


def test_a_mail_goes_out_in_the_thread_and_ses_id_is_kept(world: World, ses: SesDouble) -> None:
    event = world.receive(mail(References="<1@supplier.example> <2@supplier.example>"))
    assert world.dispatch(event)[2:] == ["step:notify", "step:records"]
    [sent] = ses.sent
    [execution] = world.event(event).executions
    assert sent.request | {"Content": None} == {
        "FromEmailAddress": "postroom@postroom.test",
        "Destination": {"ToAddresses": ["anna@example.com", "bo@example.com"]},
        "Content": None,
        "ConfigurationSetName": "postroom-test",
        "EmailTags": [{"Name": "tenant", "Value": "root"}, {"Name": "execution", "Value": execution.id}],
    }
    message = sent.message
    token = thread_token(ROOT_TENANT, thread_of_root(ROOT_TENANT, "1@supplier.example"), MAIL_KEY.encode())
    assert {name: str(message[name]) for name in ("From", "To", "Subject", "Reply-To", "Auto-Submitted")} == {
        "From": "Root <postroom@postroom.test>",
        "To": "anna@example.com, bo@example.com",
        "Subject": f"New: Invoice 2026-117 [#{token}]",
        "Reply-To": f"faktura+t-{token.lower()}@postroom.test",
        "Auto-Submitted": "auto-generated",
    }
    assert message["In-Reply-To"] == "<117@supplier.example>"
    assert message["References"].split() == ["<1@supplier.example>", "<2@supplier.example>", "<117@supplier.example>"]
    assert message["Message-ID"] == f"<{execution.id}.mail.0@postroom.test>"
    assert message.get_content().replace("\r\n", "\n") == "A secret hålder\n\nsender@supplier.example\n"
    step = step_of(world, event)
    assert step.output is not None
    assert (step.status, step.output["message_id"]) == ("completed", "ses-1")
    assert step.output["subject"] == str(message["Subject"])
    assert step.effects == ("sent mail to anna@example.com, bo@example.com",)


@pytest.mark.parametrize(
    ("bad", "seconds"),
    [
        (refusal("TooManyRequestsException", "Maximum sending rate exceeded.", 429), 5),
        (refusal("ServiceUnavailable", "slow down", 503), 5),
        (refusal("LimitExceededException", "Daily message quota exceeded."), 900),
    ],
    ids=["rate", "unavailable", "quota"],
)
def test_what_ses_cannot_take_now_is_sent_later(
    world: World, ses: SesDouble, bad: Misbehaviour, seconds: float
) -> None:
    ses.misbehaviours.plan(bad)
    event = world.receive(mail())
    before = world.now
    assert world.dispatch(event)[2:] == ["step:notify", "wait", "step:notify", "step:records"]
    assert (world.now - before).total_seconds() >= seconds
    [attempt] = step_of(world, event).attempts
    assert (attempt.error.code, step_of(world, event).status, len(ses.sent)) == ("not_now", "completed", 1)


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("MessageRejected", "refused"),
        ("BadRequestException", "refused"),
        ("MailFromDomainNotVerifiedException", "broken"),
        ("AccountSuspendedException", "broken"),
        ("SendingPausedException", "broken"),
        ("NotFoundException", "broken"),
        ("AccessDeniedException", "broken"),
    ],
)
def test_what_ses_refuses_fails_the_step_in_its_words_and_the_rest_goes_on(
    world: World, ses: SesDouble, code: str, ours: str
) -> None:
    ses.misbehaviours.plan(refusal(code, "Email address is not verified."))
    event = world.receive(mail())
    world.dispatch(event)
    step = step_of(world, event)
    assert step.error is not None
    assert (step.error.code, step.outcome_unknown, ses.calls) == (ours, False, 1)
    assert f"{code}: Email address is not verified." in step.error.message
    assert world.event(event).mail.status == "processed"


@pytest.mark.parametrize(
    "bad", [server_error(acted=True), server_error(), garbage(), cut(), cut(acted=False)], ids=lambda bad: bad.name
)
def test_a_bad_answer_after_sending_is_an_unknown_outcome_and_not_sent_twice(
    world: World, ses: SesDouble, bad: Misbehaviour
) -> None:
    ses.misbehaviours.plan(bad)
    event = world.receive(mail())
    world.dispatch(event)
    step = step_of(world, event)
    assert step.error is not None
    assert (step.status, step.error.code, step.outcome_unknown) == ("failed", "unknown_outcome", True)
    assert (ses.calls, len(ses.sent)) == (1, int(bad.acted)), "botocore must not repeat it either"


def test_an_answer_without_an_id_is_an_unknown_outcome(world: World, ses: SesDouble) -> None:
    ses.misbehaviours.plan(refusal("", "", 200))
    event = world.receive(mail())
    world.dispatch(event)
    assert (step_of(world, event).outcome_unknown, ses.calls) == (True, 1)


def test_a_refused_connection_is_tried_again_until_ses_is_back(world: World, ses: SesDouble) -> None:
    ses.server.stop()
    event = world.receive(mail())
    turn = {**sample("classify_event/dispatch"), "event": event, "dispatch": f"{event}-1"}
    for function in ("classify_event", "match_workflows", "step_notify"):
        turn = world.invoke(function, turn)
    assert turn["next"] == "wait"
    ses.server.start()
    world.dispatch(event)
    assert (step_of(world, event).status, len(ses.sent)) == ("completed", 1)


def test_ses_away_for_good_fails_the_step_after_all_tries(world: World, ses: SesDouble) -> None:
    ses.server.stop()
    event = world.receive(mail())
    world.dispatch(event)
    step = step_of(world, event)
    assert step.error is not None
    assert (step.error.code, step.outcome_unknown, len(step.attempts)) == ("not_now", False, limits.STEP_ATTEMPTS - 1)


def test_who_is_on_the_suppression_list_is_refused_by_name_and_nobody_is_written_to(
    world: World, ses: SesDouble
) -> None:
    event = sample("receive_mail_feedback/permanent_bounce")
    event["Records"][0]["body"] = event["Records"][0]["body"].replace("Recipient@example.com", "Bo@example.com")
    world.invoke("receive_mail_feedback", event)
    event_id = world.receive(mail())
    world.dispatch(event_id)
    error = step_of(world, event_id).error
    assert error is not None
    assert (error.code, error.path, ses.calls) == ("refused", "params.to", 0)
    assert error.message == (
        "the tenant's suppression list holds bo@example.com (bounce: smtp; 550 5.1.1 user unknown)"
    )


def test_a_machine_is_not_answered_but_others_are_told_of_it(world: World, ses: SesDouble) -> None:
    answering = {**NOTIFY["workflow_steps"][0], "id": "answer"}
    answering["params"] = {"to": "{{ email.from.address }}", "subject": "Thank you", "body": "We have it."}
    world.add_workflow({**NOTIFY, "name": "Answer", "workflow_steps": [answering]})
    event = world.receive(mail(Auto_Submitted="auto-generated"))
    world.dispatch(event)
    rows = [row for row in world.items("executions", "#execution#") if row["sk"] == "step#answer"]
    [error] = [StepRecord.model_validate(keys.model_fields(row)).error for row in rows]
    assert error is not None
    assert (error.code, error.path) == ("refused", "params.to")
    assert "automatic mail is not answered" in error.message
    assert [one.request["Destination"]["ToAddresses"] for one in ses.sent] == [["anna@example.com", "bo@example.com"]]


def test_the_text_is_in_the_record_and_in_no_log(
    world: World, ses: SesDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    world.setting("POWERTOOLS_LOG_LEVEL", "DEBUG")
    event = world.receive(mail())
    world.dispatch(event)
    assert "A secret hålder" in step_of(world, event).model_dump()["params"]["body"]
    assert "hålder" not in capsys.readouterr().out
    assert "hålder" not in json.dumps(step_of(world, event).output, ensure_ascii=False)
