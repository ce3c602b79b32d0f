"""What of a mail is read for classification: the sender's own words, and apart from them what is handed on."""

import re

from postroom.limits import MATCH_REPLY_BYTES
from postroom.mail.model import Mail

# "Re:" and what Danish, German and Chinese clients write for it.
_REPLY = re.compile(r"^\s*(?:re|sv|aw|antw|回复|答复|回覆)\s*[:：]", re.I)

_ENOUGH_BYTES = 800
"""An own text of this length says itself what the mail is about; Chinese says as much in as many bytes."""
_BESIDE_ENOUGH = 0.6
"""What is taken from the words of documents beside such a text."""


def is_reply(mail: Mail) -> bool:
    """Whether the mail answers another one, so that its subject and what it quotes are the other's words."""
    thread = mail.thread
    return bool(thread.in_reply_to or thread.references or _REPLY.match(mail.subject))


def own_text(mail: Mail) -> str:
    """What the sender wrote, as far as matching reads it; all that can be seen if nothing new was written."""
    return _cut(mail.reply_text if mail.reply_text.strip() else mail.visible_text)


def forwarded_text(mail: Mail) -> str:
    """What the mail hands on of others' words: nothing in a reply, where the quote is the recipient's own."""
    if is_reply(mail) or not mail.reply_text.strip():
        return ""
    own = {line.strip() for line in mail.reply_text.splitlines()}
    return _cut("\n".join(line for line in mail.visible_text.splitlines() if line.strip() not in own))


def attached_share(own: str) -> float:
    """What words of attached documents count beside the sender's own: the less, the more these say."""
    return 1 - _BESIDE_ENOUGH * min(1.0, len(own.strip().encode()) / _ENOUGH_BYTES)


def _cut(text: str) -> str:
    return text.encode()[:MATCH_REPLY_BYTES].decode(errors="ignore") if len(text) > MATCH_REPLY_BYTES // 4 else text
