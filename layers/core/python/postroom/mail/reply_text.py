"""What the sender newly wrote, apart from quotes, forwarded parts, signatures and legal notices.

1. lines marked ">" are quotes, with what programs wrapped out of them
2. an attribution, a header block or a separator introduces a quote: a marked one is left out and what stands below it
   is kept, since it may be the answer; an unmarked one takes all that follows, as nothing tells where it ends
3. what is left stands in pieces, in order; each loses the signature at its end
What cannot be told is kept: an answer must not be lost.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from ..limits import REPLY_TEXT_CHARACTERS, REPLY_TEXT_LINES
from .clear_signed import without_armor
from .reply_attribution import apart_from_attributions, find_attributions
from .reply_blocks import find_header_blocks, is_rule, is_separator
from .reply_devices import is_device_line
from .reply_html import with_parts
from .reply_notices import warning_end
from .reply_signature import without_closing, without_signature

_NO_PARTS: Mapping[int, str] = MappingProxyType({})
_EMPTY_BEFORE_QUOTE = 12
_MARKED = re.compile(r"[ \t]{0,3}>|(?P<initials>[A-Z]{1,3})>+(?:\s|$)")
_BARRED = re.compile(r"\s?\|(?:\s|$)")
# A program broke a quoted line that was too long; its end has no mark.
_WRAPPED_AT = 60
_LINK_CHARACTERS = 400
_OPEN_LINK = re.compile(r"[(<]https?://[^\s()<>]*$")


def reply_text(text: str, sender: str = "", parts: Mapping[int, str] = _NO_PARTS) -> str:
    """The newly written part, stripped; "" where there is none.

    The sender's name and address, where known, tell whose contact data stand at the end; the parts of lines, where
    they come from HTML, what mail programs marked.
    """
    lines = read_part(text).split("\n")
    lines = [line.rstrip() if line != "-- " else line for line in (lines if parts else without_armor(lines))]
    if parts:
        lines = with_parts(lines, parts)
    lines = apart_from_attributions(lines[warning_end(lines) :])
    lines = lines[_own_headers_end(lines, sender) :]
    said: list[list[str]] = []
    for piece in reversed(_pieces(lines)):
        kept = without_signature(piece, sender, last=not said)
        if any(line.strip() for line in kept):
            said.insert(0, kept if said else without_closing(kept, sender))
    return "\n\n".join("\n".join(piece).strip("\n") for piece in said).strip()


def read_part(text: str) -> str:
    """The beginning that is read: at most REPLY_TEXT_CHARACTERS in REPLY_TEXT_LINES."""
    return "\n".join(text[:REPLY_TEXT_CHARACTERS].split("\n", REPLY_TEXT_LINES)[:REPLY_TEXT_LINES])


def _own_headers_end(lines: list[str], sender: str) -> int:
    """Where a block of headers on top that is the mail's own ends: it names the sender, a forwarded mail's another."""
    begin = next((number for number, line in enumerate(lines[:_EMPTY_BEFORE_QUOTE]) if line.strip()), 0)
    block = find_header_blocks(lines[: begin + _EMPTY_BEFORE_QUOTE]).get(begin)
    if block is None:
        return 0
    end = block.end
    address = sender.rpartition("<")[2].strip("> ").lower()
    named = any(address in line.lower() for line in lines[begin:end]) if address else begin == 0
    return end if named else 0


def _pieces(lines: list[str]) -> list[list[str]]:
    """The runs of lines that are no quote and introduce none."""
    attributions = find_attributions(lines)
    blocks = find_header_blocks(lines)
    pieces: list[list[str]] = [[]]
    position, said = 0, False
    while position < len(lines):
        after = _after_quote(lines, position)
        if after > position:
            pieces.append([])
            position = after
            continue
        attribution = attributions.get(position)
        block = blocks.get(position)
        introduced = position
        if attribution:
            introduced = attribution.end
        elif block and (said or block.strong):
            introduced = block.end
        if introduced == position and is_separator(lines[position]):
            introduced += 1
        if introduced > position:
            below = _next_said(lines, introduced)
            after = _after_quote(lines, below, introduced=True)
            if after > below:
                pieces.append([])
                position = after
                continue
            if attribution is None or (said and attribution.strong):
                break
            if not said:
                position = introduced
                continue
        if is_device_line(lines[position]):
            while pieces[-1] and not pieces[-1][-1].strip():
                pieces[-1].pop()
        else:
            pieces[-1].append(lines[position])
            said = said or bool(lines[position].strip() and not is_rule(lines[position]))
        position += 1
    return pieces


def _next_said(lines: list[str], position: int) -> int:
    """The next line that is not empty, near by; where it is far, the position itself."""
    for number in range(position, min(len(lines), position + _EMPTY_BEFORE_QUOTE)):
        if lines[number].strip():
            return number
    return position


def _after_quote(lines: list[str], position: int, *, introduced: bool = False) -> int:
    """Where a marked quote that begins here ends; the position itself if none does."""
    if position >= len(lines) or not _is_marked(lines, position, introduced):
        return position
    barred = introduced and _BARRED.match(lines[position]) is not None
    end = position + 1
    while end < len(lines):
        line = lines[end]
        if _is_marked(lines, end, barred):
            end += 1
        elif not line.strip():
            following = end
            while following < len(lines) and not lines[following].strip():
                following += 1
            if following < len(lines) and _is_marked(lines, following, barred):
                end = following + 1
            else:
                break
        elif _is_wrapped(lines, end):
            end += 1
        else:
            break
    return end


def _is_marked(lines: list[str], position: int, introduced: bool) -> bool:
    line = lines[position]
    match = _MARKED.match(line)
    if match is None:
        return introduced and _BARRED.match(line) is not None
    if match["initials"]:
        near = lines[max(0, position - 1) : position] + lines[position + 1 : position + 2]
        return any(other.startswith(f"{match['initials']}>") for other in near)
    if "<<" in line:
        return False
    # mbox files mark a line of text that begins with "From ".
    return not (
        line.startswith(">From ")
        and not any(
            other.startswith(">")
            for other in lines[max(0, position - 1) : position] + lines[position + 1 : position + 2]
        )
    )


def _is_wrapped(lines: list[str], position: int) -> bool:
    """The end of the quoted line above: that one is long and no sentence's end, or breaks off in a link."""
    above, line = lines[position - 1], lines[position]
    below = lines[position + 1] if position + 1 < len(lines) else ""
    if not below.startswith(">") or not above:
        return False
    if _OPEN_LINK.search(above[-_LINK_CHARACTERS:]):
        return " " not in line.strip()
    return len(above) >= _WRAPPED_AT and line[0].islower() and above[-1] not in ".!?:>"
