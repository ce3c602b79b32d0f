"""A local stack with Invoice Processing enabled, and invoices delivered to it over SMTP."""

import smtplib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from infra.local.clock import MovableClock
from infra.local.doors.opening import Doors, open_doors
from infra.local.stack import LocalStack
from infra.local.states.execution import Execution
from tests.bench.measuring import ROOT

SENDER, RECIPIENT = "accounts@harbourlane.example", "faktura@postroom.test"
INVOICE = ROOT / "events" / "mail" / "invoice_en.eml"
STEPS = 5
CONNECTIONS = 16
"""No more SMTP connections than so many, however many mails are under way."""
PATIENCE = 120.0


@contextmanager
def invoice_stack(
    folder: Path | None = None, *, short_cut: bool = True, clock: MovableClock | None = None
) -> Iterator[Doors]:
    """Every door open, Invoice Processing enabled, its calls counted from here."""
    stack = LocalStack(folder, clock, short_cut=short_cut)
    with open_doors(stack) as doors:
        enable(stack, "Invoice Processing")
        stack.calls.clear()
        yield doors


def enable(stack: LocalStack, name: str) -> None:
    """Switch a shipped workflow on, as the API does."""
    from postroom.ids import ROOT_TENANT
    from postroom_adapters.workflows_table import WorkflowsTable

    workflows = WorkflowsTable(table(stack, "workflows"))
    now = stack.clock()
    for head in workflows.heads(ROOT_TENANT):
        if head.name == name:
            workflows.save_head(ROOT_TENANT, head.toggled(enabled=True, now=now), head.revision, now)


def table(stack: LocalStack, name: str) -> str:
    """A table's physical name."""
    return next(each.ref for each in stack.templates.of_type("AWS::DynamoDB::Table") if each.ref.endswith(f"-{name}"))


def invoice(number: int) -> bytes:
    """The sample invoice under a Message-ID of its own, so that none is taken for a repeat."""
    before, after = _around_the_message_id()
    return before + f"Message-ID: <bench-{number}@harbourlane.example>".encode() + after


@cache
def _around_the_message_id() -> tuple[bytes, bytes]:
    raw = INVOICE.read_bytes()
    header = raw.index(b"Message-ID:")
    return raw[:header], raw[raw.index(b"\r\n", header) :]


class Sender:
    """One SMTP connection that delivers one invoice after the other."""

    def __init__(self, doors: Doors) -> None:
        self._smtp = smtplib.SMTP(doors.smtp.host, doors.smtp.port, timeout=60)

    def send(self, number: int) -> None:
        """Deliver one invoice; it is stored when this returns."""
        self._smtp.sendmail(SENDER, [RECIPIENT], invoice(number))

    def close(self) -> None:
        """Say good-bye."""
        self._smtp.quit()


def deliver(doors: Doors, numbers: range, at_once: int) -> None:
    """Deliver invoices with at most `at_once` between being sent and the end of their dispatch; wait for all ends."""
    free, ends = threading.Semaphore(at_once), threading.Semaphore(0)

    def told(execution: Execution) -> None:
        if not execution.is_running:
            free.release()
            ends.release()

    work = iter(numbers)
    lock = threading.Lock()

    def sending() -> None:
        sender = Sender(doors)
        while True:
            if not free.acquire(timeout=PATIENCE):
                raise TimeoutError("no dispatch has ended in time")
            with lock:
                number = next(work, None)
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
