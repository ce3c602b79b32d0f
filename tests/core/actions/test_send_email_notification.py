"""send_email_notification: one mail in the thread of the one it is about, and none to machines."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from postroom.actions.base import Context
from postroom.actions.send_email_notification import ACTION
from postroom.effects import SendMail
from postroom.errors import Refused
from postroom.mail.model import Automatic
from tests.core.actions.drive import NOW

TENANT = {"id": "root", "name": "Root", "domains": ["postroom.test", "other.test"]}
EMAIL: dict[str, Any] = {
    "subject": "Hours",
    "message_id": "2@customer.example",
    "from": {"name": "Anna", "address": "anna@customer.example", "domain": "customer.example"},
    "reply_to": [{"name": "", "address": "office@customer.example", "domain": "customer.example"}],
    "thread": {"in_reply_to": "1@customer.example", "references": ["1@customer.example"]},
    "headers": {"return-path": ["<bounces@customer.example>"]},
    "recipients": ["timer@postroom.test"],
    "automatic": {"kind": "none", "reason": ""},
}
GIVEN = {"to": "admin@postroom.test", "subject": "Confirmed", "body": "It is."}


def sent(
    email: dict[str, Any] | None = None, tenant: dict[str, Any] = TENANT, **given: Any
) -> tuple[SendMail, dict[str, Any]]:
    context = Context({"email": EMAIL if email is None else email, "tenant": tenant, "steps": {}}, NOW)
    plan = ACTION.plan(ACTION.input.model_validate({**GIVEN, **given}), context)
    mail = next(plan)
    assert isinstance(mail, SendMail)
    with pytest.raises(StopIteration) as end:
        plan.send({"message_id": "ses-1"})
    return mail, end.value.value.model_dump()


def test_it_is_one_mail_in_the_thread_from_the_tenants_address() -> None:
    mail, output = sent()
    assert mail == SendMail(
        sender="postroom@postroom.test",
        sender_name="Root",
        to=("admin@postroom.test",),
        subject="Confirmed",
        text="It is.",
        reply_to="timer@postroom.test",
        in_reply_to="2@customer.example",
        references=("1@customer.example", "2@customer.example"),
        answers=False,
    )
    assert output == {
        "message_id": "ses-1",
        "to": ("admin@postroom.test",),
        "sender": "postroom@postroom.test",
        "subject": "Confirmed",
        "body_characters": 6,
        "body_sha256": "758aa1002dda5d14aef24c6cd134a1d9ffd859fdb05b8774b804f891e78b7efe",
    }


def test_the_address_that_the_tenant_chose_comes_first() -> None:
    mail, _ = sent(tenant={**TENANT, "sending_address": "post@other.test"})
    assert mail.sender == "post@other.test"


def test_a_tenant_without_a_domain_has_no_address_to_send_from() -> None:
    with pytest.raises(Refused, match="no mail domain"):
        sent(tenant={"id": "root", "name": "Root"})


def test_a_run_without_a_mail_sends_outside_any_thread() -> None:
    mail, _ = sent(email={})
    assert (mail.reply_to, mail.in_reply_to, mail.references, mail.answers) == (None, None, (), False)


@pytest.mark.parametrize("writer", ["Anna@Customer.example", "office@customer.example", "bounces@customer.example"])
def test_a_mail_to_who_wrote_takes_answers_or_bounces_is_an_answer(writer: str) -> None:
    assert sent(to=[writer, "admin@postroom.test"])[0].answers


@pytest.mark.parametrize("kind", sorted(set(get_args(Automatic.model_fields["kind"].annotation)) - {"none"}))
def test_a_machine_is_told_nothing_and_others_are_told_of_it(kind: str) -> None:
    email = {**EMAIL, "automatic": {"kind": kind, "reason": "Auto-Submitted: auto-replied"}}
    with pytest.raises(Refused) as refused:
        sent(email, to="anna@customer.example")
    [problem] = refused.value.problems
    assert problem.path == "params.to"
    assert f"({kind}; Auto-Submitted: auto-replied)" in problem.reason
    assert not sent(email)[0].answers


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ({"same_tenant": True, "hops": 1}, "our own mail, which came back"),
        ({"same_tenant": False, "hops": 3}, "a mail that 3 runs led to"),
    ],
)
def test_nobody_is_written_to_because_of_our_own_mail_or_at_the_end_of_a_chain(own: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused, match=told):
        sent({**EMAIL, "own": own})


def test_each_mail_of_a_chain_has_one_hop_more() -> None:
    assert sent()[0].hops == 1
    assert sent({**EMAIL, "own": {"same_tenant": False, "hops": 2}})[0].hops == 3


def test_an_endless_or_broken_subject_still_goes_out_on_one_line() -> None:
    assert len(sent(subject="s\r\n" * 5_000)[0].subject) == 250
    assert sent(subject="\r\n")[0].subject == "(no subject)"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to", None),
        ("to", "nobody"),
        ("to", ""),
        ("to", "a@b.example\nBcc: c@d.example"),
        ("subject", ""),
        ("body", ""),
    ],
)
def test_what_cannot_be_sent_is_refused_naming_the_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        ACTION.input.model_validate({**GIVEN, field: value})
    assert [one["loc"] for one in refused.value.errors()] == [(field,)]


def test_the_form_takes_a_text_or_a_list() -> None:
    kinds = ACTION.input.model_json_schema()["properties"]["to"]["anyOf"]
    assert [one["type"] for one in kinds] == ["string", "array"]


def test_it_happens_at_most_once_because_ses_takes_no_key() -> None:
    assert ACTION.effects == "at_most_once"
