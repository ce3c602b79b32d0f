"""What to do about an event or execution whose dispatch may have died, for the sweeper and the failure rule."""

from dataclasses import dataclass
from typing import Literal

from postroom import limits
from postroom.engine.model import ENDED, Execution, ExecutionStatus
from postroom.triggers.event import TriggerEvent

DispatchStatus = Literal["ABSENT", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]


@dataclass(frozen=True, slots=True)
class Recovery:
    """`start` the dispatch with this number, `leave` it alone, or `give_up` on the event."""

    do: Literal["start", "leave", "give_up"]
    number: int
    reason: str


def recovery_for(head: TriggerEvent | Execution, status: DispatchStatus) -> Recovery:
    """What an open event, or an execution that was handed over, needs, given the status of its newest dispatch.

    A dispatch that succeeded while what it is for is open has lost its way as surely as one that failed: either is
    followed by the next number, which goes on from the stored cursor, three at most; those that only went on where
    a full one had stopped do not count.
    """
    called = "execution" if isinstance(head, Execution) else "event"
    is_open = head.status not in ENDED if isinstance(head, Execution) else head.state != "done"
    if not is_open or status == "RUNNING":
        return Recovery("leave", head.dispatch, f"dispatch {head.dispatch} is {status.lower()}")
    if status == "ABSENT":
        return Recovery("start", head.dispatch, "it was stored and never dispatched")
    reason = f"dispatch {head.dispatch} ended as {status.lower()} while the {called} is open"
    if head.dispatch - head.continued >= limits.DISPATCH_ATTEMPTS:
        return Recovery("give_up", head.dispatch, reason)
    return Recovery("start", head.dispatch + 1, reason)


def status_given_up(execution: Execution, reason: str) -> tuple[ExecutionStatus, str]:
    """How an execution ends whose last dispatch died, and why: one that was marked as cancelled has its wish."""
    return ("cancelled", execution.cancel.told) if execution.cancel else ("failed", reason)
