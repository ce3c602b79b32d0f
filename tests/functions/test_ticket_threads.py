"""A reply to a ticket's notification is appended to that ticket, exactly once, and a stranger's is marked."""

from collections.abc import Iterator
from typing import Any

import pytest

from postroom.effects import ReadRecord
from postroom.ids import ROOT_TENANT, EventId, TenantId
from postroom.records.base import Record
from postroom_adapters import keys
from postroom_adapters.records_table import RecordsTable
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.ses_double import SesDouble
from tests.functions.test_api_reruns import rerun, statuses
from tests.functions.world import World

SUPPORT: dict[str, Any] = {
    "name": "Support",
    "triggers": [{"type": "email"}],
    "workflow_steps": [
        {"id": "ticket", "action": "create_ticket", "params": {"type": "support"}},
        {
            "when": "steps.ticket.appended == `false`",
            "action": "send_email_notification",
            "params": {"to": "agent@helpdesk.example", "subject": "New: {{ email.subject }}", "body": "Look at it."},
        },
    ],
}
NO_MATCH: dict[str, str | None] = {"if-match": None}
CUSTOMER, AGENT = "Anna <anna@customer.example>", "agent@helpdesk.example"


@pytest.fixture
def ses(world: World) -> Iterator[SesDouble]:
    double = SesDouble()
    double.server.start()
    world.setting("AWS_ENDPOINT_URL_SESV2", double.server.url)
    world.add_workflow(SUPPORT)
    yield double
    double.server.stop()


class Desk:
    """A ticket made from a customer's mail, and what then comes in."""

    def __init__(self, world: World, ses: SesDouble, api: Api) -> None:
        self.world, self.api = world, api
        self._number = 0
        self.first = self.send("My printer is broken.", From=CUSTOMER, Message_ID="<1@customer.example>")
        [self.notification] = [one.message for one in ses.sent]
        [self.ticket] = api("list_tickets", query={}).body["items"]

    def send(self, text: str, subject: str = "Printer", **headers: Any) -> EventId:
        self._number += 1
        changes = {name: headers.pop(name) for name in ("recipients", "dmarc", "spf", "dkim") if name in headers}
        headers = {"Message_ID": f"<n{self._number}@elsewhere.example>", **headers}
        self.world.move(1)
        event = self.world.receive(mail(subject, text, **headers), f"in-{self._number}", **changes)
        self.world.dispatch(event)
        return event

    def answer(self, text: str, sender: str = AGENT, **headers: Any) -> EventId:
        """As a mail program answers our notification; SES has put its own id into it."""
        known = {"In_Reply_To": "<ses-1@eu-west-1.amazonses.com>", "From": sender}
        return self.send(text, f"Re: {self.notification['Subject']}", **{**known, **headers})

    def messages(self) -> list[dict[str, Any]]:
        """What was appended, oldest first."""
        items = self.api("list_ticket_messages", id=self.ticket["id"], query={}).body["items"]
        return list(reversed(items))

    def now(self) -> dict[str, Any]:
        """The only ticket."""
        [ticket] = self.api("list_tickets", query={}).body["items"]
        return dict(ticket)


@pytest.fixture
def desk(world: World, ses: SesDouble, api: Api) -> Desk:
    return Desk(world, ses, api)


def test_an_answer_to_the_notification_is_appended_by_the_id_that_ses_gave(desk: Desk, ses: SesDouble) -> None:
    event = desk.answer("I call her.\n\n> Look at it.")
    [message] = desk.messages()
    assert {name: message[name] for name in ("text", "sender", "verified", "event_id", "automatic")} == {
        "text": "I call her.",
        "sender": AGENT,
        "verified": True,
        "event_id": event,
        "automatic": "none",
    }
    ticket = desk.now()
    assert (ticket["id"], ticket["messages"], ticket["revision"]) == (desk.ticket["id"], 1, 2)
    assert ticket["last_message_at"] == "2026-03-02T09:00:02.000Z"
    thread = desk.world.event(event).mail.thread
    assert thread is not None
    assert (thread.told_by, thread.people, thread.answers_ours) == ("message_id", (AGENT,), True)
    assert len(ses.sent) == 1


def test_the_step_says_what_it_did(desk: Desk) -> None:
    event = desk.answer("I call her.")
    [execution] = desk.world.event(event).executions
    row = desk.world.item("executions", keys.execution(ROOT_TENANT, execution.id, "step#ticket"))
    assert row is not None
    [message] = desk.messages()
    assert row["output"] == {
        "id": desk.ticket["id"],
        "title": "Printer",
        "type": "support",
        "appended": True,
        "message_id": message["id"],
        "verified": True,
    }
    assert list(row["effects"]) == [f"saved ticket_message {message['id']}", f"changed ticket {desk.ticket['id']}"]


def test_the_subject_alone_tells_the_thread(desk: Desk) -> None:
    event = desk.send("I call her.", f"AW: {desk.notification['Subject']}", From=AGENT)
    assert [one["verified"] for one in desk.messages()] == [True]
    thread = desk.world.event(event).mail.thread
    assert thread is not None
    assert thread.told_by == "token"


def test_the_address_alone_tells_the_thread(desk: Desk) -> None:
    desk.send("I call her.", "something else", From=AGENT, recipients=[str(desk.notification["Reply-To"])])
    assert [one["verified"] for one in desk.messages()] == [True]


def test_the_customer_who_goes_on_in_the_same_thread_is_appended_too(desk: Desk) -> None:
    desk.send(
        "It smokes.", "Re: Printer", From=CUSTOMER, In_Reply_To="<1@customer.example>", Message_ID="<2@c.example>"
    )
    references = "<1@customer.example> <2@c.example>"
    desk.send("It burns.", "Re: Printer", From=CUSTOMER, In_Reply_To="<2@c.example>", References=references)
    # A program that writes no References: the mail in between is known.
    desk.send("It is gone.", "Re: Printer", From=CUSTOMER, In_Reply_To="<2@c.example>")
    assert [(one["text"], one["verified"]) for one in desk.messages()] == [
        ("It smokes.", True),
        ("It burns.", True),
        ("It is gone.", True),
    ]
    assert desk.now()["messages"] == 3


@pytest.mark.parametrize(
    ("sender", "verdicts", "reason"),
    [
        ("eve@elsewhere.example", {}, "its sender has taken no part in this thread"),
        (
            AGENT,
            {"dmarc": "FAIL", "spf": "FAIL"},
            "it is not proven that its sender sent it: dmarc FAIL, spf FAIL, dkim PASS",
        ),
    ],
)
def test_a_stranger_with_a_token_is_appended_as_unverified(
    desk: Desk, sender: str, verdicts: dict[str, str], reason: str
) -> None:
    desk.api("change_ticket", id=desk.ticket["id"], body={"status": "closed"}, headers=NO_MATCH)
    desk.answer("Please send the money to me.", sender, **verdicts)
    [message] = desk.messages()
    assert (message["verified"], message["reason"]) == (False, reason)
    assert desk.now()["status"] == "closed"
    # His own next mail does not make him one of the thread.
    desk.send("Really.", "Re: x", From=sender, In_Reply_To="<n2@elsewhere.example>", **verdicts)
    assert [one["verified"] for one in desk.messages()] == [False, False]


def test_a_guessed_token_opens_a_ticket_of_its_own(desk: Desk) -> None:
    token = str(desk.notification["Subject"]).rpartition("#")[2].rstrip("]")
    desk.send("Hello", f"Re: [#{token[:-1]}{'0' if token[-1] != '0' else '1'}]", From=AGENT)
    assert desk.messages() == []
    assert len(desk.api("list_tickets", query={}).body["items"]) == 2


def test_an_answer_opens_a_closed_ticket_again_and_a_machines_does_not(desk: Desk) -> None:
    desk.api("change_ticket", id=desk.ticket["id"], body={"status": "closed"}, headers=NO_MATCH)
    desk.answer("I am on holiday until May.", Auto_Submitted="auto-replied")
    assert (desk.now()["status"], desk.now()["messages"]) == ("closed", 1)
    desk.answer("Done?")
    assert (desk.now()["status"], desk.now()["messages"]) == ("open", 2)
    assert [one["automatic"] for one in desk.messages()] == ["auto_reply", "none"]
    assert desk.now()["requester"] == "anna@customer.example"


def test_a_dispatch_that_is_walked_twice_appends_once(desk: Desk) -> None:
    event = desk.answer("I call her.")
    desk.world.dispatch(event)
    assert (len(desk.messages()), desk.now()["messages"]) == (1, 1)


def test_an_answer_whose_workflow_makes_a_ticket_for_each_item_is_appended_once(desk: Desk) -> None:
    each = {"items": "{{ ['a', 'b', 'c'] }}", "steps": [{"action": "create_ticket", "params": {"title": "{{ item }}"}}]}
    desk.world.add_workflow(
        {"name": "Each", "triggers": [{"type": "email"}], "workflow_steps": [{"action": "for_each", "params": each}]}
    )
    desk.answer("I call her.")
    assert (len(desk.messages()), desk.now()["messages"]) == (1, 1)
    # The first mail of a thread makes as many as there are items.
    desk.send("Another thing", "Another thing", From=CUSTOMER)
    assert len(desk.api("list_tickets", query={}).body["items"]) == 1 + 1 + 3


def test_a_ticket_that_changes_at_the_same_moment_loses_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody changes it between the step's reading and its commit: the step decides anew."""
    read, raced = RecordsTable.read, list[int]()

    def changed_after(table: RecordsTable, tenant: TenantId, wanted: ReadRecord) -> Record | None:
        found = read(table, tenant, wanted)
        if not raced:
            answer = desk.api("change_ticket", id=wanted.id, body={"priority": "urgent"}, headers=NO_MATCH)
            raced.append(answer.status)
        return found

    monkeypatch.setattr(RecordsTable, "read", changed_after)
    desk.answer("I call her.")
    ticket = desk.now()
    assert raced == [200]
    assert (ticket["priority"], ticket["messages"], ticket["revision"]) == ("urgent", 1, 3)
    assert len(desk.messages()) == 1


def test_a_ticket_that_was_deleted_is_opened_anew(desk: Desk) -> None:
    desk.api("delete_ticket", id=desk.ticket["id"], headers=NO_MATCH)
    desk.answer("I call her.")
    ticket = desk.now()
    assert ticket["id"] != desk.ticket["id"]
    assert (ticket["thread"], ticket["messages"]) == (desk.ticket["thread"], 0)


def test_a_person_who_changes_a_ticket_keeps_what_it_came_from(desk: Desk) -> None:
    changed = desk.api("replace_ticket", id=desk.ticket["id"], body={"title": "Broken printer"}, headers=NO_MATCH).body
    assert (changed["thread"], changed["requester"]) == (desk.ticket["thread"], "anna@customer.example")
    desk.answer("I call her.")
    assert (desk.now()["title"], desk.now()["messages"]) == ("Broken printer", 1)


def test_messages_of_a_ticket_that_is_not_there_are_not_found(desk: Desk) -> None:
    answer = desk.api("list_ticket_messages", id="tic_01KJQCX8G0E4KV55RZ3FNTGY0G", query={})
    assert answer.status == 404


def test_an_answer_whose_run_is_repeated_after_another_came_is_in_the_ticket_once(desk: Desk, api: Api) -> None:
    first = desk.answer("I call her.")
    desk.answer("She was not there.")
    [execution] = [one["id"] for one in api("list_workflow_executions", query={"email_id": first}).body["items"]]
    shown = rerun(desk.world, api, execution, steps_from="all")
    assert statuses(shown)["ticket"] == ("completed", False)
    assert [one["text"] for one in desk.messages()] == ["I call her.", "She was not there."]
    assert desk.now()["messages"] == 2
