"""match_workflows: which workflows the event starts; the decision and the executions are stored together."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.engine.model import Turn
from postroom.engine.start import decided_event, start_executions
from postroom.engine.turn import after_execution
from postroom.errors import Broken
from postroom.plain import plain
from postroom.triggers.email_view import email_view
from postroom.triggers.understanding import without_workflows
from postroom_adapters.clock import utc_now
from postroom_adapters.events_table import EventsTable
from postroom_adapters.matching import Matching
from postroom_adapters.observability import decided, ids_of
from postroom_adapters.settings import read_settings
from postroom_adapters.workflows_table import WorkflowsTable


class Settings(BaseModel):
    """What this function is configured with."""

    executions_table: str
    workflows_table: str
    email_workflows_enabled: bool = True
    email_ai_confidence_threshold: float = 0.7


@cache
def build() -> tuple[Settings, EventsTable, Matching]:
    settings = read_settings(Settings)
    events = EventsTable(settings.executions_table)
    workflows = WorkflowsTable(settings.workflows_table)
    return settings, events, Matching(events, workflows, settings.email_ai_confidence_threshold)


def handle(turn: Turn) -> Turn:
    """Once per event: an event with a decision goes on from where its executions stand."""
    settings, events, matching = build()
    found = matching.read(turn)
    event, now = found.event, utc_now()
    if event.state == "done" or event.decided_at is not None:
        return after_execution(turn, event)
    if found.stored is None:
        raise Broken(f"event {event.id} is to be matched and its mail is not stored")
    if not settings.email_workflows_enabled:
        event = without_workflows(event, now)
        events.close(event)
        return after_execution(turn, event)
    mail, classification = found.stored.mail, found.stored.classification
    index = matching.index(turn.tenant, found.rules)
    decision = index.decide(event.id, email_view(event, mail, plain(classification)), classification, now)
    start = start_executions(event, decision, index, now)
    event = decided_event(event, start, now)
    if not events.save_decision(event, decision, start):
        event = events.read(turn.tenant, turn.event)
    decided("event_decided", **ids_of(turn), matched=len(event.executions), rules=decision.rules)
    return after_execution(turn, event)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The second state of a dispatch."""
    return handle(Turn.model_validate(event)).payload()
