"""classify_event: the mail is read, or read anew, its attachments stored, and what it is about decided."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.classify.decision import classify
from postroom.classify.keyword_layer import default_layer
from postroom.engine.model import Turn
from postroom.errors import NotNow
from postroom.mail.parse import parse_mail
from postroom_adapters.clock import utc_now
from postroom_adapters.events_table import EventsTable
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.observability import decided, ids_of
from postroom_adapters.settings import read_settings
from postroom_adapters.understanding import store_attachments, store_understood


class Settings(BaseModel):
    """What this function is configured with."""

    executions_table: str
    mail_bucket: str


@cache
def build() -> tuple[EventsTable, MailBucket]:
    settings = read_settings(Settings)
    return EventsTable(settings.executions_table), MailBucket(settings.mail_bucket)


def handle(turn: Turn) -> Turn:
    """Once per event: what is understood already, as in a dispatch of one execution, goes on to matching as it is."""
    if turn.own:
        return turn.model_copy(update={"next": "match"})
    events, bucket = build()
    event = events.read(turn.tenant, turn.event)
    if event.state == "received" and event.reads_mail:
        parsed = parse_mail(bucket.read(event.source.object_key))
        mail = store_attachments(bucket, event, parsed)
        classification = classify(mail, (default_layer(),))
        event = store_understood(events, event, parsed, mail, classification, utc_now())
        if event.state == "received":
            raise NotNow("the mail, or a copy of it, was changed at the same moment", retry_after=1)
        decided(
            "mail_classified",
            "MailClassified",
            **ids_of(turn),
            category=classification.category,
            confidence=round(classification.confidence, 3),
            status=event.mail.status,
        )
    return turn.model_copy(update={"next": "match"})


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The first state of a dispatch."""
    return handle(Turn.model_validate(event)).payload()
