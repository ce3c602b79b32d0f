"""send_email_notification: a mail to somebody, in the thread of the mail that caused it."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from postroom import limits
from postroom.access.tenants import sending_address
from postroom.actions.base import Action, Context, Plan
from postroom.effects import SendMail
from postroom.errors import Problem, Refused
from postroom.mail.compose import one_line, thread_of
from postroom.mail.recipients import plain_address, read_recipients
from postroom.models import Model

Recipients = Annotated[
    tuple[str, ...],
    BeforeValidator(read_recipients, json_schema_input_type=str | list[str]),
]


class Input(Model):
    """Who gets it and what it says."""

    to: Recipients = Field(description="Mail addresses, separated by commas, or a list; 50 at most.")
    subject: str = Field(min_length=1, description="On one line; cut at 250 characters.")
    body: str = Field(min_length=1, description="Plain text.")


class Output(Model):
    """That SES took it."""

    message_id: str = Field(description="SES's id, by which bounces and answers are known.")
    to: tuple[str, ...] = Field(description="Who it went to.")
    sender: str = Field(description="The address it came from.")
    subject: str = Field(description="The subject as sent.")
    body_characters: int = Field(description="How long the text was.")
    body_sha256: str = Field(description="SHA-256 of the text in UTF-8, hexadecimal.")


def plan(given: Input, context: Context) -> Plan:
    """Send it. Answers come back to the address of ours that the mail came to."""
    email, tenant = context.email, context.scope["tenant"]
    hops = _refuse_loops(email)
    answers = not _writers(email).isdisjoint(one.lower() for one in given.to)
    if answers:
        _refuse_machines(email)
    thread = email.get("thread") or {}
    in_reply_to, references = thread_of(email.get("message_id"), tuple(thread.get("references") or ()))
    mail = SendMail(
        sender=sending_address(tenant),
        sender_name=str(tenant.get("name") or ""),
        to=given.to,
        subject=one_line(given.subject) or "(no subject)",
        text=given.body,
        reply_to=next(filter(None, map(plain_address, email.get("recipients") or ())), None),
        in_reply_to=in_reply_to,
        references=references,
        answers=answers,
        thread=thread.get("id"),
        hops=hops,
    )
    sent = yield mail
    return Output(
        message_id=sent["message_id"],
        to=mail.to,
        sender=mail.sender,
        subject=sent.get("subject") or mail.subject,
        body_characters=len(mail.text),
        body_sha256=hashlib.sha256(mail.text.encode()).hexdigest(),
    )


def _writers(email: Mapping[str, Any]) -> set[str]:
    """Whom an answer to the mail would reach: who wrote it, who takes answers, who takes its bounces."""
    mailboxes = [email.get("from") or {}, *(email.get("reply_to") or ())]
    paths = (email.get("headers") or {}).get("return-path") or ()
    return {str(one.get("address") or "").lower() for one in mailboxes} | {
        path.strip().strip("<>").lower() for path in paths
    }


def _refuse_loops(email: Mapping[str, Any]) -> int:
    """The hops of what is sent; our own mail that came back leads to no more mail, nor does a chain of ours."""
    own = email.get("own") or {}
    hops = int(own.get("hops") or 0)
    if own.get("same_tenant") or hops >= limits.MAIL_HOPS:
        whose = "our own mail, which came back" if own.get("same_tenant") else f"a mail that {hops} runs led to"
        reason = f"no mail is sent because of {whose}: that would be a loop"
        raise Refused(reason, Problem("params.to", reason))
    return hops + 1


def _refuse_machines(email: Mapping[str, Any]) -> None:
    """RFC 3834, 2: no answer to what a machine sent, or two machines answer each other for ever."""
    automatic = email.get("automatic") or {}
    if (kind := automatic.get("kind") or "none") != "none":
        reason = f"automatic mail is not answered: its sender is a machine ({kind}; {automatic.get('reason')})"
        raise Refused(reason, Problem("params.to", reason))


ACTION = Action(
    title="Send email notification",
    description="Sends a mail from the tenant's address, in the thread of the mail that started the workflow.",
    input=Input,
    output=Output,
    effects="at_most_once",
    plan=plan,
)
