"""Budgets, the last of the three ways by which loops of mail break: how many mails an hour are taken from whom.

They count what arrived, once for each mail. A thread's is small, because people do not write that often and machines
that answer each other do; those of a sender and of a pair of addresses stop machines that keep no thread.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from postroom import limits
from postroom.mail.threads import MailThread
from postroom.models import Model

Scope = Literal["thread", "sender", "pair"]


class MailBudgets(Model):
    """How many mails an hour a tenant takes; what is beyond is held."""

    thread: int = Field(default=limits.THREAD_MAILS, ge=1, description="Answers in one thread.")
    pair: int = Field(default=limits.PAIR_MAILS, ge=1, description="Mails from one sender to one address.")
    sender: int = Field(default=limits.SENDER_MAILS, ge=1, description="Mails from one sender.")


@dataclass(frozen=True, slots=True)
class Counted:
    """One counter of one row: it must be below its limit, and goes up by one."""

    scope: Scope
    name: str
    limit: int


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """Counters that stand together: what row they are in, and which hour it is for."""

    key: str
    hour: str
    counters: tuple[Counted, ...]


def budget_rows(
    sender: str, recipients: tuple[str, ...], thread: MailThread, budgets: MailBudgets, now: datetime
) -> tuple[BudgetRow, ...]:
    """What a mail counts in: its sender's row with each pair, and its thread's if it answers something."""
    hour = now.astimezone(UTC).strftime("%Y-%m-%dT%H")
    to = sorted({_without_detail(one.lower()) for one in recipients})[: limits.COUNTED_RECIPIENTS]
    pairs = tuple(Counted("pair", f"to_{_short(one)}", budgets.pair) for one in to)
    of_sender = BudgetRow(
        f"sender#{_short(sender.lower())}", hour, (Counted("sender", "mails", budgets.sender), *pairs)
    )
    if not thread.is_answer:
        return (of_sender,)
    return of_sender, BudgetRow(f"thread#{thread.id}", hour, (Counted("thread", "mails", budgets.thread),))


def used_up(rows: tuple[BudgetRow, ...], stored: dict[str, dict[str, int]]) -> tuple[Counted, ...]:
    """Which counters have reached their limits, given the rows as they are stored, by key."""
    return tuple(
        counter
        for row in rows
        for counter in row.counters
        if stored.get(row.key, {}).get(counter.name, 0) >= counter.limit
    )


def held_reason(over: tuple[Counted, ...]) -> str:
    """Why a mail is held, for whoever decides what becomes of it."""
    told = {
        "thread": "in this thread",
        "sender": "from this sender",
        "pair": "from this sender to the same address",
    }
    said = [f"{one.limit} mail{'' if one.limit == 1 else 's'} {told[one.scope]} within an hour" for one in over]
    return "a loop is feared, after " + (" and ".join(dict.fromkeys(said)) or "too many mails within an hour")


def _without_detail(address: str) -> str:
    """A thread's own address (`name+t-…@`) is the same as any other of that name."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _short(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:24]
