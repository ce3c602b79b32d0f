"""What a mail's coming means beside what it says: its thread, whether we sent it ourselves, what it counts in."""

from collections.abc import Iterable
from dataclasses import dataclass

from postroom.mail.budgets import BudgetRow
from postroom.mail.marker import HEADER, Marker, read_marker
from postroom.mail.model import Mail
from postroom.mail.standing import standing
from postroom.mail.threads import MailThread
from postroom.mail.tokens import may_hold_token
from postroom.plain import plain
from postroom.triggers.event import OwnMail, TriggerEvent


@dataclass(frozen=True, slots=True)
class Arrival:
    """Known once the raw mail was read; stored together with it."""

    thread: MailThread
    own: OwnMail | None
    budget_rows: tuple[BudgetRow, ...]


def bears_marker(mail: Mail) -> bool:
    """Whether it bears what might be a marker of ours."""
    return HEADER.lower() in mail.headers


def bears_token(event: TriggerEvent, mail: Mail) -> bool:
    """Whether it bears what might be a token of ours."""
    return may_hold_token(mail.subject, addresses_of(event, mail))


def addresses_of(event: TriggerEvent, mail: Mail) -> tuple[str, ...]:
    """Where it went: the envelope, then what the header says, for mail that was passed on."""
    return tuple(dict.fromkeys((*event.source.recipients, *(one.address for one in (*mail.to, *mail.cc)))))


def own_mail(event: TriggerEvent, mail: Mail, secret: bytes) -> OwnMail | None:
    """Which mail of this installation it is, if it is one."""
    marker: Marker | None = read_marker(mail.headers.get(HEADER.lower(), ()), sender_of(event, mail), secret)
    if marker is None:
        return None
    same = marker.tenant == event.tenant
    return OwnMail(same_tenant=same, hops=marker.hops, effect=marker.effect if same else None)


def sender_of(event: TriggerEvent, mail: Mail) -> str:
    """Whose mail it counts as."""
    return mail.from_.address if mail.from_ else event.source.envelope_from.lower()


def taking_part(event: TriggerEvent, mail: Mail, people: Iterable[str]) -> tuple[str, ...]:
    """The writer, where it is proven that he is of the thread; what he then writes is trusted as the rest is."""
    email = {"from": plain(mail.from_), "verdicts": plain(event.source.verdicts)}
    trusted, _ = standing(email, people)
    return (sender_of(event, mail),) if trusted else ()
