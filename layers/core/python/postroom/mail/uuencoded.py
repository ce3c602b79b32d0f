"""Files that stand uuencoded in the text of a mail, as was usual before MIME and is still done by machines."""

import re

from ..limits import MIME_PARTS
from .transfer import decode_transfer

_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S[^\n]{0,250})\n", re.MULTILINE)
_END = re.compile(r"^end[ \t]*(?:\n|\Z)", re.MULTILINE)
_ENCODED = re.compile(r"[ -`]{1,90}(?:\n|\Z)")


def take_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]], str]:
    """The text without the files in it, those files by name, and what was wrong with them ("" if nothing)."""
    if "begin " not in text:
        return text, [], ""
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    position, problem = 0, ""
    for begin in _BEGIN.finditer(text):
        # A person may begin a sentence so: only lines that are encoded make it a file.
        if begin.start() < position or not _is_encoded(text, begin.end()) or len(files) >= MIME_PARTS:
            continue
        end = _END.search(text, begin.end())
        stop = end.end() if end else len(text)
        block = text[begin.start() : stop].encode("latin-1", "replace")
        content, wrong = decode_transfer(block, b"x-uuencode")
        problem = problem or wrong or ("" if end else "uuencoded file without its end")
        files.append((begin[1].strip(), content))
        kept.append(text[position : begin.start()])
        position = stop
    return "".join([*kept, text[position:]]), files, problem


def _is_encoded(text: str, position: int) -> bool:
    """Whether a line follows that is as long as it says (RFC-less, but so since 1980)."""
    line = _ENCODED.match(text, position)
    if line is None:
        return text.startswith("end", position)
    stated = (ord(line[0][0]) - 32) & 63
    body = line[0].rstrip("\n")
    return stated == 0 or abs(len(body) - 1 - (stated + 2) // 3 * 4) <= 2
