"""Storing what a mail was understood as: attachments first, then the event, noting or finding its copies."""

from datetime import datetime, timedelta
from typing import Any

from postroom.classify.decision import Classification
from postroom.mail.budgets import held_reason
from postroom.mail.fingerprint import body_fingerprint
from postroom.mail.matching import cut_for_matching
from postroom.mail.model import Mail
from postroom.mail.parse import ParsedMail
from postroom.mail.threads import stored_id
from postroom.triggers.arrival import Arrival, taking_part
from postroom.triggers.event import TriggerEvent
from postroom.triggers.intake import Repeat, repeat_key, repeat_of
from postroom.triggers.understanding import held, read_anew, understood
from postroom_adapters import keys
from postroom_adapters.arriving import Arriving
from postroom_adapters.event_rows import StoredMail
from postroom_adapters.events_table import EventsTable, RepeatMark
from postroom_adapters.mail_bucket import MailBucket, attachment_key
from postroom_adapters.manual_events import ManualEvents
from postroom_adapters.table_writes import update
from postroom_adapters.threads_table import received_write


def store_attachments(bucket: MailBucket, event: TriggerEvent, parsed: ParsedMail) -> Mail:
    """The mail with each attachment's object key; keys are made of place and safe name, so a repeat overwrites."""
    stored = []
    for number, (attachment, content) in enumerate(zip(parsed.mail.attachments, parsed.contents, strict=True)):
        key = attachment_key(event.tenant, event.id, number, attachment.filename)
        bucket.put(key, content, attachment.content_type)
        stored.append(attachment.model_copy(update={"key": key}))
    return parsed.mail.model_copy(update={"attachments": tuple(stored)})


def store_understood(
    arriving: Arriving,
    event: TriggerEvent,
    parsed: ParsedMail,
    mail: Mail,
    classification: Classification,
    arrival: Arrival,
    now: datetime,
) -> TriggerEvent:
    """The event as it now is; still `received` if a copy of the mail, or a change of it, came at the same moment.

    A mail beyond a budget is held: stored and understood as any other, but done, and counted nowhere.
    """
    events = arriving.events
    stored = StoredMail(cut_for_matching(mail), classification)
    if event.manual is not None:
        return _store_anew(ManualEvents(events.name), event, stored, arrival)
    mark, repeat = None, Repeat("new")
    if mail.message_id:
        sender = mail.from_.address if mail.from_ else ""
        mark = RepeatMark(repeat_key(mail.message_id, sender), body_fingerprint(parsed))
        repeat = repeat_of(event.id, mark.fingerprint, events.earlier_copies(event.tenant, mark.key, now))
    following = understood(event, mail, classification, repeat, now, arrival)
    counting = [] if repeat.kind == "duplicate" else _counting(events.name, event, arrival, now)
    more = _in_thread(events.name, event, mail, arrival, now)
    saved = events.save_understood(following, stored, repeat, mark, now, counting, more)
    if saved == "over_budget":
        following = held(following, held_reason(arriving.used_up(event.tenant, arrival.budget_rows)), now)
        saved = events.save_understood(following, stored, repeat, mark, now, (), more)
    return following if saved == "saved" else events.read(event.tenant, event.id)


def _store_anew(manual: ManualEvents, event: TriggerEvent, stored: StoredMail, arrival: Arrival) -> TriggerEvent:
    """The mail stands beside this event from now on; what was decided before keeps the reading it was decided on."""
    seen = manual.mail_head(event)
    following = read_anew(event, seen, stored.mail, stored.classification, arrival)
    if manual.save_reading(following, stored, seen):
        return following
    return EventsTable(manual.name).read(event.tenant, event.id)


def _counting(table: str, event: TriggerEvent, arrival: Arrival, now: datetime) -> list[dict[str, Any]]:
    """Counters go up only together, each below its limit; a row counts for one hour and is then only cleaned up."""
    expires = int((now + timedelta(hours=2)).timestamp())
    return [
        {
            "Update": update(
                table,
                keys.budget(event.tenant, row.key, row.hour),
                *((counter.name, "absent or <=", counter.limit - 1) for counter in row.counters),
                sets={"expires_at": expires},
                adds={counter.name: 1 for counter in row.counters},
            )
        }
        for row in arrival.budget_rows
    ]


def _in_thread(table: str, event: TriggerEvent, mail: Mail, arrival: Arrival, now: datetime) -> list[dict[str, Any]]:
    """An answer leads those who answer it to the same thread; what begins one is found by its own id."""
    if mail.message_id is None or not arrival.thread.is_answer:
        return []
    people = taking_part(event, mail, arrival.thread.people)
    return [received_write(table, event.tenant, stored_id(mail.message_id), arrival.thread.id, people, now)]
