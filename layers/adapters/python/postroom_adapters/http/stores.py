"""Where the API's data is: its settings, and the stores made of them."""

from pydantic import BaseModel

from postroom_adapters.asking import Asking
from postroom_adapters.cancelling import Cancelling
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.events_table import EventsTable
from postroom_adapters.executions_table import ExecutionsTable
from postroom_adapters.explaining import Explaining
from postroom_adapters.http.given import Stores
from postroom_adapters.idempotency import IdempotencyKeys
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.reading.emails import EmailReader
from postroom_adapters.reading.executions import ExecutionReader
from postroom_adapters.records_table import RecordsTable
from postroom_adapters.rerunning import Rerunning
from postroom_adapters.statistics import StatisticsReader
from postroom_adapters.step_edge import StepEdge
from postroom_adapters.trying import Trying
from postroom_adapters.workflows_table import WorkflowsTable


class Settings(BaseModel):
    """What the API is configured with."""

    directory_table: str
    dispatch_state_machine_arn: str
    email_ai_confidence_threshold: float = 0.7
    email_workflows_enabled: bool = True
    executions_table: str
    mail_bucket: str
    records_table: str
    stage: str
    workflows_table: str


def open_stores(settings: Settings) -> Stores:
    """The stores; nothing is called yet."""
    table, directory = settings.executions_table, DirectoryTable(settings.directory_table)
    workflows, records = WorkflowsTable(settings.workflows_table), RecordsTable(settings.records_table)
    bucket, threshold = MailBucket(settings.mail_bucket), settings.email_ai_confidence_threshold
    dispatches = Dispatches(settings.dispatch_state_machine_arn)
    asking = Asking(table, dispatches)
    running = ExecutionsTable(table, settings.directory_table, settings.records_table, bucket)
    return Stores(
        workflows=workflows,
        emails=EmailReader(table),
        executions=ExecutionReader(table),
        records=records,
        statistics=StatisticsReader(table),
        asking=asking,
        rerunning=Rerunning(table, workflows, asking),
        explaining=Explaining(table, workflows),
        trying=Trying(EventsTable(table), workflows, records, directory, bucket, threshold),
        bucket=bucket,
        cancelling=Cancelling(StepEdge(running, workflows, records, bucket, dispatches)),
        idempotency=IdempotencyKeys(table),
        stage=settings.stage,
        workflows_enabled=settings.email_workflows_enabled,
    )
