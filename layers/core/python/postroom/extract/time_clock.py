"""Hours told by the clock: from when to when, and how long the break was.

Only of a text that speaks of a break or of work: other times are when someone comes or opens. A break that is not told
is none up to six hours; of a longer day it is not known, so nothing is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .time_units import of_minutes

_TIME = r"(?:kl\.? ?)?(?P<{0}h>[01]?[0-9]|2[0-4])(?:(?P<{0}s>[:.])(?P<{0}m>[0-5][0-9]))?[ ]?(?P<{0}p>[ap]\.?m\.?|uhr)?"
_RANGE = re.compile(
    rf"(?P<open>(?<![^\W\d_])(?:from|fra|von|between|mellem)[ ])?(?<![0-9.,/:-])(?P<half>[上下]午)?{_TIME.format('a')}"
    rf"[ ]?(?:-|til|till?|to|until|bis|and|og|至|到|~)[ ]?(?:[上下]午)?{_TIME.format('b')}"
    r"(?![0-9/:%]|[.,][0-9]|-[0-9]|\.?[ ]?(?:jan|feb|m[aä]r|apr|ma[ijy]|jun|jul|aug|sep|o[kc]t|nov|de[cz]|月|日|号))",
    re.IGNORECASE,
)
_BREAK_WORD = re.compile(r"(?:pause|break|frokost|lunch|mittag|午休|休息)", re.IGNORECASE)
_NO_BREAK = re.compile(
    r"(?:(?:without|no|uden|ingen|ohne|keine)[ ](?:a |any |en |eine )?(?:\w+ )?(?:pause|break|frokost|lunch|mittag)"
    r"|(?:无|不|没有?)(?:午休|休息))",
    re.IGNORECASE,
)
_LONG = (
    r"(?:(?P<{0}min>[0-9]{{1,3}})[ ]?(?:min(?:s|ut\w{{0,4}})?\.?|分钟?)"
    r"|(?P<{0}half>en halv|½|half an|halbe|halbstündige?|0[.,]5|半)[ -]?(?:times?|timer|hours?|stunden?|std|h|小时)?"
    r"|(?P<{0}whole>en|an|one|eine|1|一)[ ]?(?:times?|hours?|stunde|std|h|小时))"
)
_BREAK = re.compile(
    rf"(?<![0-9.,:]){_LONG.format('x')}(?:'?s)?[ ]?(?:[^\W\d_]{{1,12}}[ ]){{0,2}}"
    r"(?:pause|break|frokost|lunch|mittag|午休|休息)"
    rf"|(?:pause|break|frokost|lunch|mittag\w{{0,6}}|午休|休息)(?: of| von| på|:| \()?[ ]?{_LONG.format('y')}(?![0-9])",
    re.IGNORECASE,
)
_WORK_WORD = re.compile(
    r"(?<![^\W\d_])(?:worked|arbejdede?|arbejdet|arbejdstid|gearbeitet|arbeitszeit"
    r"|time ?sheet|timesed\w{2,4}|stundenzettel"
    r"|overtime|overtid|überstunden)(?![^\W\d_])|上班|工作|加班|出勤|工时",
    re.IGNORECASE,
)
_QUARTERS = ("00", "15", "30", "45")
_WITHOUT_BREAK = 6 * 60


@dataclass(frozen=True, slots=True)
class Worked:
    """The hours of one line's times."""

    hours: Decimal
    line: str


def read_clock(text: str) -> tuple[Worked, ...]:
    """The hours of each line with times, in order; none at all if those of one cannot be told."""
    if not (_WORK_WORD.search(text) or _BREAK_WORD.search(text)):
        return ()
    lines = [line for line in text.split("\n") if len(line) <= 500 and _RANGE.search(line)]
    # A break on a line of its own is that of the single day told.
    worked = [_of_line(line, text if len(lines) == 1 else line) for line in lines]
    told = [one for one in worked if one is not None]
    return tuple(one for one in told if one.hours) if all(one is not None for one in worked) else ()


def _of_line(line: str, near: str) -> Worked | None:
    """The times of a line less the break; of zero hours where its numbers are no times, None if it is not known."""
    breaks = [_minutes(one) for one in _BREAK.finditer(near)]
    has_break = bool(breaks) or _BREAK_WORD.search(near) is not None
    spans = list(_spans(line, is_told=has_break))
    if not spans:
        return Worked(Decimal(0), line)
    is_short = len(spans) > 1 or spans[0] <= _WITHOUT_BREAK
    if _NO_BREAK.search(near) or (not has_break and is_short):
        breaks = [0]
    if len(breaks) != 1 or sum(spans) - breaks[0] <= 0 or sum(spans) > 24 * 60:
        return None
    return Worked(of_minutes(sum(spans) - breaks[0]), line)


def _spans(line: str, *, is_told: bool) -> Iterator[int]:
    """Minutes of each pair of times; bare numbers are times only where a break or a word says so."""
    for found in _RANGE.finditer(line):
        signs = [found[name] for name in ("ap", "bp", "as", "bs", "half")]
        if found["as"] == "." and (found["am"] not in _QUARTERS or (found["bm"] or "00") not in _QUARTERS):
            continue
        if not any(signs) and not is_told:
            continue
        if (minutes := _between(found)) is not None:
            yield minutes


def _between(found: re.Match[str]) -> int | None:
    start, end = (_at(found, which) for which in "ab")
    if found["half"] == "下午" and start < 12 * 60:
        start, end = start + 12 * 60, end + 12 * 60 if end < 12 * 60 else end
    if end <= start:
        is_morning = start <= 12 * 60 and not found["bp"]
        end += 12 * 60 if is_morning else 24 * 60
    return end - start if 0 < end - start <= 16 * 60 else None


def _at(found: re.Match[str], which: str) -> int:
    hour, half = int(found[f"{which}h"]), (found[f"{which}p"] or "").lower()
    if half.startswith(("a", "p")) and hour <= 12:
        hour = hour % 12 + 12 * half.startswith("p")
    return hour * 60 + int(found[f"{which}m"] or 0)


def _minutes(found: re.Match[str]) -> int:
    if written := found["xmin"] or found["ymin"]:
        return int(written)
    return 30 if found["xhalf"] or found["yhalf"] else 60
