"""Legal notices and footers below what was written, and the warnings that gateways put above it."""

import re

from .reply_words import spelled, stems

_TERMS = 3
_LEAST = 24
_PARAGRAPH_CHARACTERS = 4000
_FOOTER_CHARACTERS = 600
_PARAGRAPHS = 12
_WARNING_CHARACTERS = 600

_EMPTY = re.compile(r"[\s_=*#~–—-]*")


def notice_start(lines: list[str]) -> int:
    """Where the notices at the end begin; the number of lines if there are none."""
    end = len(lines)
    for _ in range(_PARAGRAPHS):
        begin, stop = _last_paragraph(lines, end)
        text = " ".join(lines[begin:stop])
        if begin == stop or not (
            _is_notice(text) or (end < len(lines) and _holds(spelled(text), "heading", whole=True))
        ):
            break
        end = begin
    return end


def warning_end(lines: list[str]) -> int:
    """How many lines at the top are a gateway's warning that a mail comes from outside; 0 if none are."""
    begin = _past(lines, 0, empty=True)
    end = _past(lines, begin, empty=False)
    text = spelled(" ".join(lines[begin:end])[: _WARNING_CHARACTERS + 1])
    if len(text) <= _WARNING_CHARACTERS and _holds(text, "warning") and _holds(text, "outside"):
        return _past(lines, end, empty=True)
    return 0


def _past(lines: list[str], position: int, *, empty: bool) -> int:
    """The first line from here that is not empty, or that is; a drawn line counts as empty."""
    while position < len(lines) and (_EMPTY.fullmatch(lines[position][:200]) is not None) == empty:
        position += 1
    return position


def _last_paragraph(lines: list[str], end: int) -> tuple[int, int]:
    stop = end
    while stop and _EMPTY.fullmatch(lines[stop - 1][:200]):
        stop -= 1
    begin = stop
    while begin and not _EMPTY.fullmatch(lines[begin - 1][:200]):
        begin -= 1
    return begin, stop


def _is_notice(text: str) -> bool:
    """A footer's phrase, or terms enough of one language."""
    if len(text) < _LEAST and text.isascii():
        return False
    shown = spelled(text[:_PARAGRAPH_CHARACTERS])
    if len(text) <= _FOOTER_CHARACTERS and _holds(shown, "footer"):
        return True
    return any(sum(stem in shown for stem in words) >= _TERMS for words in stems("legal"))


def _holds(text: str, kind: str, *, whole: bool = False) -> bool:
    """Whether a word of this kind, in any language, is in what `spelled` made of a text, or is all of it."""
    if whole:
        return any(text.strip() == stem.strip() for words in stems(kind) for stem in words)
    return any(stem in text for words in stems(kind) for stem in words)
