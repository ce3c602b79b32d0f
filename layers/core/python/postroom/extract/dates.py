"""Dates as people write them.

- Year first (2024-05-16, 2024年5月16日, 二〇二四年五月十六日) and month names are never ambiguous.
- Of two numbers, one above 12 is the day. Where both could be the month the day comes first, except between slashes
  in a text that elsewhere writes the month first, or that is English and shows only American signs.
- A year of two digits is one of this century.
- A date without a year is the one nearest to the day the text was written; if that is not known it is no date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .alternatives import any_of
from .characters import unified
from .months import MONTHS

_MONTH = any_of(MONTHS)
_INITIAL = "".join(sorted({name[0] for name in MONTHS}))
_YEARS = range(1990, 2100)

_ISO = r"(?P<iy>[0-9]{4})(?P<is>[-/.])(?P<im>[0-9]{1,2})(?P=is)(?P<id>[0-9]{1,2})(?![0-9])"
_HAN = r"(?:(?P<hy>[0-9]{4})[ ]?年[ ]?)?(?P<hm>[0-9]{1,2})[ ]?月[ ]?(?P<hd>[0-9]{1,2})[ ]?[日号]"
_HAN_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_DIGIT = f"[{''.join(_HAN_DIGITS)}]"
_HAN_WORDS = (
    rf"(?:(?P<cy>{_DIGIT}{{4}})[ ]?年[ ]?)?(?P<cm>十[一二]?|[一二三四五六七八九])[ ]?月[ ]?"
    r"(?P<cd>[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[ ]?[日号]"
)
_NUMBERS = (
    r"(?P<n1>[0-9]{1,2})(?P<ns>[./-])[ ]?(?P<n2>[0-9]{1,2})(?P<nt>[./-]|[ ](?=(?:19|20)[0-9]{2}))[ ]?"
    r"(?P<ny>[0-9]{4}|[0-9]{2})(?![0-9]|[./-][0-9])"
)
_DAY_MONTH = (
    rf"(?P<nd>[0-9]{{1,2}})(?:\.|st|nd|rd|th|er|º)?[ ]?(?:of[ ]|de[ ])?-?(?P<nm>{_MONTH})(?![^\W\d_])"
    r"(?:[.,-]{0,2}[ ]?(?:del?[ ])?(?P<ndy>(?:19|20)[0-9]{2}|'[0-9]{2})(?![0-9]))?"
)
_MONTH_DAY = (
    rf"(?P<mm>{_MONTH})\.?[ ]?(?P<md>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9.:%]|[^\W\d_])"
    r"(?:[ ]?,?[ ]?(?P<mdy>(?:19|20)[0-9]{2})(?![0-9]))?"
)
# "den 16/9", "am 16.09.": two bare numbers are a date only behind a word that announces one.
_BARE = r"(?<=[^\W\d_][ .])(?P<b1>[0-9]{1,2})(?P<bs>[./])[ ]?(?P<b2>[0-9]{1,2})(?:\.|(?![0-9]))(?![./,-]?[0-9])"
# What a date begins with is asked first: most places of a text begin none.
_DATE = re.compile(
    rf"(?=[0-9])(?<![0-9A-Za-z_])(?<![0-9][.,/-])(?:{_ISO}|{_HAN}|{_NUMBERS}|{_DAY_MONTH}|{_BARE})"
    rf"|(?={_DIGIT}|十)(?<!{_DIGIT})(?<![0-9十]){_HAN_WORDS}"
    rf"|(?=[{_INITIAL}])(?<![^\W_]){_MONTH_DAY}",
    re.IGNORECASE,
)
_SLASHES = re.compile(r"[0-9]/[ ]?[0-9]{1,2}/[ ]?[0-9]{2}")
_ANNOUNCED = re.compile(r"(?<![^\W_])(?:den|d\.|am|zum|bis|vom|senest|inden|til|by|on|before|pr\.)[ ]$", re.IGNORECASE)
_AMERICAN = re.compile(r"\$|\b(?:USD|sales tax|zip code|EIN|[A-Z]{2} [0-9]{5}(?:-[0-9]{4})?)\b")
_EUROPEAN = re.compile(r"[£€]|\b(?:A\$|(?:GBP|EUR|DKK|VAT|AUD|IBAN)\b)")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """One date and where it stands; `year_is_written` is false where the year was taken from the context."""

    value: date
    start: int
    end: int
    year_is_written: bool = True


def find_dates(text: str, *, month_first: bool = False, written_on: date | None = None) -> Iterator[WrittenDate]:
    """Every date in `text`, in order."""
    for found in _DATE.finditer(unified(text)):
        value = _read(found, month_first, written_on)
        if value is not None:
            yield value


def parse_date(text: str, *, month_first: bool = False, written_on: date | None = None) -> date | None:
    """The date that `text` is, as a whole; None if it is not one."""
    stripped = text.strip()
    for found in find_dates(stripped, month_first=month_first, written_on=written_on):
        if (found.start, found.end) == (0, len(stripped)):
            return found.value
    return None


def writes_month_first(text: str, language: str | None) -> bool:
    """Whether numbers between slashes are month, day, year in this text."""
    plain = unified(text)
    for found in _DATE.finditer(plain) if _SLASHES.search(plain) else ():
        if found["ns"] == found["nt"] == "/":
            first, second = int(found["n1"]), int(found["n2"])
            if first > 12 >= second or second > 12 >= first:
                return second > 12
    return language == "en" and bool(_AMERICAN.search(plain)) and not _EUROPEAN.search(plain)


def _read(found: re.Match[str], month_first: bool, written_on: date | None) -> WrittenDate | None:
    if found["iy"]:
        year, month, day = found["iy"], int(found["im"]), int(found["id"])
    elif found["hm"]:
        year, month, day = found["hy"], int(found["hm"]), int(found["hd"])
    elif found["cm"]:
        year, month, day = _plain_year(found["cy"]), _number(found["cm"]), _number(found["cd"])
    elif found["nm"]:
        year, month, day = found["ndy"], MONTHS[found["nm"].casefold()], int(found["nd"])
    elif found["mm"]:
        year, month, day = found["mdy"], MONTHS[found["mm"].casefold()], int(found["md"])
    elif found["b1"]:
        if not _ANNOUNCED.search(found.string, max(0, found.start() - 12), found.start()):
            return None
        year, month, day = None, int(found["b2"]), int(found["b1"])
    else:
        year, day, month = found["ny"], int(found["n1"]), int(found["n2"])
        if found["ns"] == found["nt"] == "/" and (month > 12 or (month_first and day <= 12)):
            day, month = month, day
    return _written(found, year, month, day, written_on)


def _plain_year(digits: str | None) -> str | None:
    return None if digits is None else "".join(str(_HAN_DIGITS[digit]) for digit in digits)


def _number(words: str) -> int:
    """Chinese words up to 99: "三十一" is three tens and one."""
    tens, ten, ones = words.rpartition("十")
    return 10 * (_HAN_DIGITS[tens] if tens else len(ten)) + (_HAN_DIGITS[ones] if ones else 0)


def _written(
    found: re.Match[str], year: str | None, month: int, day: int, written_on: date | None
) -> WrittenDate | None:
    if year is not None:
        number = int(year.lstrip("'"))
        value = _day(number if number >= 100 else 2000 + number, month, day)
    elif written_on is not None:
        near = [_day(written_on.year + offset, month, day) for offset in (-1, 0, 1)]
        value = min((each for each in near if each), key=lambda each: abs(each - written_on), default=None)
    else:
        value = None
    if value is None or value.year not in _YEARS:
        return None
    return WrittenDate(value, found.start(), found.end(), year is not None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
