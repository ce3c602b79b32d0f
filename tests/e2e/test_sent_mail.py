"""Mail that a workflow sends: what leaves, what comes back of it, and that nothing leaves twice."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest

from infra.local.calls import Call
from tests.e2e.client import fetch
from tests.e2e.installation import Installation, installed, samples, step_of
from tests.e2e.sending import NOTIFY, add_workflow

INVOICE = next(one for one in samples() if one.file == "invoice_en.eml")
RECIPIENTS = ("anna@example.com", "bo@example.com")


@pytest.fixture
def installation() -> Iterator[Installation]:
    with installed() as made:
        add_workflow(made, NOTIFY)
        yield made


def mail_step(installation: Installation, name: str = "first") -> dict[str, Any]:
    """The step that sends, after an invoice has come in and gone through."""
    raw = INVOICE.raw.replace(b"Message-ID: <", b"Message-ID: <%s." % name.encode(), 1)
    ses_id = installation.send(raw, INVOICE.sender, [INVOICE.recipient])
    installation.run()
    return step_of(installation.only_execution(ses_id), "mail")


def outbox(installation: Installation) -> list[dict[str, Any]]:
    return installation.doors.outbox.entries("mail")


def test_what_leaves_lies_in_the_outbox_under_the_id_that_the_step_keeps(installation: Installation) -> None:
    step = mail_step(installation)
    [entry] = outbox(installation)
    assert (entry["message_id"], entry["to"]) == (step["output"]["message_id"], ", ".join(RECIPIENTS))
    raw = fetch(f"{installation.url}/outbox/{entry['number']}.eml")
    sent = message_from_bytes(raw, policy=policy.default)
    assert sent["From"] == "Root <postroom@postroom.test>"
    local, _, domain = INVOICE.recipient.partition("@")
    assert re.fullmatch(rf"{local}\+t-[a-z0-9]+-[a-z0-9]+@{domain}", sent["Reply-To"]), "answers name their thread"
    assert sent["In-Reply-To"].startswith("<first.")
    assert sent["Auto-Submitted"] == "auto-generated"


def test_who_bounced_or_complained_is_written_to_no_more(installation: Installation) -> None:
    message_id = mail_step(installation)["output"]["message_id"]
    mailer = installation.stack.parts.mailer
    mailer.bounce(message_id, RECIPIENTS[0], kind="Transient")
    mailer.bounce(message_id, RECIPIENTS[1])
    installation.run()
    step = mail_step(installation, "second")
    assert (step["status"], step["error"]["code"], step["error"]["path"]) == ("failed", "refused", "params.to")
    assert "bo@example.com (bounce: smtp; 550 5.1.1 user unknown)" in step["error"]["message"]
    assert "anna@example.com" not in step["error"]["message"]
    mailer.complain(message_id, RECIPIENTS[0])
    installation.run()
    assert "anna@example.com (complaint: abuse)" in mail_step(installation, "third")["error"]["message"]
    assert len(outbox(installation)) == 1
    assert installation.dead_letters() == 0


def test_a_lost_answer_is_an_unknown_outcome_and_the_mail_leaves_once(installation: Installation) -> None:
    from botocore.exceptions import ReadTimeoutError

    def lose(call: Call) -> None:
        if call.operation == "SendEmail":
            raise ReadTimeoutError(endpoint_url="https://email.eu-west-1.amazonaws.com")

    installation.stack.calls.after.append(lose)
    step = mail_step(installation)
    assert (step["status"], step["error"]["code"], step["outcome_unknown"]) == ("failed", "unknown_outcome", True)
    assert len(outbox(installation)) == 1


def test_a_mail_costs_one_call_of_ses_a_claim_and_one_look_at_the_suppression_list(installation: Installation) -> None:
    installation.stack.calls.clear()
    mail_step(installation)
    counts = installation.stack.calls.counts
    made = {(service, operation): n for (name, service, operation), n in counts.items() if name == "step_notify"}
    assert made == {
        ("dynamodb", "GetItem"): 1,
        ("dynamodb", "BatchGetItem"): 2,
        ("dynamodb", "PutItem"): 1,
        ("secretsmanager", "GetSecretValue"): 1,  # the key that marks our own mail, once while the function is warm
        ("sesv2", "SendEmail"): 1,
        ("dynamodb", "TransactWriteItems"): 1,
    }
