"""Carrying out a recovery: the failure rule and the sweeper both end here, for events and for executions."""

from datetime import datetime

from postroom.engine.model import ENDED, Execution
from postroom.engine.recovery import DispatchStatus, Recovery, recovery_for
from postroom.ids import EXECUTION, EventId, ExecutionId, TenantId
from postroom.triggers.event import TriggerEvent
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.events_table import EventsTable
from postroom_adapters.handed_over import HandedOver
from postroom_adapters.observability import decided, ids_of
from postroom_adapters.open_events import OpenEvents


class Recovering:
    """What dispatches are for, wherever it is stored, and the state machine."""

    def __init__(self, executions_table: str, dispatches: Dispatches) -> None:
        self.events = EventsTable(executions_table)
        self.open_events = OpenEvents(executions_table)
        self.executions = HandedOver(executions_table)
        self.dispatches = dispatches

    def read(self, tenant: TenantId, name: EventId | ExecutionId) -> TriggerEvent | Execution:
        """An event's or an execution's head. Raises NotFound."""
        if name.startswith(EXECUTION):
            return self.executions.read(tenant, ExecutionId(name))
        return self.events.read(tenant, EventId(name))

    def recover(self, head: TriggerEvent | Execution, status: DispatchStatus, now: datetime) -> Recovery:
        """Start, leave or give up, by `recovery_for`; who comes second to the next number does nothing."""
        recovery = recovery_for(head, status)
        match recovery.do:
            case "leave":
                self._seen_alive(head, now)
                return recovery
            case "start":
                if recovery.number == head.dispatch or self._take_next_dispatch(head, recovery.number, now):
                    self._start(head, recovery.number)
            case "give_up":
                if not self._give_up(head, recovery.reason, now):
                    return Recovery("leave", recovery.number, "it has moved meanwhile")
        metric = "EventGivenUp" if recovery.do == "give_up" else "DispatchRecovered"
        what = "execution" if isinstance(head, Execution) else "event"
        decided(f"{what}_{recovery.do}", metric, **ids_of(head), number=recovery.number, reason=recovery.reason)
        return recovery

    def _seen_alive(self, head: TriggerEvent | Execution, now: datetime) -> None:
        if isinstance(head, Execution):
            if head.status not in ENDED:
                self.executions.seen_alive(head, now)
        elif head.state != "done":
            self.open_events.seen_alive(head, now)

    def _take_next_dispatch(self, head: TriggerEvent | Execution, number: int, now: datetime) -> bool:
        if isinstance(head, Execution):
            return self.executions.take_next_dispatch(head, number, now)
        return self.open_events.take_next_dispatch(head, number, now)

    def _start(self, head: TriggerEvent | Execution, number: int) -> None:
        if isinstance(head, Execution):
            self.dispatches.start_execution(head.tenant, head.event, head.id, number)
        else:
            self.dispatches.start(head, number)

    def _give_up(self, head: TriggerEvent | Execution, reason: str, now: datetime) -> bool:
        if isinstance(head, Execution):
            return self.executions.give_up(head, reason, now)
        return self.open_events.give_up(head, reason, now)
