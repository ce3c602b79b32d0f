"""Why each workflow answered as it did: the stored decision, and what it does not hold computed by the same code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postroom.engine.model import Execution
from postroom.errors import NotFound
from postroom.ids import EventId, ExecutionId, TenantId, WorkflowId
from postroom.match.answers import Rule, explain, not_reached
from postroom.match.decision import Decision, TriggerAnswer, WorkflowDecision
from postroom.plain import plain
from postroom.triggers.email import AskedMail
from postroom.triggers.email_view import email_view
from postroom.triggers.event import TriggerEvent
from postroom_adapters import keys
from postroom_adapters.dynamodb import batch_get
from postroom_adapters.event_rows import event_of, stored_mail_of
from postroom_adapters.reading.emails import decision_of
from postroom_adapters.reading.executions import executions_of
from postroom_adapters.reading.pages import Asked, Page
from postroom_adapters.workflows_table import WorkflowsTable, rules_number


@dataclass(frozen=True, slots=True)
class Answer:
    """One workflow and the mail: the decision about it, every clause of its triggers, and what became of it."""

    decision: WorkflowDecision
    triggers: tuple[TriggerAnswer, ...]
    execution: Execution | None
    stopped_by: WorkflowId | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision with the workflows it was asked about, in order."""

    event: TriggerEvent
    decision: Decision
    answers: Page[Answer]


@dataclass(frozen=True, slots=True)
class _Decided:
    """An event with its decision, and its mail as matching saw it."""

    event: TriggerEvent
    decision: Decision
    mail: AskedMail


class Explaining:
    """Decisions of all tenants."""

    def __init__(self, executions_table: str, workflows: WorkflowsTable) -> None:
        self._table = executions_table
        self._workflows = workflows

    def page(self, tenant: TenantId, email_id: EventId, event_id: EventId | None, asked: Asked) -> Explained:
        """Every workflow that was asked, in order; `asked.below` is the last one shown. Raises NotFound."""
        decided = self._read(tenant, email_id, event_id)
        rules = self._rules(decided.event, decided.decision)
        place = next((at + 1 for at, rule in enumerate(rules) if rule.workflow_id == asked.below), 0)
        some = rules[place : place + asked.limit]
        answers = Page(self._answers(decided, some), more=len(rules) > place + asked.limit)
        return Explained(decided.event, decided.decision, answers)

    def one(self, tenant: TenantId, email_id: EventId, event_id: EventId | None, workflow_id: WorkflowId) -> Explained:
        """One workflow of however many. Raises NotFound, saying why where it was not asked."""
        decided = self._read(tenant, email_id, event_id)
        rules = [one for one in self._rules(decided.event, decided.decision) if one.workflow_id == workflow_id]
        if not rules:
            name = self._workflows.head(tenant, workflow_id).name
            raise NotFound(f"workflow {name!r} was off, or not made yet, when the mail was matched; it was not asked")
        return Explained(decided.event, decided.decision, Page(self._answers(decided, rules), more=False))

    def _read(self, tenant: TenantId, email_id: EventId, event_id: EventId | None) -> _Decided:
        wanted = event_id or email_id
        head, decision = keys.event(tenant, wanted), keys.event(tenant, wanted, "decision")
        found = batch_get({self._table: [head, decision]})
        item, row = (found.get((self._table, key["pk"], key["sk"])) for key in (head, decision))
        event = event_of(item) if item else None
        if event is None or event.email_id != email_id:
            raise NotFound(f"there is no email {email_id}" if event_id is None else f"there is no event {event_id}")
        if row is None:
            said = f"nothing was decided about the mail when it came in; it is {event.mail.status} now"
            raise NotFound(f"{said}. What people ran on it since has decisions of its own, by their event_id")
        return _Decided(event, made := decision_of(row), self._mail(event, made))

    def _mail(self, event: TriggerEvent, decision: Decision) -> AskedMail:
        """As it was when it was matched: what has become of its status since is no part of it."""
        key = keys.event(event.tenant, event.reading, "mail")
        stored = stored_mail_of(batch_get({self._table: [key]})[self._table, key["pk"], key["sk"]])
        if event.manual is None:
            event = event.seeing(event.mail.model_copy(update={"status": "classified"}))
        email = email_view(event, stored.mail, plain(decision.classification))
        return AskedMail(email, event.email_id, decision.default_threshold)

    def _rules(self, event: TriggerEvent, decision: Decision) -> list[Rule]:
        manual, number = event.manual, rules_number(decision.rules)
        include_disabled = manual is not None and manual.include_disabled
        rules = self._workflows.rules_at(event.tenant, number, include_disabled=include_disabled)
        if manual is not None and manual.workflow_ids is not None:
            rules = [rule for rule in rules if rule.workflow_id in manual.workflow_ids]
        return sorted(rules, key=lambda rule: (rule.priority, rule.workflow_id))

    def _answers(self, decided: _Decided, rules: Sequence[Rule]) -> tuple[Answer, ...]:
        made = decided.decision
        stored = {one.workflow_id: one for one in (*made.matched, *made.not_reached, *made.paused, *made.near_misses)}
        executions = {one.id: one for one in executions_of(self._table, decided.event)}
        planned = {one.workflow_id: one.id for one in decided.event.executions}
        return tuple(
            _answer(
                rule, decided.mail, stored, executions.get(planned.get(rule.workflow_id, ExecutionId(""))), executions
            )
            for rule in rules
        )


def _answer(
    rule: Rule,
    mail: AskedMail,
    stored: Mapping[WorkflowId, WorkflowDecision],
    execution: Execution | None,
    executions: Mapping[ExecutionId, Execution],
) -> Answer:
    computed = explain(rule, mail)
    decision = stored.get(rule.workflow_id, computed.decision)
    if decision.outcome == "matched" and execution is None:
        decision = not_reached(rule)
    stopped = execution is not None and execution.status == "skipped"
    return Answer(decision, computed.triggers, execution, _stopper(executions) if stopped else None)


def _stopper(executions: Mapping[ExecutionId, Execution]) -> WorkflowId | None:
    """The last that ran before the rest was skipped."""
    ran = [one for one in executions.values() if one.status != "skipped"]
    return ran[-1].workflow_id if ran else None
