"""Files that stand uuencoded in the text of a mail, as was usual before MIME and is still done by machines."""

import re

from ..limits import MIME_PARTS
from .transfer import decode_transfer

_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S[^\n]{0,250})\n", re.MULTILINE)
_ENCODED = re.compile(r"[ -`]{1,90}(?:\n|\Z)")
_RUN = re.compile(r"(?:[ -`]{1,90}\n)*+")
_FULL_RUN = re.compile(r"(?:M[ -`]{58,62}\n)*+")
# The line of one blank that ends a file may have lost it on the way.
_END = re.compile(r"\n?end[ \t]*(?:\n|\Z)")


def take_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]], str]:
    """The text without the files in it, those files by name, and what was wrong with them ("" if nothing)."""
    if "begin " not in text:
        return text, [], ""
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    position, problem = 0, ""
    for begin in _BEGIN.finditer(text):
        # A person may begin a sentence so: only lines that are encoded make it a file.
        if begin.start() < position or len(files) >= MIME_PARTS:
            continue
        stop, ended = _stop(text, begin.end())
        if stop == begin.end():
            continue
        block = text[begin.start() : stop].encode("latin-1", "replace")
        content, wrong = decode_transfer(block, b"x-uuencode")
        problem = problem or wrong or ("" if ended else "uuencoded file without its end")
        files.append((begin[1].strip(), content))
        kept.append(text[position : begin.start()])
        position = stop
    return "".join([*kept, text[position:]]), files, problem


def _stop(text: str, position: int) -> tuple[int, bool]:
    """Where the encoded lines that begin here stop, and whether an end says so; the position itself if none begins."""
    end = _END.match(text, _run_end(_RUN, text, position))
    if end is not None and (end.start() == position or _encoded_line(text, position)):
        return end.end(), True
    # Without its end it is as long as its lines are what they say: the text below is a person's again.
    position = _run_end(_FULL_RUN, text, position)
    while line := _encoded_line(text, position):
        position += len(line)
    return position, False


def _run_end(run: re.Pattern[str], text: str, position: int) -> int:
    found = run.match(text, position)
    return found.end() if found else position


def _encoded_line(text: str, position: int) -> str:
    """The line that begins here if it is as long as it says (RFC-less, but so since 1980), or ""."""
    line = _ENCODED.match(text, position)
    if line is None:
        return ""
    stated = (ord(line[0][0]) - 32) & 63
    body = line[0].rstrip("\n")
    return line[0] if abs(len(body) - 1 - (stated + 2) // 3 * 4) <= 2 else ""
