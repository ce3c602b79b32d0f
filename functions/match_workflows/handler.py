"""match_workflows: which workflows the event starts; the decision and the executions are stored together."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.engine.model import Turn
from postroom.engine.sequence import DONE
from postroom.engine.start import decide_mail
from postroom.engine.turn import after_execution
from postroom.triggers.understanding import without_workflows
from postroom_adapters.clock import utc_now
from postroom_adapters.events_table import EventsTable
from postroom_adapters.handed_over import going_on
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
    events, workflows = EventsTable(settings.executions_table), WorkflowsTable(settings.workflows_table)
    return settings, events, Matching(events, workflows, settings.email_ai_confidence_threshold)


def handle(turn: Turn) -> Turn:
    """Once per event: an event with a decision goes on from where its executions stand."""
    settings, events, matching = build()
    if turn.own:
        return going_on(turn, settings.executions_table, settings.workflows_table, utc_now())
    found = matching.read(turn)
    event = found.event
    if event.state == "done" or event.decided_at is not None:
        return after_execution(turn, event)
    if not settings.email_workflows_enabled:
        events.close(without_workflows(event, utc_now()))
        return turn.model_copy(update={"next": DONE})
    index, stored = matching.index_for(event, found.rules), found.understood()
    made = decide_mail(event, stored.mail, stored.classification, index, utc_now())
    event = made.event if events.save_decision(made) else events.read(turn.tenant, turn.event)
    decided("event_decided", **ids_of(turn), matched=len(event.executions), rules=made.verdict.head.rules)
    return after_execution(turn, event)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The second state of a dispatch."""
    return handle(Turn.model_validate(event)).payload()
