"""The headers of a mail as values: decoded text, addresses, date, ids; of a repeated one the first counts."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from ..limits import MAIL_ADDRESSES
from .addresses import read_addresses
from .dates import read_date
from .fields import HeaderBlock
from .model import Address, Thread
from .thread import read_message_id, read_thread
from .words import decode_header

# RFC 5322, 3.6 and RFC 2045 allow each at most once.
_SINGLE = (
    *("from", "sender", "reply-to", "to", "cc", "message-id", "in-reply-to", "references", "subject", "date"),
    *("content-type", "content-transfer-encoding", "content-disposition", "mime-version"),
)


@dataclass(slots=True)
class HeaderValues:
    """What Mail holds of its headers, and the problems met."""

    headers: dict[str, tuple[str, ...]]
    message_id: str | None
    date: datetime | None
    from_: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    subject: str
    thread: Thread
    problems: list[tuple[str, str]] = field(default_factory=list)


def read_header_values(block: HeaderBlock, charset: str | None) -> HeaderValues:
    """Reads every header; `charset` is the guess for raw 8-bit ones."""
    headers: dict[str, tuple[str, ...]] = {}
    collected: dict[str, list[str]] = {}
    for name, value in block.fields:
        collected.setdefault(name, []).append(decode_header(value, charset))
    headers = {name: tuple(values) for name, values in collected.items()}

    def first(name: str) -> str:
        return next((value for value in headers.get(name, ()) if value), "")

    def addresses(name: str) -> tuple[Address, ...]:
        # A second To or Cc names recipients that the first one does not: none is left out.
        found = (address for key, value in block.fields if key == name for address in read_addresses(value, charset))
        return tuple(islice(dict.fromkeys(found), MAIL_ADDRESSES))

    senders = read_addresses(block.first("from"), charset) or read_addresses(block.first("sender"), charset)
    values = HeaderValues(
        headers=headers,
        message_id=read_message_id(first("message-id")),
        date=read_date(first("date")) if first("date") else None,
        from_=senders[0] if senders else None,
        to=addresses("to"),
        cc=addresses("cc"),
        reply_to=addresses("reply-to"),
        subject=first("subject"),
        thread=read_thread(first("in-reply-to"), first("references")),
    )
    values.problems += _problems(block, values)
    return values


def _problems(block: HeaderBlock, values: HeaderValues) -> list[tuple[str, str]]:
    times = Counter(name for name, _ in block.fields)
    found = [
        (f"headers.{name}", f"stands there {times[name]} times; the first counts")
        for name in _SINGLE
        if times[name] > 1 and name not in {"to", "cc", "reply-to"}
    ]
    found += [
        (f"headers.{name}", f"stands there {times[name]} times; all are read")
        for name in ("to", "cc", "reply-to")
        if times[name] > 1
    ]
    found += [
        (f"headers.{name}", f"more than {MAIL_ADDRESSES} addresses; the rest is not read")
        for name, addresses in (("to", values.to), ("cc", values.cc), ("reply-to", values.reply_to))
        if len(addresses) >= MAIL_ADDRESSES
    ]
    if block.first("date") and values.date is None:
        found.append(("headers.date", f"no date: {values.headers['date'][0][:80]!r}"))
    if values.from_ is None:
        found.append(("headers.from", "no sender" if not block.first("from") else "no address in it"))
    return found
