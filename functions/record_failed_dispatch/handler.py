"""record_failed_dispatch: a dispatch that failed, timed out or was aborted is followed by the next, or given up."""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.engine.model import Turn
from postroom_adapters.clock import utc_now
from postroom_adapters.dispatches import CANCELLED, Dispatches
from postroom_adapters.observability import decided, ids_of
from postroom_adapters.recovering import Recovering
from postroom_adapters.settings import read_settings


class Settings(BaseModel):
    """What this function is configured with."""

    executions_table: str
    dispatch_state_machine_arn: str


@cache
def build() -> Recovering:
    settings = read_settings(Settings)
    return Recovering(settings.executions_table, Dispatches(settings.dispatch_state_machine_arn))


def handle(detail: dict[str, Any]) -> None:
    """Only the newest dispatch of an event or execution counts; of an older one nothing is left to do."""
    recovering = build()
    turn = Turn.model_validate(json.loads(detail["input"]))
    what, metric = _told(detail["status"], detail.get("error"))
    decided(what, metric, **ids_of(turn), status=detail["status"], error=detail.get("error"))
    head = recovering.read(turn.tenant, turn.execution or turn.event)
    if head.dispatch_name == turn.dispatch:
        recovering.recover(head, detail["status"], utc_now())


def _told(status: str, error: str | None) -> tuple[str, str | None]:
    if status != "ABORTED":
        return "dispatch_failed", "DispatchFailed"
    # Step Functions counts both as aborted; only what somebody else stopped is for a person to look at.
    return ("dispatch_cancelled", None) if error == CANCELLED else ("dispatch_stopped", "DispatchStopped")


def lambda_handler(event: dict[str, Any], _context: object) -> None:
    """An EventBridge event `Step Functions Execution Status Change`."""
    handle(event["detail"])
