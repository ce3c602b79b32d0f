"""One invoice through every function, in the order of the picture. Each page of the story is in events/journey."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.outbox import Outbox
from infra.local.doors.slack import SlackDouble
from infra.local.mail.notification import Verdicts, notification, stamped
from postroom.ids import ROOT_TENANT, EventId, RecordId, derived_id
from postroom.mail.model import Mail
from postroom.records.contact import Contact
from postroom_adapters import aws, keys
from postroom_adapters.records_table import RecordsTable
from tests.functions.api_client import Api
from tests.functions.world import BUCKET, World, sqs_event
from tests.functions.world import world as new_world
from tests.journey.pages import Pages

SES_ID = "o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1"
SENDER = "regnskab@klareruder.example"
RECIPIENT = "faktura@postroom.test"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An installation that has just been set up."""
    with new_world(monkeypatch) as made:
        yield made


@pytest.fixture
def slack(world: World, tmp_path: Path) -> Iterator[SlackDouble]:
    """Slack, with a webhook for #invoices."""
    double = SlackDouble(Outbox(tmp_path, lambda: world.now), ["#invoices"])
    double.start()
    world.slack(double.webhooks())
    yield double
    double.stop()


class Calls:
    """The DynamoDB calls since the last time somebody asked."""

    def __init__(self, world: World) -> None:
        self._made: list[str] = []
        world.store.observers.append(lambda operation, _params: self._made.append(operation))

    def taken(self) -> list[str]:
        """What was called, in order."""
        made = self._made.copy()
        self._made.clear()
        return made


READ, SEARCH, CLAIM, COMMIT = "BatchGetItem", "Query", "PutItem", "TransactWriteItems"
VERSION = CONNECTION = "GetItem"
"""Read once and kept: a workflow's version for ever, as it never changes, and a connection for five minutes."""


def test_an_invoice_travels_from_the_wire_to_its_record(world: World, slack: SlackDouble) -> None:
    pages, calls, api = Pages(), Calls(world), Api(world)

    # The vendor is known, and Invoice Processing is switched on, as an administrator would: over the API.
    vendor = known_vendor(world)
    [workflow] = [one for one in api("list_workflows").body["items"] if one["name"] == "Invoice Processing"]
    assert api("toggle_workflow", id=workflow["id"], body={"enabled": True}).body["enabled"] is True

    # A mail comes in. SES puts it into the bucket and tells the topic, the topic tells the queue.
    stored = stamped(pages.mail, SES_ID, SENDER, (RECIPIENT,), Verdicts(), world.now)
    key = f"inbound/{SES_ID}"
    aws.client("s3").put_object(Bucket=BUCKET, Key=key, Body=stored)
    told = notification(stored, SES_ID, SENDER, (RECIPIENT,), Verdicts(), world.now, where(key))
    pages.show("ses-notification", told)

    # receive_mail finds out whose it is, stores the event before anything else, and starts its dispatch.
    message = sqs_event(told)
    pages.show("receive_mail", message)
    calls.taken()
    tick(world)
    assert world.invoke("receive_mail", message) == {"batchItemFailures": []}
    assert calls.taken() == ["BatchGetItem", "TransactWriteItems"]
    event = event_of(world)
    assert (world.event(event).state, world.event(event).mail.status) == ("received", "received")

    # Its dispatch begins: an execution of the state machine, its name and input made of nothing but the event's id.
    turn = started(world, f"{event}-1")
    pages.show("classify_event", turn)

    # classify_event reads the mail, stores the PDF, and says what it is and which words decided that.
    calls.taken()
    tick(world)
    turn = world.invoke("classify_event", turn)
    assert calls.taken() == [READ, "Query", "TransactWriteItems"]
    pages.show("mail", as_json(world.mail(event)))
    pages.show("classification", api("get_email", id=event).body["classification"])
    [attachment] = world.mail(event).attachments
    assert attachment.key is not None
    assert world.object(attachment.key).startswith(b"%PDF-1.4")

    # match_workflows decides which workflows it starts, and stores why and why not.
    pages.show("match_workflows", turn)
    calls.taken()
    tick(world)
    turn = world.invoke("match_workflows", turn)
    # The rules are compiled once and kept: what all workflows are, and what the enabled one says.
    assert calls.taken() == ["BatchGetItem", *["Query", "GetItem"], "TransactWriteItems"]
    decision = api("get_email", id=event).body["decision"]
    pages.show("decision", decision)
    assert [one["workflow_id"] for one in decision["matched"]] == [workflow["id"]]

    # step_records links the vendor: one read, one search, one commit.
    pages.show("step_records-vendor", turn)
    turn = step(world, "step_records", turn, calls, [VERSION, READ, SEARCH, COMMIT])

    # step_ai reads the invoice from the raw mail: one read, one commit.
    pages.show("step_ai-invoice", turn)
    turn = step(world, "step_ai", turn, calls, [VERSION, READ, COMMIT])

    # step_records again, for the ticket: one read, one commit.
    pages.show("step_records-ticket", turn)
    turn = step(world, "step_records", turn, calls, [READ, COMMIT])

    # step_notify tells #invoices. It claims the call before it makes it, so that nobody makes it twice.
    pages.show("step_notify-slack", turn)
    turn = step(world, "step_notify", turn, calls, [VERSION, READ, CLAIM, CONNECTION, COMMIT])
    [post] = slack.posts()
    pages.show("slack-post", post["payload"])

    # step_records for the last time: the mail is processed, the execution ends, the event is done, in one commit.
    pages.show("step_records-processed", turn)
    turn = step(world, "step_records", turn, calls, [READ, COMMIT])
    pages.show("done", turn)

    # What is left: the execution with every step, the ticket, and the mail, for whoever asks the API.
    head = world.event(event)
    [planned] = head.executions
    execution = api("get_workflow_execution", id=planned.id).body
    pages.show("execution", execution)
    assert [(one["id"], one["status"]) for one in execution["steps"]] == [
        ("vendor", "completed"),
        ("invoice", "completed"),
        ("ticket", "completed"),
        ("slack", "completed"),
        ("processed", "completed"),
    ]
    [ticket] = api("list_tickets").body["items"]
    pages.show("ticket", ticket)
    assert (ticket["contact_id"], ticket["event_id"]) == (vendor.id, event)
    assert (head.state, head.mail.status, execution["status"]) == ("done", "processed", "completed")
    pages.close()


def test_when_everything_is_warm_a_mail_costs_two_calls_a_step_three_outside_and_one_for_its_search(
    world: World, slack: SlackDouble
) -> None:
    known_vendor(world)
    world.enable("Invoice Processing")
    world.dispatch(world.receive(Pages().mail, "ses-1"))
    calls = Calls(world)
    another = Pages().mail.replace(b"2603117", b"2603118")
    world.dispatch(world.receive(another, "ses-2"))
    received, understood, decided = ["BatchGetItem", COMMIT], [READ, SEARCH, COMMIT], [READ, COMMIT]
    by_hand = ["GetItem"]  # with which World.receive finds the event's id
    assert calls.taken() == [
        *[*received, *by_hand, *understood, *decided],
        *[READ, SEARCH, COMMIT],  # the vendor
        *[READ, COMMIT],  # what the invoice says
        *[READ, COMMIT],  # the ticket
        *[READ, CLAIM, COMMIT],  # Slack
        *[READ, COMMIT],  # processed
    ]
    assert len(slack.posts()) == 2


def known_vendor(world: World) -> Contact:
    """The window cleaner, as somebody has entered it earlier."""
    vendor = Contact(
        id=RecordId(derived_id("con", world.now, "Klare Ruder")),
        created_at=world.now,
        updated_at=world.now,
        name="Klare Ruder ApS",
        roles=("vendor",),
        emails=(SENDER,),
        domains=("klareruder.example",),
        vat_numbers=("DK39612046",),
    )
    RecordsTable("records").add(ROOT_TENANT, "contact", vendor)
    return vendor


def tick(world: World) -> None:
    """A second passes between one function and the next."""
    world.move(1)


def step(world: World, function: str, turn: dict[str, Any], calls: Calls, expected: list[str]) -> dict[str, Any]:
    """One turn of a step function, with exactly these DynamoDB calls; the next turn."""
    calls.taken()
    tick(world)
    following: dict[str, Any] = world.invoke(function, turn)
    assert calls.taken() == expected
    return following


def started(world: World, name: str) -> dict[str, Any]:
    """The input of a dispatch, as Step Functions has it."""
    arn = f"{world.machine.replace(':stateMachine:', ':execution:')}:{name}"
    described = aws.client("stepfunctions").describe_execution(executionArn=arn)
    given: dict[str, Any] = json.loads(described["input"])
    return given


def event_of(world: World) -> EventId:
    """The mail's event, by what SES guarantees."""
    source = world.item("executions", keys.source(ROOT_TENANT, SES_ID))
    assert source is not None
    return EventId(source["event"])


def as_json(mail: Mail) -> dict[str, Any]:
    """The mail under the names that conditions and expressions use."""
    return mail.model_dump(mode="json", by_alias=True, exclude_none=True)


def where(key: str) -> dict[str, str]:
    """The action of the receipt rule that put the mail away."""
    topic = "arn:aws:sns:eu-west-1:123456789012:postroom-local-mail"
    return {"topicArn": topic, "bucketName": BUCKET, "objectKeyPrefix": "inbound/", "objectKey": key}
