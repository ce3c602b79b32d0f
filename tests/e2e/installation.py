"""A whole installation behind its doors: mail goes in over SMTP, what became of it is read over HTTP."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from infra.local.clock import MovableClock
from infra.local.doors.opening import Doors, open_doors
from infra.local.doors.sending import Envelope, deliver, with_crlf
from infra.local.event_source import REDELIVERY
from infra.local.lambdas.invocation import Outcome
from infra.local.stack import LocalStack
from postroom.ids import ROOT_TENANT, EventId
from postroom_adapters import keys
from postroom_adapters.dynamodb import from_item, to_item

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


class Installation:
    """A running stack on a clock that stands still: time passes only in `run` and by hand."""

    def __init__(self, doors: Doors) -> None:
        self.doors = doors
        self.stack = doors.stack
        self.slack = doors.slack
        self.invocations: list[Outcome] = []
        self.stack.parts.lambdas.observers.append(self.invocations.append)
        self._token = self.stack.api_token

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

    def enable(self, name: str) -> str:
        """Switch a shipped workflow on over the API; its id."""
        [found] = [one for one in self.get("/workflows")["items"] if one["name"] == name]
        answer = self.call("POST", f"/workflows/{found['id']}/toggle", {"enabled": True})
        assert answer["enabled"] is True, answer
        workflow_id: str = found["id"]
        return workflow_id

    def get(self, path: str) -> Any:
        """What the API answers to a GET."""
        return self.call("GET", path)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """What the API answers; a refusal is an AssertionError that shows it."""
        request = Request(
            f"{self.doors.http.url}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        try:
            with urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"null")
        except HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def emails(self) -> list[dict[str, Any]]:
        """Every mail in the API's list."""
        return self._pages("/emails")

    def executions(self, query: str = "") -> list[dict[str, Any]]:
        """Every execution in the API's list, with its steps."""
        return [self.execution(one["id"]) for one in self._pages("/workflow-executions", query)]

    def email(self, ses_id: str) -> dict[str, Any]:
        """A mail as the API shows it, by the id that SES gave it."""
        found: dict[str, Any] = self.get(f"/emails/{self.event_id(ses_id)}")
        return found

    def execution(self, execution_id: str) -> dict[str, Any]:
        """An execution as the API shows it, its steps by id."""
        found: dict[str, Any] = self.get(f"/workflow-executions/{execution_id}")
        return found

    def only_execution(self, ses_id: str) -> dict[str, Any]:
        """The one execution of a mail."""
        [one] = self.email(ses_id)["executions"]
        return self.execution(one["id"])

    def event_id(self, ses_id: str) -> EventId:
        """Our id of a mail, from the row that keeps what SES guarantees."""
        key = to_item(keys.source(ROOT_TENANT, ses_id))
        found = self.stack.client("dynamodb").get_item(TableName=self.table("executions"), Key=key)
        return EventId(from_item(found["Item"])["event"])

    def raw(self, email: dict[str, Any]) -> bytes:
        """A mail as it lies in the bucket, fetched by the link that the API gives."""
        return self.fetch(email["raw_link"])

    def fetch(self, link: str) -> bytes:
        """What a signed link leads to."""
        with urlopen(link, timeout=30) as answer:
            content: bytes = answer.read()
            return content

    def invocations_of(self, function: str) -> int:
        """How often a function was called so far."""
        return sum(one.function == function for one in self.invocations)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Everything in a table."""
        found = self.stack.client("dynamodb").scan(TableName=self.table(table))
        assert "LastEvaluatedKey" not in found
        return [from_item(item) for item in found["Items"]]

    def table(self, name: str) -> str:
        """A table's name in AWS."""
        return f"postroom-local-{name}"

    def dead_letters(self) -> int:
        """How many messages were given up."""
        queues = self.stack.parts.queues
        names = ("postroom-local-mail-dead-letters", "postroom-local-event-dead-letters")
        return sum(len(queues.find(name).messages()) for name in names)

    def _pages(self, path: str, query: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.get(f"{path}?limit=50{query}{cursor}")
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"


@contextmanager
def installed(folder: Path | None = None, *enabled: str) -> Iterator[Installation]:
    """A fresh installation with these workflows enabled; in the end, no call was refused by a role."""
    with open_doors(LocalStack(folder, MovableClock(START))) as doors:
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
