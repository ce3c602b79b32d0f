"""What the doors need of the stack behind them, and nothing more; tests put hand-written fakes in its place."""

from __future__ import annotations

from typing import Any, Protocol

from infra.local.doors.exchange import Answer, Request


class Fault(Protocol):
    """How a function failed, in Lambda's words."""

    @property
    def type(self) -> str:
        """The exception's class."""

    @property
    def message(self) -> str:
        """What it said."""

    @property
    def trace(self) -> tuple[str, ...]:
        """Where it happened."""


class Outcome(Protocol):
    """How an invocation ended."""

    @property
    def answer(self) -> Any:
        """What the function returned."""

    @property
    def error(self) -> Fault | None:
        """What went wrong, if something did."""


class Invoke(Protocol):
    """Calling a function and waiting for it."""

    def __call__(self, function: str, event: Any, /) -> Outcome:
        """The function is named by its ARN; what goes wrong inside is part of the outcome."""


def said(fault: Fault) -> str:
    """A fault for people."""
    return "\n".join([f"{fault.type}: {fault.message}", *("".join(fault.trace).rstrip().splitlines())])


class MailTaker(Protocol):
    """SES's side of receiving."""

    def receives(self, address: str) -> bool:
        """Whether an active receipt rule takes mail for this address."""

    def deliver_mail(self, raw: bytes, envelope_from: str, recipients: list[str]) -> str:
        """Take a mail; it is stored durably before the message id is returned. Raises if that fails."""


class Elsewhere(Protocol):
    """An AWS service that answers HTTP requests of its own: a signed link of S3, a call of the AWS CLI."""

    def __call__(self, request: Request, /) -> Answer:
        """The service's answer, errors included."""
