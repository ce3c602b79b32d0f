"""What a mail answers: message ids from In-Reply-To and References (RFC 5322, 3.6.4)."""

import re

from .model import Thread

_BRACKETED = re.compile(r"<([^<>]+)>")


def read_message_ids(value: str) -> tuple[str, ...]:
    """The ids without angle brackets, each once, in order; without any bracket, words that hold an @."""
    found = _BRACKETED.findall(value) or [word.strip("<>,;") for word in value.split() if "@" in word]
    # A folded id may have got a blank inside.
    return tuple(dict.fromkeys(name for name in ("".join(item.split()) for item in found) if name))


def read_message_id(value: str) -> str | None:
    """The one id of a Message-ID header; what has neither brackets nor an @ is taken as it stands."""
    ids = read_message_ids(value)
    return ids[0] if ids else "".join(value.split()).strip("<>") or None


def read_thread(in_reply_to: str, references: str) -> Thread:
    """The thread as the two headers state it; the last reference stands in for a missing In-Reply-To."""
    answered, chain = read_message_ids(in_reply_to), read_message_ids(references)
    parent = answered[0] if answered else chain[-1] if chain else None
    return Thread(in_reply_to=parent, references=chain)
