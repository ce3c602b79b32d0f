"""Lines laid out from HTML with what mail programs said of their elements written into them, for reply_text.py."""

from collections.abc import Mapping

from .html_parts import INDENTED, QUOTED, SIGNATURE
from .reply_attribution import find_attributions

# An attribution is looked for in this many lines above a blockquote.
_ABOVE = 6


def with_parts(lines: list[str], parts: Mapping[int, str]) -> list[str]:
    """Quotes marked ">", signatures left out, unless all that was said stands in one: people write in there, too."""
    said = any(line.strip() and parts.get(number, INDENTED) == INDENTED for number, line in enumerate(lines))
    read: list[str] = []
    part = ""
    for number, line in enumerate(lines):
        if line.strip():
            begins = parts.get(number, "")
            if begins != INDENTED:
                part = begins
            elif part not in {INDENTED, QUOTED} or parts.get(number - 1) not in {None, INDENTED}:
                part = QUOTED if _is_introduced(lines[max(0, number - _ABOVE) : number]) else INDENTED
        if part == QUOTED and line.strip() and not line.startswith(">"):
            read.append(f"> {line}")
        elif part != SIGNATURE or not said:
            read.append(line)
    return read


def _is_introduced(above: list[str]) -> bool:
    while above and not above[-1].strip():
        above = above[:-1]
    return any(attribution.end == len(above) for attribution in find_attributions(above).values())
