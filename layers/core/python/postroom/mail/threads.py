"""Which thread a mail belongs to: told by the ids it answers, else by a token, else it begins one of its own."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field

from postroom import limits
from postroom.mail.model import Mail
from postroom.mail.tokens import thread_of_root
from postroom.models import Model

ToldBy = Literal["message_id", "token", "references", "itself"]
_OF_SES = re.compile(r"(?:[a-z0-9-]{1,40}\.)?amazonses\.com", re.IGNORECASE)


class KnownMessage(Model):
    """A message of a thread, sent or received: whose it was, or to whom it went."""

    thread: str
    people: tuple[str, ...] = ()
    ours: bool = False


class MailThread(Model):
    """The place of a mail among others."""

    id: str = Field(description="Names the thread; mails that answer each other share it.")
    told_by: ToldBy = Field(
        description="message_id: it answers a mail known here · token: subject or address names the thread · "
        "references: by the ids alone · itself: it answers nothing."
    )
    people: tuple[str, ...] = Field(default=(), description="Who took part, as far as the messages it answers tell.")
    answers_ours: bool = Field(default=False, description="Whether it answers a mail that we sent.")

    @property
    def is_answer(self) -> bool:
        """Whether it belongs to something before it."""
        return self.told_by != "itself"


def answered_ids(mail: Mail) -> tuple[str, ...]:
    """The ids it answers, the likeliest first, in the form they are stored in."""
    direct = (mail.thread.in_reply_to,) if mail.thread.in_reply_to else ()
    ids = (*direct, *reversed(mail.thread.references))
    return tuple(dict.fromkeys(stored_id(one) for one in ids))[: limits.ANSWERED_IDS]


def stored_id(message_id: str) -> str:
    """A message id as it is looked up: SES's without its domain, which SendEmail does not tell."""
    local, at, domain = message_id[: limits.LOOK_UP_CHARACTERS].rpartition("@")
    return local if at and _OF_SES.fullmatch(domain) else message_id[: limits.LOOK_UP_CHARACTERS]


def place(
    tenant: str,
    mail: Mail,
    known: Mapping[str, KnownMessage],
    token: str | None = None,
    people: Iterable[str] = (),
    *,
    otherwise: str,
) -> MailThread:
    """The mail's thread; `known` are the messages it answers that are stored, `people` those of the token's thread.

    What has no Message-ID is named by what it is `otherwise` called.
    """
    found = [known[one] for one in answered_ids(mail) if one in known]
    if found:
        thread = found[0].thread
        of_thread = [one for one in found if one.thread == thread]
        everyone = tuple(dict.fromkeys(address for one in of_thread for address in one.people))
        ours = any(one.ours for one in of_thread)
        return MailThread(id=thread, told_by="message_id", people=_few(everyone), answers_ours=ours)
    if token is not None:
        return MailThread(id=token, told_by="token", people=_few(people), answers_ours=True)
    root = next(iter(mail.thread.references), None) or mail.thread.in_reply_to
    if root is not None:
        return MailThread(id=thread_of_root(tenant, root), told_by="references")
    return MailThread(id=thread_of_root(tenant, mail.message_id or otherwise), told_by="itself")


def _few(people: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.lower() for one in people))[: limits.THREAD_PEOPLE]
