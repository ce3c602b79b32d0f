"""Two tenants of one installation and a responder outside, between whom every mail that is sent is delivered."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from postroom.access.tenants import Tenant
from postroom.ids import ROOT_TENANT, EventId, TenantId, WorkflowId, derived_id
from postroom.mail.budgets import MailBudgets
from postroom.triggers.event import TriggerEvent, dispatch_input
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom_adapters import aws
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.event_rows import event_of
from postroom_adapters.workflows_table import WorkflowsTable
from tests.functions.ses_double import Sent, SesDouble
from tests.functions.world import BUCKET, World, ses_notification, sqs_event

OTHER = TenantId("other")
DOMAINS = {"postroom.test": ROOT_TENANT, "other.test": OTHER}
ANSWER: dict[str, Any] = {
    "name": "Answer everybody",
    "triggers": [{"type": "email"}],
    "workflow_steps": [
        {
            "id": "answer",
            "action": "send_email_notification",
            "params": {"to": "{{ email.from.address }}", "subject": "Re: {{ email.subject }}", "body": "Thank you."},
        }
    ],
}
Responder = Callable[[EmailMessage, int], list[EmailMessage]]
"""What somebody outside does with a mail of ours, and with its number."""


@dataclass
class AnsweringWorld:
    """The post between them; `respond` is the one outside."""

    world: World
    ses: SesDouble
    respond: Responder
    events: list[tuple[TenantId, EventId]] = field(default_factory=list)
    _delivered: int = 0
    _seen: int = 0

    def tenant(self, tenant: TenantId, domain: str, budgets: MailBudgets | None = None) -> None:
        """A tenant that answers every mail."""
        now = self.world.now
        made = Tenant(id=tenant, name=tenant, domains=(domain,), mail_budgets=budgets or MailBudgets(), created_at=now)
        DirectoryTable("directory").save_tenant(made)
        definition = WorkflowDefinition.model_validate(ANSWER)
        workflow_id = WorkflowId(derived_id("wfl", now, f"{tenant}/answer"))
        head = WorkflowHead.of(workflow_id, definition, now).toggled(enabled=True, now=now)
        WorkflowsTable("workflows").add(tenant, head, definition, now)

    def run(self, *first: EmailMessage, most: int = 400) -> int:
        """Deliver until no mail is under way; how many were delivered."""
        waiting = deque(first)
        while waiting and self._delivered < most:
            self.deliver(waiting.popleft())
            for sent in self.ses.sent[self._seen :]:
                self._seen += 1
                waiting.extend(self._on_the_wire(sent))
        assert not waiting, f"{len(waiting)} mails are still under way after {self._delivered}"
        return self._delivered

    def deliver(self, message: EmailMessage, times: int = 1) -> None:
        """To the tenants it is for, and through their dispatches, each as often as said."""
        self._delivered += 1
        self.world.move(1)
        name, raw = f"in-{self._delivered}", message.as_bytes(policy=SMTP)
        recipients = [one.strip() for one in str(message["To"]).split(",")]
        aws.client("s3").put_object(Bucket=BUCKET, Key=f"inbound/{name}", Body=raw)
        known = {row["pk"] for row in self._heads()}
        told = sqs_event(ses_notification(name, f"inbound/{name}", self.world.now, recipients=recipients))
        for _ in range(times):
            assert self.world.invoke("receive_mail", told) == {"batchItemFailures": []}
        for row in self._heads():
            if row["pk"] not in known:
                tenant, event = TenantId(row["tenant"]), EventId(row["id"])
                self.events.append((tenant, event))
                for _ in range(times):
                    self.world.walk(dispatch_input(tenant, event, 1))

    def stored(self, tenant: TenantId | None = None) -> list[TriggerEvent]:
        """What came in, in order."""
        found = [event_of(row) for row in self._heads() if tenant is None or row["tenant"] == tenant]
        return sorted(found, key=lambda event: event.received_at)

    def _heads(self) -> list[dict[str, Any]]:
        return [row for row in self.world.items("executions", "#event#") if row["sk"] == "head"]

    def _on_the_wire(self, sent: Sent) -> list[EmailMessage]:
        """SES puts its own id in the place of ours; who is not one of us responds."""
        message = sent.message
        number = self.ses.sent.index(sent) + 1
        message.replace_header("Message-ID", f"<ses-{number}@eu-west-1.amazonses.com>")
        addresses = [address.strip() for address in str(message["To"]).split(",")]
        inside = [one for one in addresses if one.rpartition("@")[2] in DOMAINS]
        answers = self.respond(message, number) if len(inside) < len(addresses) else []
        return ([message] if inside else []) + answers
