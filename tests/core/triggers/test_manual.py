"""What a person may ask for about a mail, by the state it is in."""

from datetime import timedelta
from typing import Any

import pytest

from postroom.errors import Conflict, Refused
from postroom.ids import EventId, WorkflowId
from postroom.triggers.event import Asks, TriggerEvent, Verdicts
from postroom.triggers.manual import asked_for, narrowed
from tests.core.engine.memory_edge import START, MemoryEdge, workflow

ID = EventId("evt_00000000000000000000000009")
LATER = START + timedelta(days=3)


def stored(status: str = "processed", state: str = "done", **head: Any) -> TriggerEvent:
    event = MemoryEdge(workflow({"action": "stop"})).event
    return event.model_copy(
        update={"state": state, "mail": event.mail.model_copy(update={"status": status, **head}), "executions": ()}
    )


def asked(mail: TriggerEvent, asks: Asks = "execute") -> TriggerEvent:
    return asked_for(mail, ID, LATER, asks=asks, asked_by="installation")


def test_it_is_an_event_of_its_own_that_points_at_the_mail() -> None:
    mail = stored()
    event = narrowed(asked(mail), workflow_ids=(WorkflowId("wfl_1"),))
    assert (event.id, event.kind, event.state, event.received_at) == (ID, "manual", "received", LATER)
    assert (event.email_id, event.email_received_at, event.reading) == (mail.id, START, mail.id)
    assert event.manual is not None
    assert (event.manual.asked_by, event.manual.workflow_ids) == ("installation", ("wfl_1",))
    assert (event.dispatch_name, event.executions) == (f"{ID}-1", ())


def test_a_mail_points_at_itself() -> None:
    mail = stored()
    assert (mail.email_id, mail.email_received_at, mail.reading, mail.reads_mail) == (mail.id, START, mail.id, True)
    with pytest.raises(ValueError, match="not manual"):
        narrowed(mail, include_disabled=True)


def test_only_a_reprocessing_reads_the_mail_and_later_ones_take_its_reading() -> None:
    anew = asked(stored(), "reprocess")
    assert (anew.reads_mail, anew.reading) == (True, ID)
    later = asked(stored(reading=ID))
    assert (later.reads_mail, later.reading) == (False, ID)


@pytest.mark.parametrize("status", ["classified", "processed", "flagged", "failed", "duplicate"])
def test_what_was_read_can_be_matched_and_read_again(status: str) -> None:
    assert asked(stored(status)).mail.status == status
    assert asked(stored(status, state="dispatched")).mail.status == status
    assert asked(stored(status), "reprocess").mail.status == status


@pytest.mark.parametrize("status", ["received", "unrouted", "skipped", "held"])
def test_what_was_not_read_or_is_held_cannot_be_matched(status: str) -> None:
    with pytest.raises(Conflict):
        asked(stored(status))


def test_only_what_is_held_can_be_released() -> None:
    assert asked(stored("held"), "release").manual is not None
    with pytest.raises(Conflict, match="not held; it is processed"):
        asked(stored(), "release")
    with pytest.raises(Conflict, match="release or discard"):
        asked(stored("held"), "reprocess")


def test_a_skipped_mail_can_be_read_later_but_not_one_with_a_virus() -> None:
    skipped = stored("skipped")
    assert asked(skipped, "reprocess").reads_mail
    source = skipped.source.model_copy(update={"verdicts": Verdicts(virus="FAIL")})
    with pytest.raises(Refused, match="virus"):
        asked(skipped.model_copy(update={"source": source}), "reprocess")


def test_a_mail_is_not_read_by_two_dispatches_at_once() -> None:
    with pytest.raises(Conflict, match="being processed"):
        asked(stored("classified", state="dispatched"), "reprocess")
