"""sweep_events: every minute, what is open and silent is started, resumed or given up."""

from datetime import timedelta
from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom import limits
from postroom_adapters.clock import utc_now
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.observability import crashed
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


def handle() -> dict[str, int]:
    """How many events and executions were found silent, by what was done about them."""
    recovering = build()
    now = utc_now()
    counted = {"start": 0, "leave": 0, "give_up": 0}
    failures: list[Exception] = []
    silent = recovering.open_events.since_before(now - timedelta(seconds=limits.SWEEP_AFTER_SECONDS))
    for tenant, name in silent:
        try:
            head = recovering.read(tenant, name)
            counted[recovering.recover(head, recovering.dispatches.status(head), now).do] += 1
        except Exception as error:  # noqa: BLE001 - one that cannot be swept must not hide the others
            crashed("event_not_swept", error, tenant=tenant, name=name)
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"{len(failures)} events could not be swept", failures)
    return counted


def lambda_handler(_event: dict[str, Any], _context: object) -> dict[str, int]:
    """Called by EventBridge Scheduler."""
    return handle()
