"""What the sender newly wrote, apart from quotes, forwarded parts and signatures.

RFC 3676, 4.3 and 4.5 fix ">" and "-- "; the rest is what mail programs write in their languages. An attribution
whose quote is marked with ">" takes away only itself, since an answer may stand below; one whose quote is not
marked, an Outlook header block or a separator takes away all that follows.
"""

import re

from ..limits import REPLY_TEXT_CHARACTERS
from .reply_marks import attribution_length, is_header_block, is_sent_from, is_separator

_EMPTY_LINES = re.compile(r"\n{3,}")
# Programs draw a line above what they quote; it goes with the quote.
_RULE_AT_END = re.compile(r"(?<!\S)[-_=]{3,}\s*\Z")


def reply_text(text: str) -> str:
    """The newly written part, stripped; "" where there is none. Reads the first REPLY_TEXT_CHARACTERS."""
    lines = [line.rstrip() if line != "-- " else line for line in text[:REPLY_TEXT_CHARACTERS].split("\n")]
    kept: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.startswith(">"):
            position += 1
            continue
        if line in {"-- ", "--"} or is_separator(line) or is_header_block(lines, position):
            break
        length = attribution_length(lines, position)
        if length:
            if not _quote_follows(lines, position + length):
                break
            position += length
            continue
        if not is_sent_from(line):
            kept.append(line)
        position += 1
    return _EMPTY_LINES.sub("\n\n", _RULE_AT_END.sub("", "\n".join(kept))).strip()


def _quote_follows(lines: list[str], position: int) -> bool:
    following = next((line for line in lines[position : position + 4] if line.strip()), "")
    return following.startswith(">")
