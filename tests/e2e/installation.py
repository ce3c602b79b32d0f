"""A whole installation behind its doors: mail goes in over SMTP, what became of it is read over HTTP."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from infra.local.clock import MovableClock
from infra.local.doors.opening import Doors, open_doors
from infra.local.doors.sending import Envelope, deliver, with_crlf
from infra.local.event_source import REDELIVERY
from infra.local.lambdas.invocation import Outcome
from infra.local.stack import LocalStack
from postroom.ids import ROOT_TENANT, EventId
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_item
from tests.e2e.client import Client, table_name

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAILS = Path(__file__).parents[2] / "events" / "mail"
OURS = "faktura@postroom.test"
INVOICE_PROCESSING = "Invoice Processing"
WAITS = ("retry", "wait", REDELIVERY)
"""The kinds of timers of what is only put off."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample mail, and what is to come of it where only Invoice Processing is enabled."""

    file: str
    sender: str
    recipient: str
    category: str
    status: str
    workflows: list[str]

    @property
    def raw(self) -> bytes:
        """The mail as on the wire."""
        return (MAILS / self.file).read_bytes()

    @property
    def message_id(self) -> str:
        """Its Message-ID as written."""
        return str(message_from_bytes(self.raw, policy=policy.compat32)["Message-ID"])


def samples() -> list[Sample]:
    """The sample mails, in the order to send them in."""
    return [
        Sample(
            one["file"],
            one["sender"],
            one["recipient"],
            one["category"],
            one["invoice_processing_enabled"]["status"],
            one["invoice_processing_enabled"]["workflows"],
        )
        for one in json.loads((MAILS / "expected.json").read_text("utf-8"))
    ]


class Installation(Client):
    """A running stack on a clock that stands still: time passes only in `run` and by hand."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.stack = doors.stack
        self.slack = doors.slack
        self.invocations: list[Outcome] = []
        self.stack.parts.lambdas.observers.append(self.invocations.append)
        super().__init__(doors.http.url, self.stack.api_token, self.stack.client("dynamodb"))

    def send(self, raw: bytes, sender: str = "sender@supplier.example", to: Iterable[str] = (OURS,)) -> str:
        """Deliver a mail over SMTP; the id that SES gives it. Raises NotSent."""
        smtp = self.doors.smtp
        said = deliver(with_crlf(raw), Envelope(sender, tuple(to)), smtp.host, smtp.port)
        return said.rpartition(" ")[2]

    def send_samples(self) -> dict[str, str]:
        """Deliver all sample mails; file → the id SES gave. What repeats another waits until that one is through."""
        sent: dict[str, str] = {}
        seen: set[str] = set()
        for one in samples():
            if one.message_id in seen:
                self.run()
            seen.add(one.message_id)
            sent[one.file] = self.send(one.raw, one.sender, [one.recipient])
        return sent

    def run(self, calm: Callable[[], None] = lambda: None) -> None:
        """Let everything happen, moving the clock on while something waits for it; `calm` is called each time."""
        for _ in range(500):
            self.stack.quiet(30)
            calm()
            if not self.stack.parts.timers.pending(*WAITS):
                return
            self.stack.clock.advance(5)
        raise AssertionError("something waits for ever")

    def email(self, ses_id: str) -> dict[str, Any]:
        """A mail as the API shows it, by the id that SES gave it."""
        found: dict[str, Any] = self.get(f"/emails/{self.event_id(ses_id)}")
        return found

    def only_execution(self, ses_id: str) -> dict[str, Any]:
        """The one execution of a mail."""
        [one] = self.email(ses_id)["executions"]
        return self.execution(one["id"])

    def event_id(self, ses_id: str) -> EventId:
        """Our id of a mail, from the row that keeps what SES guarantees."""
        rows = [keys.source(ROOT_TENANT, unique) for unique in (ses_id, f"{ses_id}/unrouted")]
        table = table_name("executions")
        found = self.dynamodb.batch_get_item(RequestItems={table: {"Keys": [to_item(row) for row in rows]}})
        [item] = found["Responses"][table]
        return EventId(from_item(item)["event"])

    def invocations_of(self, function: str) -> int:
        """How often a function was called so far."""
        return sum(one.function == function for one in self.invocations)

    def dead_letters(self) -> int:
        """How many messages were given up."""
        queues = self.stack.parts.queues
        names = [f"postroom-local-{name}-dead-letters" for name in ("mail", "mail-feedback", "event")]
        return sum(len(queues.find(name).messages()) for name in names)


@contextmanager
def installed(*enabled: str, short_cut: bool = True) -> Iterator[Installation]:
    """A fresh installation with these workflows enabled; in the end, no call was refused by a role."""
    with open_doors(LocalStack(clock=MovableClock(START), short_cut=short_cut)) as doors:
        made = Installation(doors)
        for name in enabled:
            made.enable(name)
        yield made
        made.stack.calls.before.clear()
        made.stack.calls.after.clear()
        assert made.stack.parts.permissions.refused == set(), "a role does not allow what its function does"


def step_of(execution: dict[str, Any], step: str) -> dict[str, Any]:
    """A step of an execution by its id."""
    [found] = [one for one in execution["steps"] if one["id"] == step]
    return dict(found)
