"""Where the API's data is: its settings, and what reads and writes it, each opened when a route first asks for it."""

from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:  # a cold start loads what the route that was called needs, and nothing else
    from postroom_adapters.asking import Asking
    from postroom_adapters.cancelling import Cancelling
    from postroom_adapters.dispatches import Dispatches
    from postroom_adapters.explaining import Explaining
    from postroom_adapters.idempotency import IdempotencyKeys
    from postroom_adapters.mail_bucket import MailBucket
    from postroom_adapters.reading.emails import EmailReader
    from postroom_adapters.reading.executions import ExecutionReader
    from postroom_adapters.records_table import RecordsTable
    from postroom_adapters.rerunning import Rerunning
    from postroom_adapters.statistics import StatisticsReader
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


class Stores:
    """Where the API's data is, and what the installation is called."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.stage = settings.stage
        self.workflows_enabled = settings.email_workflows_enabled

    @cached_property
    def workflows(self) -> "WorkflowsTable":
        """Workflows, their versions and rules."""
        from postroom_adapters.workflows_table import WorkflowsTable

        return WorkflowsTable(self._settings.workflows_table)

    @cached_property
    def emails(self) -> "EmailReader":
        """Mails as lists and pages show them."""
        from postroom_adapters.reading.emails import EmailReader

        return EmailReader(self._settings.executions_table)

    @cached_property
    def executions(self) -> "ExecutionReader":
        """Executions as lists and pages show them."""
        from postroom_adapters.reading.executions import ExecutionReader

        return ExecutionReader(self._settings.executions_table)

    @cached_property
    def records(self) -> "RecordsTable":
        """Contacts, tickets and time entries."""
        from postroom_adapters.records_table import RecordsTable

        return RecordsTable(self._settings.records_table)

    @cached_property
    def statistics(self) -> "StatisticsReader":
        """What was counted."""
        from postroom_adapters.statistics import StatisticsReader

        return StatisticsReader(self._settings.executions_table)

    @cached_property
    def asking(self) -> "Asking":
        """What people ask for."""
        from postroom_adapters.asking import Asking

        return Asking(self._settings.executions_table, self._dispatches)

    @cached_property
    def rerunning(self) -> "Rerunning":
        """Executions run again."""
        from postroom_adapters.rerunning import Rerunning

        return Rerunning(self._settings.executions_table, self.workflows, self.bucket, self.asking)

    @cached_property
    def explaining(self) -> "Explaining":
        """Why workflows answered as they did."""
        from postroom_adapters.explaining import Explaining

        return Explaining(self._settings.executions_table, self.workflows)

    @cached_property
    def trying(self) -> "Trying":
        """Workflows tried on a mail."""
        from postroom_adapters.directory_table import DirectoryTable
        from postroom_adapters.events_table import EventsTable
        from postroom_adapters.trying import Trying

        events, directory = EventsTable(self._settings.executions_table), DirectoryTable(self._settings.directory_table)
        threshold = self._settings.email_ai_confidence_threshold
        return Trying(events, self.workflows, self.records, directory, self.bucket, threshold)

    @cached_property
    def bucket(self) -> "MailBucket":
        """Raw mail, attachments and large outputs."""
        from postroom_adapters.mail_bucket import MailBucket

        return MailBucket(self._settings.mail_bucket)

    @cached_property
    def cancelling(self) -> "Cancelling":
        """Executions that are to end."""
        from postroom_adapters.cancelling import Cancelling
        from postroom_adapters.executions_table import ExecutionsTable
        from postroom_adapters.step_edge import StepEdge

        settings = self._settings
        tables = settings.executions_table, settings.directory_table, settings.records_table
        running = ExecutionsTable(*tables, self.bucket)
        return Cancelling(StepEdge(running, self.workflows, self.records, self.bucket, self._dispatches))

    @cached_property
    def idempotency(self) -> "IdempotencyKeys":
        """What was made under which key."""
        from postroom_adapters.idempotency import IdempotencyKeys

        return IdempotencyKeys(self._settings.executions_table)

    @cached_property
    def _dispatches(self) -> "Dispatches":
        from postroom_adapters.dispatches import Dispatches

        return Dispatches(self._settings.dispatch_state_machine_arn)
