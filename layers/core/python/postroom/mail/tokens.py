"""Thread tokens: `[#K7Q2M9XW4TAB-8F3DZP]` in a subject, `name+t-k7q2…@` in a Reply-To; what answers quote of our mail.

The first part names the thread; the second is an HMAC of it under the installation's mail key, so that a guessed
thread is no token. A token tells which thread is meant and nothing of who writes: that is judged apart.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable

from postroom import limits

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_THREAD, _TAG = 12, 6
_CLASS = "[0-9A-HJKMNP-TV-Z]"
_PAIR = rf"({_CLASS}{{{_THREAD}}})-({_CLASS}{{{_TAG}}})"
_IN_SUBJECT = re.compile(rf"\[#\s?{_PAIR}\s?\]", re.IGNORECASE)
_IN_ADDRESS = re.compile(rf"[^@]{{0,64}}\+t-{_PAIR}@", re.IGNORECASE)
_LOCAL_CHARACTERS = 64


def thread_of_root(tenant: str, root: str) -> str:
    """The thread that begins with the message of this id."""
    return _letters(hashlib.sha256(f"postroom thread v1\n{tenant}\n{root}".encode()).digest(), _THREAD)


def thread_token(tenant: str, thread: str, secret: bytes) -> str:
    """What names the thread to those who answer."""
    told = f"postroom token v1\n{tenant}\n{thread}".encode()
    return f"{thread}-{_letters(hmac.new(secret, told, hashlib.sha256).digest(), _TAG)}"


def with_token(subject: str, token: str) -> str:
    """The subject with the token at its end, cut before it so that it fits; one that holds it stays as it is."""
    if token in subject.upper():
        return subject
    mark = f" [#{token}]"
    room = limits.SENT_SUBJECT_CHARACTERS - len(mark)
    return (subject if len(subject) <= room else subject[: room - 1] + "…") + mark


def tagged_address(address: str, token: str) -> str:
    """The address with the token behind a plus sign; as it stands where that would be too long for SMTP."""
    local, _, domain = address.rpartition("@")
    tagged = f"{local.partition('+')[0]}+t-{token.lower()}"
    return f"{tagged}@{domain}" if len(tagged) <= _LOCAL_CHARACTERS else address


def may_hold_token(subject: str, recipients: Iterable[str]) -> bool:
    """Whether anything in it looks like a token, right or not."""
    return bool(_found(subject, recipients))


def read_token(tenant: str, subject: str, recipients: Iterable[str], secret: bytes) -> str | None:
    """The thread of the first token that is ours; one in an address counts before one in the subject."""
    for thread, tag in _found(subject, recipients):
        if hmac.compare_digest(thread_token(tenant, thread, secret), f"{thread}-{tag}"):
            return thread
    return None


def _found(subject: str, recipients: Iterable[str]) -> list[tuple[str, str]]:
    named = [found for one in [*recipients][: limits.MATCH_RECIPIENTS] if (found := _IN_ADDRESS.match(one))]
    pairs = [*named, *_IN_SUBJECT.finditer(subject[: limits.MATCH_SUBJECT_BYTES])]
    return [(pair[1].upper(), pair[2].upper()) for pair in pairs[: limits.TOKENS_READ]]


def _letters(digest: bytes, count: int) -> str:
    number = int.from_bytes(digest[:8], "big")
    return "".join(_LETTERS[(number >> (59 - 5 * place)) & 31] for place in range(count))
