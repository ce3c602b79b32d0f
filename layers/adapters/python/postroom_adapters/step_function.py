"""What all step functions share: a turn taken with the edge of their family, and crashes put on record."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from postroom.actions.base import Family
from postroom.engine.model import Turn
from postroom.engine.turn import take_turn
from postroom.errors import NotNow
from postroom_adapters.clock import utc_now
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.executions_table import ExecutionsTable
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.observability import crashed, decided, ids_of
from postroom_adapters.records_table import RecordsTable
from postroom_adapters.settings import read_settings
from postroom_adapters.step_edge import StepEdge
from postroom_adapters.workflows_table import WorkflowsTable


class StepSettings(BaseModel):
    """What every step function is configured with."""

    executions_table: str
    workflows_table: str
    records_table: str
    directory_table: str
    mail_bucket: str
    dispatch_state_machine_arn: str


class OutsideSettings(StepSettings):
    """What the step function of steps that tell somebody outside is configured with."""

    mail_configuration_set: str
    mail_key_secret_arn: str


def inside_edge() -> StepEdge:
    """The edge of a family whose steps stay inside: records and objects, no connections."""
    return StepEdge(*_inside(read_settings(StepSettings)))


def outside_edge() -> StepEdge:
    """The edge of a family whose steps also call connections and send mail."""
    from postroom_adapters.connection_calls import ConnectionCalls
    from postroom_adapters.http_transport import send
    from postroom_adapters.mail_key import MailKey
    from postroom_adapters.mail_sending import MailSending
    from postroom_adapters.suppression_list import SuppressionList

    settings = read_settings(OutsideSettings)
    executions, workflows, records, bucket, dispatches = _inside(settings)
    calls = ConnectionCalls(workflows, utc_now, send)
    key = MailKey(settings.mail_key_secret_arn, utc_now)
    mails = MailSending(SuppressionList(settings.directory_table), settings.mail_configuration_set, key, utc_now)
    return StepEdge(executions, workflows, records, bucket, dispatches, calls, mails)


def take(family: Family, edge: StepEdge, event: dict[str, Any], milliseconds_left: Callable[[], int]) -> dict[str, Any]:
    """One turn. NotNow goes to the state machine's Retry; anything unexpected is counted and raised."""
    turn = Turn.model_validate(event)
    try:
        following = edge.drive(turn, take_turn(turn, utc_now, lambda: milliseconds_left() / 1000))
    except NotNow:
        raise
    except Exception as error:
        crashed("step_crashed", error, **ids_of(turn), family=family)
        edge.executions.record_crash(turn, f"{type(error).__name__}: {error}")
        raise
    decided("turn_taken", **ids_of(turn), family=family, next=following.next)
    return following.payload()


def _inside(
    settings: StepSettings,
) -> tuple[ExecutionsTable, WorkflowsTable, RecordsTable, MailBucket, Dispatches]:
    bucket = MailBucket(settings.mail_bucket)
    executions = ExecutionsTable(settings.executions_table, settings.directory_table, settings.records_table, bucket)
    workflows, records = WorkflowsTable(settings.workflows_table), RecordsTable(settings.records_table)
    return executions, workflows, records, bucket, Dispatches(settings.dispatch_state_machine_arn)
