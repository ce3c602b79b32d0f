"""Storing what a mail was understood as: attachments first, then the event, noting or finding its copies."""

from datetime import datetime

from postroom.classify.decision import Classification
from postroom.mail.fingerprint import body_fingerprint
from postroom.mail.matching import cut_for_matching
from postroom.mail.model import Mail
from postroom.mail.parse import ParsedMail
from postroom.triggers.event import TriggerEvent
from postroom.triggers.intake import Repeat, repeat_key, repeat_of
from postroom.triggers.understanding import read_anew, understood
from postroom_adapters.events_table import EventsTable, RepeatMark, StoredMail
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.manual_events import ManualEvents


def store_attachments(bucket: MailBucket, event: TriggerEvent, parsed: ParsedMail) -> Mail:
    """The mail with each attachment's object key; keys are made of place and safe name, so a repeat overwrites."""
    stored = []
    for number, (attachment, content) in enumerate(zip(parsed.mail.attachments, parsed.contents, strict=True)):
        key = f"tenants/{event.tenant}/events/{event.id}/attachments/{number:03}-{attachment.filename}"
        bucket.put(key, content, attachment.content_type)
        stored.append(attachment.model_copy(update={"key": key}))
    return parsed.mail.model_copy(update={"attachments": tuple(stored)})


def store_understood(
    events: EventsTable,
    event: TriggerEvent,
    parsed: ParsedMail,
    mail: Mail,
    classification: Classification,
    now: datetime,
) -> TriggerEvent:
    """The event as it now is; still `received` if a copy of the mail, or a change of it, came at the same moment."""
    stored = StoredMail(cut_for_matching(mail), classification)
    if event.manual is not None:
        return _store_anew(ManualEvents(events.name), event, stored)
    mark, repeat = None, Repeat("new")
    if mail.message_id:
        sender = mail.from_.address if mail.from_ else ""
        mark = RepeatMark(repeat_key(mail.message_id, sender), body_fingerprint(parsed))
        repeat = repeat_of(event.id, mark.fingerprint, events.earlier_copies(event.tenant, mark.key, now))
    following = understood(event, mail, classification, repeat, now)
    if events.save_understood(following, stored, repeat, mark, now):
        return following
    return events.read(event.tenant, event.id)


def _store_anew(manual: ManualEvents, event: TriggerEvent, stored: StoredMail) -> TriggerEvent:
    """The mail stands beside this event from now on; what was decided before keeps the reading it was decided on."""
    seen = manual.mail_head(event)
    following = read_anew(event, seen, stored.mail, stored.classification)
    if manual.save_reading(following, stored, seen):
        return following
    return EventsTable(manual.name).read(event.tenant, event.id)
