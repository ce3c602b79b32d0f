"""Numbers of hours with their unit: 7,5 timer, 3 h 20, 7:30 Std., seven and a half hours, 八个半小时."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HOURS_MAX = Decimal(10_000)
NUMBER = r"[0-9]{1,4}(?:[.,][0-9]{1,2})?"
# Chinese words stand beside numbers without a space; other letters joined to digits make an identifier.
APART = r"(?<![0-9A-Za-zÀ-ž_.,:/+-])"

_NUMBERED = """
one eine | to two zwei | tre three drei | fire four vier | fem five fünf | seks six sechs | syv seven sieben
| otte eight acht | ni nine neun | ti ten zehn | elleve eleven elf | tolv twelve zwölf
| tretten thirteen dreizehn | fjorten fourteen vierzehn | femten fifteen fünfzehn | seksten sixteen sechzehn
| sytten seventeen siebzehn | atten eighteen achtzehn | nitten nineteen neunzehn | tyve twenty zwanzig
"""
_WORDS = {word: number for number, words in enumerate(_NUMBERED.split("|"), 1) for word in words.split()}
_AND_A_HALF = {"halvanden": 1, "anderthalb": 1, "eineinhalb": 1, "einundeinhalb": 1}
_HAN = "一二三四五六七八九十"
_HALF = r"(?:[ ]?(?:og|and|und)?[ ]?(?:en|a|ein)[ ]?hal[bfv])"
_WORD = "|".join(sorted([*_WORDS, *_AND_A_HALF], key=len, reverse=True))
_QUANTITY = (
    r"(?:(?P<clock>[0-9]{1,3}):(?P<of_clock>[0-5][0-9])"
    r"|(?P<whole>[0-9]{1,3})[ ]?(?P<part>[½¼¾]|(?<=[ ])1/2)"
    rf"|(?P<base>[0-9]{{1,3}}){_HALF}|(?P<han_base>[0-9]{{1,3}})[ ]?(?:个|個)半"
    rf"|(?P<number>{NUMBER})"
    rf"|(?<![^\W\d_])(?P<word>{_WORD})(?P<half>{_HALF})?"
    rf"|(?P<han>[{_HAN}两兩]{{1,3}})(?P<han_half>(?:个|個)半)?)"
)
_OTHER_HOURS = (
    "åbnings|drifts|maskin|telefon|betriebs|öffnungs|maschinen|sprech|unterrichts|undervisnings|minimums|mindest"
)
_UNIT = (
    r"(?:(?:hele|fulde|effektive|fakturerbare|fakturerede|normale|ekstra|full|billable|chargeable|paid|working|worked"
    r"|overtime|regular|normal|extra|more|net|volle|ganze|geleistete|abrechenbare|fakturierbare|weitere)[ ])?"
    rf"(?:(?:man|person)[ -]?)?(?:(?!{_OTHER_HOURS})[a-zæøåäöüß]{{0,16}}(?:timers?|stunden)|stunde|std|hours?|hrs?|h"
    r"|time(?![ ](?:sheet|slot|entr|zone|record|report))|t)"
)
_MINUTES = (
    r"\.?[ ]?(?:(?:og|and|und)[ ]|,[ ])?(?P<minutes>[0-5]?[0-9])[ ]?(?:m|mins?|minut(?:ter|es?|en)|分钟?)\.?(?![\w])"
)
_BARE_MINUTES = r"[ ]?(?P<bare>[0-5][0-9])(?![\w%:/-]|[.,][0-9])(?=[ ]?(?:$|[.,;)!]|(?:on|in|at|for|på|til|für|an)[ ]))"
_HAN_UNIT = (
    r"(?:个|個)?(?:半)?(?:小时|小時|工时|人时|钟头)(?:[ ]?(?P<han_minutes>[0-5]?[0-9])[ ]?分钟?|(?P<han_thirty>半))?"
)
_WITH_UNIT = re.compile(
    rf"{APART}{_QUANTITY}[ ]?(?:{_UNIT}(?:{_MINUTES}|{_BARE_MINUTES}|\.?(?![\w])|(?=[一-鿿]))|{_HAN_UNIT})"
    # A rate, a contract's hours, what is left, a notice or a break is nothing worked.
    r"(?!['s]{0,2}[ ]?(?:/|a |per |pr\.? |om |pro |die |in der |i (?:ugen|døgnet)|each|hver|jeweils|ago|siden|notice"
    r"|varsel|late|earl|left|remain|tilbage|til rest|til overs|übrig|rest|budget|every|每|以内|之内|内|剩"
    r"|(?:[^\W\d_]+ )?(?:pause|frokost|break|lunch|mittag|午休|休息)))",
    re.IGNORECASE,
)
_PARTS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "1/2": Decimal("0.5")}
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of hours and where it stands with its unit."""

    value: Decimal
    start: int
    end: int


def find_quantities(line: str) -> Iterator[Quantity]:
    """Every number of hours in a line that is no rate, break or rest."""
    for found in _WITH_UNIT.finditer(line):
        value = _value(found)
        if value is not None and 0 < value <= HOURS_MAX:
            yield Quantity(value, found.start(), found.end())


def hours_value(written: str) -> Decimal | None:
    """The number that is written, if it can be a count of hours."""
    value = Decimal(written.replace(",", "."))
    return value if 0 < value <= HOURS_MAX else None


def of_minutes(minutes: int) -> Decimal:
    """Hours of so many minutes, to the hundredth: entries have two decimals."""
    hours = Decimal(minutes) / 60
    exact = hours.quantize(_HUNDREDTH, ROUND_HALF_UP)
    return exact.normalize() if exact != exact.to_integral_value() else exact.to_integral_value()


def _value(found: re.Match[str]) -> Decimal | None:
    minutes = found["minutes"] or found["bare"] or found["han_minutes"] or ("30" if found["han_thirty"] else None)
    if found["clock"]:
        return of_minutes(int(found["clock"]) * 60 + int(found["of_clock"]))
    whole = _number(found)
    if whole is None or minutes is None:
        return whole
    return of_minutes(int(whole) * 60 + int(minutes)) if whole == int(whole) else None


def _number(found: re.Match[str]) -> Decimal | None:
    half = Decimal("0.5")
    if found["whole"]:
        return Decimal(found["whole"]) + _PARTS[found["part"]]
    if base := found["base"] or found["han_base"]:
        return Decimal(base) + half
    if found["number"]:
        return hours_value(found["number"])
    if word := found["word"]:
        if word.casefold() in _AND_A_HALF:
            return Decimal(1) + half
        return _WORDS[word.casefold()] + (half if found["half"] else Decimal(0))
    number = _han_number(found["han"])
    return None if number is None else number + (half if found["han_half"] else Decimal(0))


def _han_number(written: str) -> Decimal | None:
    """1 to 99 as Chinese counts: 八, 十二, 二十, 三十五."""
    plain = re.sub("[两兩]", "二", written)
    tens, ten, ones = plain.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens + ones:
        return None
    digits = {character: number for number, character in enumerate(_HAN, 1)}
    return Decimal((digits[tens] if tens else 1) * 10 * bool(ten) + (digits[ones] if ones else 0))
