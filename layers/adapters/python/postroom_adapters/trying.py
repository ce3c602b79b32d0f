"""Trying workflows on a stored mail: matched and rehearsed by the code of the real run; nothing is stored or sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postroom.engine.rehearsal import RehearsedExecution, Subject, rehearse
from postroom.engine.start import Decided, decide_mail
from postroom.errors import Conflict, Problem, Refused
from postroom.ids import WORKFLOW, EventId, TenantId, WorkflowId, derived_id
from postroom.match.decision import Decision, Explanation
from postroom.match.rule_index import RuleIndex
from postroom.plain import plain
from postroom.triggers.email_view import email_view
from postroom.triggers.event import TriggerEvent
from postroom.triggers.manual import check_askable
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom.workflows.validation import definition_of
from postroom_adapters import keys
from postroom_adapters.clock import utc_now
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.dynamodb import batch_get
from postroom_adapters.event_rows import StoredMail, stored_mail_of
from postroom_adapters.events_table import EventsTable
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.records_table import RecordsTable
from postroom_adapters.workflows_table import WorkflowsTable

GIVEN = "given"
"""What a rule index is called that was made of a workflow in a request."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which workflows are tried: all that are on, these, or one that is not stored."""

    workflow_ids: Sequence[WorkflowId] | None = None
    include_disabled: bool = False
    workflow: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What would come of it."""

    decision: Decision
    explanations: tuple[Explanation, ...]
    executions: tuple[RehearsedExecution, ...]


class Trying:
    """The stores that a trial reads."""

    def __init__(
        self,
        events: EventsTable,
        workflows: WorkflowsTable,
        records: RecordsTable,
        directory: DirectoryTable,
        bucket: MailBucket,
        default_threshold: float,
    ) -> None:
        self._events = events
        self._workflows = workflows
        self._records = records
        self._directory = directory
        self._bucket = bucket
        self._default_threshold = default_threshold

    def on_email(self, tenant: TenantId, email_id: EventId, wanted: Wanted, now: datetime) -> Tried:
        """Match and rehearse. Raises NotFound, Conflict for a mail never read, Refused for a workflow that is wrong."""
        event = self._events.read_email(tenant, email_id)
        check_askable(event, "execute")
        stored = self._stored(event)
        index, given = self._index(tenant, wanted, now)
        fresh = event.model_copy(update={"executions": (), "current": 0})
        made = decide_mail(fresh, stored.mail, stored.classification, index, now)
        definitions = {
            rule.workflow_id: given or self._workflows.version(tenant, rule.workflow_id, rule.version)
            for rule in (index.rule(one.workflow_id) for one in made.decision.matched)
        }
        return Tried(
            decision=made.decision,
            explanations=_explained(index, made.decision, fresh, stored),
            executions=rehearse(self._subject(made, stored), made.start, definitions, utc_now),
        )

    def _stored(self, event: TriggerEvent) -> StoredMail:
        key = keys.event(event.tenant, event.mail.reading or event.id, "mail")
        row = batch_get({self._events.name: [key]}).get((self._events.name, key["pk"], key["sk"]))
        if row is None:
            raise Conflict("the mail is not read yet; try again")
        return stored_mail_of(row)

    def _index(self, tenant: TenantId, wanted: Wanted, now: datetime) -> tuple[RuleIndex, WorkflowDefinition | None]:
        if wanted.workflow is None:
            index = self._workflows.rule_index(
                tenant, 0, self._default_threshold, wanted.workflow_ids, include_disabled=wanted.include_disabled
            )
            return index, None
        try:
            definition = definition_of({name: value for name, value in wanted.workflow.items() if name != "enabled"})
        except Refused as refusal:
            problems = [Problem(f"workflow.{one.path}", one.reason) for one in refusal.problems]
            raise Refused(str(refusal), *problems) from refusal
        workflow_id = WorkflowId(derived_id(WORKFLOW, now, GIVEN))
        rule = WorkflowHead.of(workflow_id, definition, now).rule()
        return RuleIndex(GIVEN, [rule], self._default_threshold), definition

    def _subject(self, made: Decided, stored: StoredMail) -> Subject:
        event = made.event
        return Subject(
            event=event,
            mail=stored.mail,
            classification=plain(stored.classification),
            raw=lambda: self._bucket.read(event.source.object_key),
            tenant=plain(self._directory.tenant(event.tenant)),
            find=lambda wanted: self._records.find(event.tenant, wanted),
            read=lambda wanted: self._records.read(event.tenant, wanted),
        )


def _explained(
    index: RuleIndex, decision: Decision, event: TriggerEvent, stored: StoredMail
) -> tuple[Explanation, ...]:
    """The workflows that the decision names, in order; of thousands the nearest."""
    answers = sorted(
        (*decision.matched, *decision.not_reached, *decision.paused, *decision.near_misses),
        key=lambda one: (one.priority, one.workflow_id),
    )
    email = email_view(event, stored.mail, plain(stored.classification))
    return index.explain(event.email_id, email, [one.workflow_id for one in answers])
