"""Mails, what was decided about them, and what would be."""

from datetime import datetime
from typing import Any

from postroom_client.models.base import ApiModel
from postroom_client.models.executions import ExecutionItem


class EmailItem(ApiModel):
    """A mail in a list."""

    id: str
    state: str
    status: str
    status_reason: str | None
    received_at: datetime
    recipients: tuple[str, ...]
    sender: str
    sender_address: str
    subject: str
    category: str | None
    confidence: float | None


class Classification(ApiModel):
    """What a mail was taken for, and how sure that is."""

    category: str
    confidence: float


class Email(EmailItem):
    """A mail with everything known about it."""

    mail: dict[str, Any] | None
    classification: Classification | None
    decision: dict[str, Any] | None
    executions: tuple[ExecutionItem, ...]
    raw_link: str


class EmailStatistics(ApiModel):
    """Mails counted by category and status; where `next_cursor` is not None, there are more."""

    items: tuple[dict[str, Any], ...]
    counted: int
    next_cursor: str | None = None


class Decision(ApiModel):
    """Each workflow's answer to a mail, as it was decided; `next_cursor` leads to the rest."""

    email_id: str
    at: datetime
    considered: int
    matching: int
    workflows: tuple[dict[str, Any], ...]
    next_cursor: str | None


class TriedMatch(ApiModel):
    """How workflows would answer a mail, and what their steps would do."""

    considered: int
    matching: int
    classification: Classification
    workflows: tuple[dict[str, Any], ...]
    executions: tuple[dict[str, Any], ...]
    left_out: int
