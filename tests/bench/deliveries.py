"""A local stack with a workflow of five steps enabled, and mails for it delivered over SMTP."""

import smtplib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from infra.local.clock import MovableClock
from infra.local.doors.opening import Doors, open_doors
from infra.local.stack import LocalStack
from infra.local.states.execution import Execution
from tests.bench.measuring import ROOT

RECIPIENT = "faktura@postroom.test"
STEPS = 5
CONNECTIONS = 16
"""No more SMTP connections than so many, however many mails are under way."""
PATIENCE = 120.0


@dataclass(frozen=True)
class Work:
    """One mail, delivered again and again, and the workflow that takes it; without a definition a shipped one."""

    raw: bytes
    workflow: str
    posts: int
    definition: dict[str, Any] | None = None

    def mail(self, number: int) -> bytes:
        """The mail under a Message-ID of its own, so that none is taken for a repeat."""
        before, after = self._around_the_message_id
        return before + f"Message-ID: <bench-{number}@harbourlane.example>".encode() + after

    @cached_property
    def _around_the_message_id(self) -> tuple[bytes, bytes]:
        header = self.raw.index(b"Message-ID:")
        return self.raw[:header], self.raw[self.raw.index(b"\r\n", header) :]


INVOICES = Work((ROOT / "events" / "mail" / "invoice_en.eml").read_bytes(), "Invoice Processing", posts=1)
"""An invoice whose PDF is read, a vendor sought, a ticket opened, Slack told."""
LIGHT = Work(
    (
        b"From: Marta Nowak <marta@blueheron.example>\r\nTo: <faktura@postroom.test>\r\nSubject: Our opening hours\r\n"
        b"Message-ID: <x>\r\n\r\nHello,\r\n\r\nwe are closed on Friday.\r\n\r\nMarta\r\n"
    ),
    "Five light steps",
    posts=0,
    definition={
        "name": "Five light steps",
        "triggers": [{"type": "email"}],
        "workflow_steps": [
            {"id": f"step{number}", "action": "set_fields", "params": {"fields": {"subject": "{{ email.subject }}"}}}
            for number in range(STEPS)
        ],
    },
)
"""A short text and five steps that do nothing outside: what peers are measured on."""


@contextmanager
def working_stack(
    folder: Path | None = None,
    *,
    short_cut: bool = True,
    clock: MovableClock | None = None,
    work: Work = INVOICES,
) -> Iterator[Doors]:
    """Every door open, the work's workflow alone enabled, its calls counted from here."""
    stack = LocalStack(folder, clock, short_cut=short_cut)
    with open_doors(stack) as doors:
        enable(stack, work)
        stack.calls.clear()
        yield doors


def enable(stack: LocalStack, work: Work) -> None:
    """Switch the work's workflow on, as the API does; it is stored first if it is not a shipped one."""
    from postroom.ids import ROOT_TENANT, WorkflowId, derived_id
    from postroom.workflows.model import WorkflowDefinition
    from postroom.workflows.stored import WorkflowHead
    from postroom_adapters.workflows_table import WorkflowsTable

    workflows = WorkflowsTable(table(stack, "workflows"))
    now = stack.clock()
    if work.definition is not None:
        definition = WorkflowDefinition.model_validate(work.definition)
        head = WorkflowHead.of(WorkflowId(derived_id("wfl", now, work.workflow)), definition, now)
        workflows.add(ROOT_TENANT, head, definition, now)
    for head in workflows.heads(ROOT_TENANT):
        if head.name == work.workflow:
            workflows.save_head(ROOT_TENANT, head.toggled(enabled=True, now=now), head.revision, now)


def table(stack: LocalStack, name: str) -> str:
    """A table's physical name."""
    return next(each.ref for each in stack.templates.of_type("AWS::DynamoDB::Table") if each.ref.endswith(f"-{name}"))


class Sender:
    """One SMTP connection that delivers one mail after the other."""

    def __init__(self, doors: Doors, work: Work = INVOICES) -> None:
        self._work = work
        self._smtp = smtplib.SMTP(doors.smtp.host, doors.smtp.port, timeout=60)

    def send(self, number: int) -> None:
        """Deliver one mail; it is stored when this returns."""
        self._smtp.sendmail("accounts@harbourlane.example", [RECIPIENT], self._work.mail(number))

    def close(self) -> None:
        """Say good-bye."""
        self._smtp.quit()


def deliver(doors: Doors, numbers: range, at_once: int, work: Work = INVOICES) -> None:
    """Deliver mails with at most `at_once` between being sent and the end of their dispatch; wait for all ends."""
    free, ends = threading.Semaphore(at_once), threading.Semaphore(0)

    def told(execution: Execution) -> None:
        if not execution.is_running:
            free.release()
            ends.release()

    coming = iter(numbers)
    lock = threading.Lock()

    def sending() -> None:
        sender = Sender(doors, work)
        while True:
            if not free.acquire(timeout=PATIENCE):
                raise TimeoutError("no dispatch has ended in time")
            with lock:
                number = next(coming, None)
            if number is None:
                free.release()
                return sender.close()
            sender.send(number)

    listeners = doors.stack.parts.driver.listeners
    listeners.append(told)
    try:
        with ThreadPoolExecutor(min(at_once, CONNECTIONS)) as senders:
            for sent in [senders.submit(sending) for _ in range(min(at_once, CONNECTIONS))]:
                sent.result()
        for _ in numbers:
            if not ends.acquire(timeout=PATIENCE):
                raise TimeoutError("a dispatch has not ended in time")
    finally:
        listeners.remove(told)


def outcomes(stack: LocalStack) -> dict[str, int]:
    """How the executions of the stack stand, by status and by their steps' statuses."""
    counted: dict[str, int] = {}
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=table(stack, "executions"))
    for page in pages:
        for item in page["Items"]:
            if "#execution#" not in item["pk"]["S"]:
                continue
            part = item["sk"]["S"]
            if part == "head" or part.startswith("step#"):
                key = f"{'execution' if part == 'head' else 'step'} {item['status']['S']}"
                counted[key] = counted.get(key, 0) + 1
    return counted
