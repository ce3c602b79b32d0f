"""When work was done: days, spans, calendar weeks (ISO 8601) and months."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from .dates import WrittenDate, find_dates
from .language import language_of
from .months import MONTHS
from .time_spans import SPAN, shared_spans
from .time_weeks import weeks_in

_MONTH = re.compile(
    rf"(?<![^\W\d_])(?P<name>{'|'.join(sorted((name for name in MONTHS if len(name) > 2), key=len, reverse=True))})"
    r"(?![^\W\d_])\.?(?:[ ](?P<year>20[0-9]{2}))?"
    r"|(?:(?P<hanyear>20[0-9]{2})年)?(?<![0-9])(?P<han>[0-9]{1,2})月(?![0-9])",
    re.IGNORECASE,
)
# Of two numbers a month only behind a word for hours or a period: PO 10/2025 is none.
_NUMBERED = re.compile(
    r"(?:(?<![^\W\d_])(?:hours|timer|stunden|arbeitszeit|timesheet|timeseddel|stundenzettel|periode?|zeitraum"
    r"|leistungszeitraum|month|måned|monat)(?:[ ](?:for|für|im|in|i))?|工时|月份|期间)[ :\t|]{1,3}"
    r"(?:(?P<month>0?[1-9]|1[0-2])/(?P<year>20[0-9]{2})|(?P<isoyear>20[0-9]{2})-(?P<isomonth>0[1-9]|1[0-2]))"
    r"(?![\w/-]|[.,][0-9]|[ ]?[–-])",
    re.IGNORECASE,
)
_MAY = re.compile(r"may", re.IGNORECASE)
_DEADLINE = re.compile(
    r"(?:(?<![^\W\d_])(?:inden|senest|før|frist|by|before|until|due|bis|vor|spätestens|fällig|invoice|faktura|rechnung)"
    r"[ :]+(?:\w{2,12}[ ]){0,2}|请于[ ]?)$",
    re.IGNORECASE,
)
_AND = re.compile(
    r"(?<![0-9.,/:-])(?P<day>[0-9]{1,2})\.?[ ]?(?:,|&|\+|og|and|und|u\.|、|和|及)[ ]?"
    rf"(?=[0-9]{{1,2}}\.?[ ]?(?:{'|'.join(MONTHS)}))",
    re.IGNORECASE,
)
_HAN_AND = re.compile(r"(?P<month>[0-9]{1,2})月(?P<first>[0-9]{1,2})日?[、和及,](?P<day>[0-9]{1,2})日")
_BARE = re.compile(r"(?<![0-9/.,:-])(?P<one>[0-9]{1,2})/(?P<two>[0-9]{1,2})(?![0-9/.,:-]?[0-9])")
_NEAR_DAYS = 62


@dataclass(frozen=True, slots=True)
class Period:
    """A day, or a span with both ends; `label` is it in ISO form: a day, `a/b`, a week, a month."""

    start: date
    end: date
    label: str


def period_of(text: str, written_on: date | None) -> tuple[Period, ...]:
    """The spans that `text` names; else its days, its week, its month. Empty if it says none."""
    spans = tuple(dict.fromkeys(_spans(text, written_on)))
    if spans:
        return spans
    days = days_in(text, written_on)
    weeks = tuple(_weeks(text, written_on))
    in_weeks = all(any(week.start <= day <= week.end for week in weeks) for day in days)
    if weeks and (not days or (in_weeks and len(days) != 1)):
        return weeks
    if days:
        return tuple(Period(day, day, day.isoformat()) for day in days)
    month = _month(text, written_on)
    return (month,) if month else ()


def days_in(text: str, written_on: date | None) -> tuple[date, ...]:
    """Every day that `text` names as one of work, each once, in order."""
    past = _past(text, written_on)
    ends = {span.date_at for span in shared_spans(text, past, written_on)}
    found = {one.value for one in past if one.start not in ends}
    found |= {day for day in _joined(text, written_on) if _can_be(day, written_on)}
    if not found:
        found = {day for day in _bare(text, written_on) if _can_be(day, written_on)}
    return tuple(sorted(found))


def _past(text: str, written_on: date | None) -> list[WrittenDate]:
    """The dates that can be days of work; behind one of them a word such as until ends a span, and is no deadline."""
    kept: list[WrittenDate] = []
    for one in find_dates(text, written_on=written_on):
        ends_span = kept and SPAN.fullmatch(text, kept[-1].end, one.start)
        if _can_be(one.value, written_on) and (ends_span or not _is_deadline(text, one.start)):
            kept.append(one)
    return kept


def _is_deadline(text: str, start: int) -> bool:
    return _DEADLINE.search(text, max(0, start - 40), start) is not None


def _can_be(day: date, written_on: date | None) -> bool:
    return written_on is None or day <= written_on + timedelta(days=1)


def _spans(text: str, written_on: date | None) -> Iterator[Period]:
    dates = _past(text, written_on)
    for one, other in pairwise(dates):
        if SPAN.fullmatch(text, one.end, other.start) and one.value < other.value:
            yield _span(one.value, other.value)
    for span in shared_spans(text, dates, written_on):
        if _can_be(span.last, written_on) and not _is_deadline(text, span.start):
            yield _span(span.first, span.last)


def _span(start: date, end: date) -> Period:
    return Period(start, end, f"{start}/{end}")


def _joined(text: str, written_on: date | None) -> Iterator[date]:
    """The first of two days that share their month: 9 and 10 Nov, 3月11日、12日."""
    for found in _AND.finditer(text):
        full = next(find_dates(text[found.end() : found.end() + 24], written_on=written_on), None)
        if full is not None:
            yield from _day(full.value.year, full.value.month, int(found["day"]))
    for found in _HAN_AND.finditer(text):
        full = next(find_dates(f"{found['month']}月{found['first']}日", written_on=written_on), None)
        if full is not None:
            yield from _day(full.value.year, full.value.month, int(found["day"]))


def _bare(text: str, written_on: date | None) -> Iterator[date]:
    """15/10 where nothing else says a day: the order by the language, and only shortly before the mail."""
    if written_on is None:
        return
    language = language_of(text)
    for found in _BARE.finditer(text):
        day, month = int(found["one"]), int(found["two"])
        if language in ("zh", "ja") or month > 12:
            day, month = month, day
        elif language not in ("da", "de", "no", "sv") and day <= 12:
            continue
        years = (written_on.year - 1, written_on.year)
        near = [value for year in years for value in _day(year, month, day)]
        yield from (value for value in near if timedelta() <= written_on - value <= timedelta(days=_NEAR_DAYS))


def _weeks(text: str, written_on: date | None) -> Iterator[Period]:
    for year, number in weeks_in(text, written_on):
        try:
            start = date.fromisocalendar(year, number, 1)
        except ValueError:
            continue
        yield Period(start, start + timedelta(days=6), f"{year}-W{number:02d}")


def _month(text: str, written_on: date | None) -> Period | None:
    """The month that `text` speaks of; one in a date that is no day of work does not count."""
    numbered = {
        (int(one["month"] or one["isomonth"]), one["year"] or one["isoyear"]) for one in _NUMBERED.finditer(text)
    }
    pieces, at = [], 0
    for day in find_dates(text, written_on=written_on):
        pieces.append(text[at : day.start])
        at = day.end
    text = " ".join([*pieces, text[at:]])
    found = numbered | {
        (MONTHS[one["name"].casefold()] if one["name"] else int(one["han"]), one["year"] or one["hanyear"])
        for one in _MONTH.finditer(text)
        if one["year"] or not _MAY.fullmatch(one[0])
    }
    years = {year for _, year in found if year}
    if len({month for month, _ in found}) != 1 or len(years) > 1:
        return None
    month = next(iter(found))[0]
    if years:
        year = int(years.pop())
    elif written_on is not None:
        year = written_on.year if month <= written_on.month else written_on.year - 1
    else:
        return None
    if not 1 <= month <= 12:
        return None
    start = date(year, month, 1)
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return Period(start, end, f"{year}-{month:02d}")


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return
