"""Calendar weeks (ISO 8601) of work: one, several that share their word, or a span of them."""

import re
from collections.abc import Iterator
from datetime import date

from .dates import find_dates
from .time_units import find_quantities

_WORD = r"(?:uge(?:n|r|rne)?|weeks?|wks?|kw|kalenderwochen?|wochen?)"
_WEEK = re.compile(
    rf"(?<![^\W\d_]){_WORD}[ .:]{{0,3}}(?:nr\.? ?|no\.? ?|kw ?)?(?P<week>[0-9]{{1,2}})(?![0-9])"
    r"(?:[ ]?[/,-][ ]?(?P<year>20[0-9]{2}))?|(?:(?P<hanyear>20[0-9]{2})年)?第[ ]?(?P<han>[0-9]{1,2})[ ]?周",
    re.IGNORECASE,
)
# Between spaces a dash may stand before hours instead: week 36 - 37.
_MORE = re.compile(
    r"(?:(?P<and>[ ]?[,&+][ ]?|[ ](?:og|and|und|u\.)[ ])|(?P<to>[-–/]|[ ](?:bis|til|to)[ ])"
    rf"|[ ](?P<or>or|eller|oder)[ ])(?:{_WORD}[ .:]{{0,3}})?(?P<week>[0-9]{{1,2}})"
    r"(?![\w%]|[.,:-][0-9]|/(?!20[0-9]{2}(?!\w)))(?:[ ]?/?[ ]?(?P<year>20[0-9]{2})(?!\w))?"
    r"(?![ ](?:dage?|days?|tagen?|mand|men|mann|people|personer|personen|gange|times|mal|stk|pcs|kr|dkk|eur|km|min))",
    re.IGNORECASE,
)
_FURTHEST = 10
_WEEKS_MAX = 6
_ANY_DAY = date(2024, 6, 30)


def weeks_in(text: str, written_on: date | None) -> tuple[tuple[int, int], ...]:
    """Years and numbers of the weeks; empty if there is none, or several that nothing joins."""
    said = set(_said(text))
    if len({weeks for weeks, _ in said}) != 1:
        return ()
    years = {year for _, year in said if year}
    weeks = next(iter(said))[0]
    found = [(int(min(years)) if years else _nearest_year(week, written_on), week) for week in weeks]
    return tuple((year, week) for year, week in found if year) if len(years) <= 1 else ()


def _said(text: str) -> Iterator[tuple[tuple[int, ...], str | None]]:
    at = 0
    while one := _WEEK.search(text, at):
        weeks, year, at = [int(one["week"] or one["han"])], one["year"] or one["hanyear"], one.end()
        while not year and (more := _MORE.match(text, at)) and _is_week(text, more, weeks[-1]):
            last = int(more["week"])
            weeks += [last] if more["and"] else range(weeks[-1] + 1, last + 1) if more["to"] else []
            year, at = more["year"], more.end()
            if more["or"] or weeks[-1] != last or len(weeks) > _WEEKS_MAX:
                weeks = []
                break
        yield tuple(weeks), year


def _is_week(text: str, more: re.Match[str], before: int) -> bool:
    """Whether a joined number is a week, and no hours, no date and nothing far from the week before."""
    start = more.start("week")
    line = text[start : start + 30].split("\n", 1)[0]
    others = [one.start for one in find_quantities(line)]
    others += [one.start for one in find_dates(line, written_on=_ANY_DAY)]
    is_near = before < int(more["week"]) <= before + _FURTHEST or (before >= 52 and more["week"].lstrip("0") == "1")
    return 0 not in others and (is_near or not more["and"])


def _nearest_year(week: int, written_on: date | None) -> int | None:
    if written_on is None or not 1 <= week <= 53:
        return None
    year, current, _ = written_on.isocalendar()
    return year - 1 if week > current + 26 else year
