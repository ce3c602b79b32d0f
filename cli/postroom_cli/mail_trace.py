"""`postroom mail trace`: one mail parsed, classified, matched against the shipped workflows and rehearsed, offline."""

from datetime import UTC, datetime

from postroom.classify.decision import Classification, classify
from postroom.classify.keyword_layer import default_layer
from postroom.documents.attached_text import read_mail
from postroom.engine.rehearsal import RehearsedExecution, Subject, rehearse
from postroom.engine.start import decide_mail
from postroom.ids import EVENT, ROOT_TENANT, WORKFLOW, EventId, WorkflowId, derived_id
from postroom.mail.model import Mail
from postroom.match.decision import Decision, Explanation
from postroom.match.rule_index import RuleIndex
from postroom.models import Model
from postroom.plain import plain
from postroom.triggers.email_view import email_view
from postroom.triggers.event import MailHead, MailSource, TriggerEvent
from postroom.triggers.intake import Repeat
from postroom.triggers.understanding import understood
from postroom.workflows.shipped import shipped_definitions
from postroom.workflows.stored import WorkflowHead
from postroom_cli.report import decision_lines, execution_lines, step_view, visible

DEFAULT_THRESHOLD = 0.7


class Trace(Model):
    """The whole way of one mail."""

    file: str
    mail: Mail
    classification: Classification
    decision: Decision
    explanations: tuple[Explanation, ...]
    executions: tuple[RehearsedExecution, ...]


def trace_mail(raw: bytes, file: str, now: datetime | None = None) -> Trace:
    """The way of a mail as if all shipped workflows were enabled."""
    now = now or datetime.now(UTC)
    parsed = read_mail(raw)
    classification = classify(parsed.mail, (default_layer(),))
    event = understood(_event(parsed.mail, now), parsed.mail, classification, Repeat("new"), now)
    definitions = {_workflow_id(name): one for name, one in shipped_definitions().items()}
    rules = [WorkflowHead.of(workflow_id, one, now).rule() for workflow_id, one in definitions.items()]
    index = RuleIndex("shipped", rules, DEFAULT_THRESHOLD)
    made = decide_mail(event, parsed.mail, classification, index, now)
    tenant = {
        "id": ROOT_TENANT,
        "name": "Root",
        "domains": ["postroom.test"],
        "admin_address": "admin@postroom.test",
        "time_zone": "UTC",
    }
    subject = Subject(made.event, parsed.mail, plain(classification), raw, tenant)
    executions = rehearse(subject, made.start, definitions, lambda: datetime.now(UTC))
    return Trace(
        file=file,
        mail=parsed.mail,
        classification=classification,
        decision=made.decision,
        explanations=index.explain(event.id, email_view(event, parsed.mail, plain(classification))),
        executions=executions,
    )


def trace_text(trace: Trace) -> str:
    """The trace for people."""
    mail = trace.mail
    sender = f"{mail.from_.name} <{mail.from_.address}>".strip() if mail.from_ else "(no sender)"
    lines = [f"{trace.file}", f"  from      {sender}", f"  subject   {mail.subject}"]
    lines += [f"  attached  {one.filename} ({one.content_type}, {one.size} bytes)" for one in mail.attachments]
    lines += [f"  problem   {one.part}: {one.reason}" for one in mail.problems]
    lines = [visible(line) for line in lines]
    lines += decision_lines(trace.classification, trace.decision, trace.explanations)
    for execution in trace.executions:
        lines += execution_lines(
            execution.workflow_name, execution.status, execution.reason, [step_view(one) for one in execution.steps]
        )
    lines.append("  (a rehearsal: nothing was stored or sent)")
    return "\n".join(lines)


def _workflow_id(name: str) -> WorkflowId:
    return WorkflowId(derived_id(WORKFLOW, datetime.fromtimestamp(0, UTC), name))


def _event(mail: Mail, now: datetime) -> TriggerEvent:
    recipients = tuple(one.address for one in (*mail.to, *mail.cc))
    return TriggerEvent(
        id=EventId(derived_id(EVENT, now, mail.message_id or "")),
        tenant=ROOT_TENANT,
        received_at=now,
        source=MailSource(ses_message_id="trace", object_key="raw", recipients=recipients),
        mail=MailHead(status="received"),
    )
