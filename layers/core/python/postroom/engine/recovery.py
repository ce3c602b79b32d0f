"""What to do about an event whose dispatch may have died: the sweeper and the failure rule ask the same function."""

from dataclasses import dataclass
from typing import Literal

from postroom import limits
from postroom.triggers.event import TriggerEvent

DispatchStatus = Literal["ABSENT", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"]


@dataclass(frozen=True, slots=True)
class Recovery:
    """`start` the dispatch with this number, `leave` it alone, or `give_up` on the event."""

    do: Literal["start", "leave", "give_up"]
    number: int
    reason: str


def recovery_for(event: TriggerEvent, status: DispatchStatus) -> Recovery:
    """What an open event needs, given the status of its newest dispatch.

    A dispatch that succeeded while its event is open has lost its way as surely as one that failed: either is
    followed by the next number, which goes on from the stored cursor, three at most.
    """
    if event.state == "done" or status == "RUNNING":
        return Recovery("leave", event.dispatch, f"dispatch {event.dispatch} is {status.lower()}")
    if status == "ABSENT":
        return Recovery("start", event.dispatch, "it was stored and never dispatched")
    reason = f"dispatch {event.dispatch} ended as {status.lower()} while the event is open"
    if event.dispatch >= limits.DISPATCH_ATTEMPTS:
        return Recovery("give_up", event.dispatch, reason)
    return Recovery("start", event.dispatch + 1, reason)
