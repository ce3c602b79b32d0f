"""Carrying out a recovery: the failure rule and the sweeper both end here."""

from datetime import datetime

from postroom.engine.recovery import DispatchStatus, Recovery, recovery_for
from postroom.triggers.event import TriggerEvent
from postroom.triggers.understanding import given_up
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.events_table import EventsTable
from postroom_adapters.observability import decided, ids_of


def recover(
    event: TriggerEvent, status: DispatchStatus, events: EventsTable, dispatches: Dispatches, now: datetime
) -> Recovery:
    """Start, leave or give up the event, by `recovery_for`; who comes second to the next number does nothing."""
    recovery = recovery_for(event, status)
    match recovery.do:
        case "leave":
            if event.state != "done":
                events.seen_alive(event, now)
            return recovery
        case "start":
            again = recovery.number == event.dispatch
            if again or events.take_next_dispatch(event, recovery.number, now):
                dispatches.start(event, recovery.number)
        case "give_up":
            events.give_up(given_up(event, recovery.reason, now))
    metric = "EventGivenUp" if recovery.do == "give_up" else "DispatchRecovered"
    decided(f"event_{recovery.do}", metric, **ids_of(event), number=recovery.number, reason=recovery.reason)
    return recovery
