"""An execution that waits goes on in a dispatch of its own, and its event without it."""

from datetime import datetime

from postroom.engine.changes import HandOver
from postroom.engine.model import ENDED, Cursor, Execution, Turn
from postroom.engine.sequence import DONE, next_for
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import WorkflowDefinition


def hand_over(turn: Turn, event: TriggerEvent, now: datetime) -> HandOver | None:
    """The hand-over of the event's current execution, which begins to wait.

    None if it stays: it is in a dispatch of its own already, or its success would stop the later ones.
    """
    if turn.own or event.executions[event.current].stop_on_match:
        return None
    later = event.later
    return HandOver(
        at=now,
        event_seen_current=event.current,
        event_current=event.following,
        event_done=not later,
        starts=later[0].id if later else None,
    )


def resumed_turn(
    turn: Turn, execution: Execution, cursor: Cursor, definition: WorkflowDefinition, now: datetime
) -> Turn:
    """The turn with which a dispatch of one execution goes on from the stored cursor."""
    if execution.status in ENDED:
        return turn.model_copy(update={"next": DONE})
    ids = {"workflow": execution.workflow_id, "version": execution.version}
    going_on = turn.model_copy(update={**ids, "next": next_for(definition, cursor.at)})
    return going_on.waiting(cursor.due) if cursor.due is not None and cursor.due > now else going_on
