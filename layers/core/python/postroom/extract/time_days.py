"""Names of days of the week, by which rows of hours are told."""

import re

_WEEKDAYS = """
mandag man mon monday montag mo 周一 星期一 | tirsdag tir tirs tue tues tuesday dienstag di 周二 星期二
| onsdag ons wed wednesday mittwoch mi 周三 星期三 | torsdag tor tors thu thur thurs thursday donnerstag do 周四 星期四
| fredag fre fri friday freitag fr 周五 星期五 | lørdag lør sat saturday samstag sonnabend sa 周六 星期六
| søndag søn sun sunday sonntag so 周日 星期日 星期天 周天
"""
_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS.split("|"), 1) for name in names.split()}
_NAMES = "|".join(sorted((name for name in _NUMBERS if len(name) > 2), key=len, reverse=True))
_NAME = re.compile(
    rf"(?<![^\W\d_])(?P<name>{_NAMES})(?:s|en)?(?![^\W\d_])|(?P<han>(?:周|星期)[一二三四五六日天])", re.IGNORECASE
)
# Two letters are a German day only with their capital and a sign behind.
_SHORT = re.compile(r"(?<![^\W\d_])(?:Mo|Di|Mi|Do|Fr|Sa|So)(?=[.:\t|]|  )")


def weekdays_in(text: str) -> frozenset[int]:
    """The days of the week that a text names, 1 is Monday."""
    names = {one["name"] or one["han"] for one in _NAME.finditer(text)} | set(_SHORT.findall(text))
    return frozenset(_NUMBERS[name.casefold()] for name in names)
