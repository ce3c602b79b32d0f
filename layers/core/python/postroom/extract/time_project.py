"""What hours were worked on, where a word such as project, job or Kostenstelle names it; never an amount of hours."""

import re
from datetime import date

from .dates import parse_date
from .time_days import weekdays_in
from .time_units import NUMBER, find_quantities

PROJECT_CHARACTERS = 80
_LABELS = re.compile(
    r"(?<![^\W\d_])(?:projekt(?:et|name)?|project|job|cost code|kostenstelle|projektnr|baustelle|byggeplads)"
    r"(?:[ -]?(?:nr|no|nummer|number|navn|name)\.?)?[ ]?(?P<sign>[:#|\t]|(?-i:[ ](?=[\"„“»A-ZÆØÅÄÖÜ0-9])))[ \t]{0,3}"
    r"(?P<name>[^\n\t|,;:()]{2,80})"
    r"|(?:项目名称|项目编号|项目号|项目|工程)[ ]?[::\t][ ]?(?P<han>[^\n\t|,;:()。,]{2,80})",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?<![^\W\d_])(?:vorgang|ticket|case|sag(?:en)?|auftrag)[ ]?(?:nr\.? ?)?(?:[0-9][0-9-]{1,20})?[ ]?"
    r"\((?:nr\.? ?[0-9-]{1,20}, ?)?(?P<name>[^()\n0-9][^()\n]{1,60})\)",
    re.IGNORECASE,
)
# A number of a case is one with four digits, or behind nr: "sag 7 timer" and "sag 12" name none.
_NUMBERED = re.compile(
    r"(?<![^\W\d_])(?:vorgang|ticket|case|sag(?:en)?|auftrag)"
    r"(?:[ -]?(?:nr\.?|no\.?|nummer|number)[ ]?[:#]?|[ ]?#|:?(?=[ ][0-9]{4}))[ ]?"
    r"(?P<number>(?!(?:19|20)[0-9]{2}(?![0-9-]))[0-9]{3,12}(?:-[0-9]{1,8})?)(?![\w/%(]|[.,:-][0-9]|[ ]?\()"
    r"(?![ ]?(?:[€£$¥]|kr|dkk|eur|usd|gbp|stk|pcs|km|kg|m2|dage?|days?|tage?|min|[A-Za-zÄÖÜäöü]+[ ]?(?:kr|eur)))",
    re.IGNORECASE,
)
_END = re.compile(
    r"\.(?:\s|$)|[ ](?:med|mit|with|have|har|haben|was|var|war|er|ist|is|in|i|im|on|am|den|the)[ ].*$", re.I
)
_PLACES = ("baustelle", "byggeplads")
# Where hours begin, the name has ended: 5 hours, in total 5, 8:00; what find_quantities leaves out (rates) as well.
_HOURS = re.compile(
    rf"(?:(?<![\w.,]){NUMBER}[ ]?(?:[^\W\d_]{{1,12}}[ -])?)?"
    r"(?:(?<![^\W\d_])(?:\w{0,20}timer(?:ne)?|\w{0,20}stunden?|hours?|hrs?|std|h|overtime|overtid)(?![^\W\d_])"
    r"|小时|小時|工时|加班)"
    r"|(?<![\w.,])[0-9]{1,2}:[0-9]{2}(?![0-9])",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:(?<![^\W\d_])(?:i ?alt|in total|total|insgesamt|gesamt|zusammen|tilsammen|about|approx|ca|cirka|circa|etwa)"
    r"|共计|总计|合计|共)[ .:]*|[ =–—:*-]+)+$",
    re.IGNORECASE,
)
# A bare number that may be hours, as in "Dock 4 - 5" and "Dock 7.5".
_MAYBE_HOURS = re.compile(r"(?:[ ][-–—=][ ]?[0-9]{1,3}|(?<![\w.,])[0-9]{1,3}[.,][0-9]{1,2}|[½¼¾])$")
_NO_NAME = re.compile(
    r"(?:date|dato|datum|day|dag|tag|task|opgave|aufgabe|tätigkeit|description|beskrivelse|beschreibung|employee"
    r"|medarbejder|mitarbeiter|name|navn|person|status|comment|bemærkning|bemerkung|total|sum|summe|kl|日期|说明|姓名"
    rf"|(?:week|uge|kw|woche)(?:[ .]*[0-9]+)?|{NUMBER}[ ](?:days?|dage?|tage?|mand?|men|mann))",
    re.IGNORECASE,
)

_GOES_ON = re.compile(r"(?<=[0-9])[,:][0-9]")
_NAME_END = re.compile(r"(?:^|[ ])[^ ]*[A-ZÆØÅÄÖÜ0-9][^ ]*$")
_ANY_DAY = date(2024, 6, 30)


def project_of(text: str) -> str | None:
    """The project that `text` names; None if it names none, or several."""
    names = [_labelled(found) for found in _LABELS.finditer(text)]
    names += [_name(found["name"], _hours_at(found["name"])) for found in _CASE.finditer(text)]
    numbers = (found["number"] for found in _NUMBERED.finditer(text) if not _has_hours(found))
    distinct = list(dict.fromkeys(name for name in names if len(name) > 1)) or list(dict.fromkeys(numbers))
    return distinct[0] if len(distinct) == 1 else None


def _labelled(found: re.Match[str]) -> str:
    """The name behind a label; empty where hours stand there or it cannot be told apart from them."""
    group = "name" if found["name"] else "han"
    start, end = found.span(group)
    hours = _hours_at(found.string[start : end + PROJECT_CHARACTERS].split("\n", 1)[0])
    bare = _name(found[group], hours)
    if hours is None or hours >= end - start:
        runs_on = _GOES_ON.match(found.string, end) is not None
    else:
        runs_on = found["sign"] == " " and not _NAME_END.search(bare)
    place = next((one for one in _PLACES if found[0].lower().startswith(one) and ":" not in found[0]), "")
    return "" if runs_on else f"{found[0][: len(place)]} {bare}" if place and bare else bare


def _has_hours(found: re.Match[str]) -> bool:
    start, end = found.span("number")
    hours = _hours_at(found.string[start : end + PROJECT_CHARACTERS].split("\n", 1)[0])
    return hours is not None and hours < end - start


def _hours_at(line: str) -> int | None:
    starts = [one.start for one in find_quantities(line)] + [one.start() for one in _HOURS.finditer(line)]
    return min(starts, default=None)


def _name(written: str, hours: int | None) -> str:
    """What is `written` up to the hours; empty if that may be hours, a day or a head of a column itself."""
    bare = _END.split(written[:hours], maxsplit=1)[0]
    if hours is not None and hours < len(written):
        bare = _LEAD.sub("", bare)
    bare = bare.strip(" .,\"„“”»«'*-")[:PROJECT_CHARACTERS]
    is_day = parse_date(bare, written_on=_ANY_DAY) or (weekdays_in(bare) and " " not in bare)
    return "" if is_day or _MAYBE_HOURS.search(bare) or _NO_NAME.fullmatch(bare) else bare
