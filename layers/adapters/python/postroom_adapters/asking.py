"""Doing what a person asks for: stored as a manual event, its dispatch started, and its end waited for a while."""

from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any

from postroom import limits
from postroom.engine.model import ENDED, Execution
from postroom.errors import NotNow
from postroom.ids import EVENT, RANDOM_BYTES, EventId, TenantId, new_id
from postroom.triggers.event import Asks, TriggerEvent
from postroom.triggers.manual import asked_for, narrowed
from postroom_adapters.clock import pause
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.events_table import EventsTable
from postroom_adapters.held_mail import HeldMail
from postroom_adapters.idempotency import Create, IdempotencyKeys
from postroom_adapters.manual_events import ManualEvents
from postroom_adapters.observability import decided, ids_of
from postroom_adapters.reading.executions import executions_of

Writes = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A manual event and what runs for it."""

    event: TriggerEvent
    executions: tuple[Execution, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be run."""
        return self.event.state == "done" and all(one.status in ENDED for one in self.executions)

    @property
    def is_settled(self) -> bool:
        """Whether nothing can be expected soon: it is over, or waits for hours or for somebody."""
        ended_or_waiting = all(one.status in ENDED or one.status == "waiting" for one in self.executions)
        return self.event.state == "done" and ended_or_waiting


class Asking:
    """Manual events of all tenants, as people ask for them."""

    def __init__(self, executions_table: str, dispatches: Dispatches) -> None:
        self._table = executions_table
        self._events = EventsTable(executions_table)
        self._dispatches = dispatches
        self._keys = IdempotencyKeys(executions_table)
        self.manual = ManualEvents(executions_table)
        self.held = HeldMail(executions_table)

    def once(self, request: Create, make: Callable[[EventId, Writes], TriggerEvent]) -> TriggerEvent:
        """The event that `make` begins under the id it is given, or the one begun by this request before.

        `make` is given the writes that must stand in its transaction. Raises what it raises, and Refused for an
        Idempotency-Key of another request.
        """
        event_id = EventId(new_id(EVENT, request.now, token_bytes(RANDOM_BYTES)))

        def read(made: str) -> TriggerEvent:
            return self._events.read_manual(request.tenant, EventId(made))

        return self._keys.once(request, event_id, lambda more: make(event_id, more), read)[0]

    def new(
        self, request: Create, event_id: EventId, email_id: EventId, asks: Asks, asked_by: str, **more: Any
    ) -> TriggerEvent:
        """The event for it, not stored yet. Raises NotFound, Conflict, Refused."""
        mail = self._events.read_email(request.tenant, email_id)
        return narrowed(asked_for(mail, event_id, request.now, asks=asks, asked_by=asked_by), **more)

    def begin(self, event: TriggerEvent, *together: dict[str, Any]) -> TriggerEvent:
        """Store first, then start: what happens in between, the sweeper mends. Raises Conflict, Refused.

        It is asked for as soon as it is stored: if it cannot be started now, it is not refused, or it would be asked
        for, and done, once more.
        """
        self.manual.add(event, *together)
        try:
            self._dispatches.start(event, event.dispatch)
        except NotNow as busy:
            decided("dispatch_not_started", **ids_of(event), reason=str(busy))
        if event.manual is not None:
            decided("asked_for", **ids_of(event), asks=event.manual.asks, asked_by=event.manual.asked_by)
        return event

    def run(self, tenant: TenantId, event_id: EventId) -> Run:
        """How far it is. Raises NotFound."""
        event = self._events.read_manual(tenant, event_id)
        return Run(event, executions_of(self._table, event))

    def awaited(self, event: TriggerEvent) -> Run:
        """How it came out, or how far it is when that takes too long."""
        return await_run(lambda: self.run(event.tenant, event.id), pause)


def await_run(look: Callable[[], Run], pausing: Callable[[float], None]) -> Run:
    """Look again and again, less and less often, for as long as a request may take.

    What was paused is counted, not what the clock says: a clock that stands still must not make this endless.
    """
    run, waited, step = look(), 0.0, limits.RUN_POLL_SECONDS
    while not run.is_settled and waited < limits.RUN_WAIT_SECONDS:
        pausing(step)
        waited += step
        step = min(step * 1.5, limits.RUN_POLL_SECONDS_MAX)
        run = look()
    return run
