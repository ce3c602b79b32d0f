"""classify_event: the mail is read, or read anew, its attachments stored, and what it is about decided."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.documents.attached_text import read_mail
from postroom.engine.model import Turn
from postroom.errors import NotNow
from postroom_adapters.arriving import Arriving
from postroom_adapters.clock import utc_now
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.mail_key import MailKey
from postroom_adapters.observability import decided, ids_of
from postroom_adapters.settings import read_settings
from postroom_adapters.understanding import store_attachments, store_understood


class Settings(BaseModel):
    """What this function is configured with."""

    executions_table: str
    directory_table: str
    mail_bucket: str
    mail_key_secret_arn: str
    workflows_table: str


@cache
def build() -> tuple[Arriving, MailBucket]:
    settings = read_settings(Settings)
    key = MailKey(settings.mail_key_secret_arn, utc_now)
    tables = settings.executions_table, settings.directory_table, settings.workflows_table
    return Arriving(*tables, key.read), MailBucket(settings.mail_bucket)


def handle(turn: Turn) -> Turn:
    """Once per event: what is understood already, as in a dispatch of one execution, goes on to matching as it is."""
    if turn.own:
        return turn.model_copy(update={"next": "match"})
    arriving, bucket = build()
    event, budgets, number = arriving.read(turn.tenant, turn.event)
    if event.state == "received" and event.reads_mail:
        parsed = read_mail(bucket.read(event.source.object_key))
        mail = store_attachments(bucket, event, parsed)
        classification = arriving.classified(turn.tenant, mail, number)
        arrival = arriving.arrival(event, mail, budgets, utc_now())
        event = store_understood(arriving, event, parsed, mail, classification, arrival, utc_now())
        if event.state == "received":
            raise NotNow("the mail, or a copy of it, was changed at the same moment", retry_after=1)
        metric = "MailHeld" if event.mail.status == "held" else "MailClassified"
        told = {"category": classification.category, "confidence": round(classification.confidence, 3)}
        decided("mail_classified", metric, **ids_of(turn), **told, status=event.mail.status)
    return turn.model_copy(update={"next": "match"})


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """The first state of a dispatch."""
    return handle(Turn.model_validate(event)).payload()
