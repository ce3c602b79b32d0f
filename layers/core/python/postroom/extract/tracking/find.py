"""Tracking numbers in a text, each with who carries it.

1. What looks like a number: characters with a digit among them, alone or in groups parted by single spaces or hyphens.
2. A carrier's shape fits, its check digit is right, and what the shape needs stands in the text.
3. Where several carriers fit, the one that is named nearest before the number, then the more telling shape.
4. Where no carrier is named at all, one whose name is needed is taken if a word such as "tracking number" stands right
   before the number, or nothing else in the text, and if no other carrier's check digit is right, too.
5. Where a carrier's name is needed, a number that is called something else right there is none (other_numbers.py).
6. A link to a carrier's page states its number by itself (links.py), and whose it is wherever else it stands.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from postroom import limits

from ..characters import unified, without_addresses
from .base import LENGTHS, Carrier, Shape
from .catalogue import carriers
from .links import linked_numbers
from .other_numbers import is_called_something_else

NEAR = 120
"""How far before its number, in characters, a carrier's name or a word for parcels is near."""

_FAR = 1_000
_ANNOUNCED_REACH = 50
_LETTERS = re.compile(r"[^\W\d_]{2}")
_GROUP = r"(?:[A-Za-z]{0,12}+[0-9][0-9A-Za-z]{0,40}+)"
_RUN = re.compile(
    r"(?<![0-9A-Za-z+_/.])(?P<phone>\+)?(?:[A-Z]{1,4} )?"
    rf"{_GROUP}(?:[ -]{_GROUP}){{0,20}}+(?: [A-Z]{{1,2}}(?![A-Za-z]))?(?![0-9A-Za-z_/]|[.,:][0-9])"
)
# A number written with a space after each character, as some systems print it.
_SPACED = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z](?:[ -]{1,3}[0-9A-Z]){9,40}+(?![0-9A-Za-z])")
_PARCEL = re.compile(
    r"track|trace|parcel|package|shipment|shipped|shipping|consignment|way ?bill|dispatch|despatch|courier|deliver"
    r"|pakke|forsendelse|sporing|fragt|kolli|stregkode|afsendt|levering|sendt med"
    r"|sendung|paket|versand|fracht|lieferung|zustell|barcode"
    r"|(?<![a-z])awb(?![a-z])|单号|运单|快递|快件|包裹|物流|邮件|货",
    re.IGNORECASE,
)
_NUMBER = r"[ -]?(?:number|num|no|nummer|nr|id|code|kode|#)"
_ANNOUNCED = re.compile(
    rf"(?:(?:track(?:ing)?|trace|way ?bill|awb|sporings?|sendungsverfolgungs?)(?:{_NUMBER})?"
    rf"|(?:consignment|shipment|parcel|package|pakke|forsendelses?|kolli|sendungs?|paket|fracht){_NUMBER})"
    r"[.:# \t]{0,6}(?:(?:is|er|ist|lautet)[: ]{1,2})?$|(?:运单|快递单|物流单|单)号[码]?[: ]{0,3}$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?<![a-z])(?:amazon|asendia|aramex|blue ?dart|canada ?post|canpar|ceva|colissimo|correos|couriers ?please|dsv"
    r"|evri|gofo|hermes|inpost|instabox|landmark|laser ?ship|old dominion|on ?trac|osm|pos laju|purolator|r\+l|saia"
    r"|schenker|speedee|spee-dee|tnt|toll|uni ?uni|veho|xpo|yodel|yun ?express|danske fragtm[aæ]nd)(?![a-z])"
    r"|顺丰|圆通|中通|申通|韵达|京东|德邦|极兔|百世",
    re.IGNORECASE,
)
"""Carriers whose numbers are not read: one of theirs is not to be taken for another's."""


@dataclass(frozen=True, slots=True)
class TrackingNumber:
    """One number; `verified` says that its check digit was there and right."""

    carrier: str
    number: str
    link: str | None
    verified: bool
    start: int = field(default=0, compare=False)
    """Where it stands in the text."""


@dataclass(frozen=True, slots=True)
class _Fit:
    carrier: Carrier
    shape: Shape
    rank: tuple[int, int, bool]


def find_tracking_numbers(text: str, sender: str = "") -> tuple[TrackingNumber, ...]:
    """Every number in `text`, each once, in order; `sender`'s address may name a carrier."""
    read = unified(text[: limits.TRACKING_TEXT_CHARACTERS])
    linked = (_told(one.carrier, one.shape, one.number, one.start) for one in linked_numbers(read))
    found: dict[str, TrackingNumber] = {}
    for one in chain(linked, _Searched(without_addresses(read), sender).all()):
        first = found.setdefault(one.number, one)
        if one.start < first.start:
            found[one.number] = replace(first, start=one.start)
        if len(found) >= limits.TRACKING_NUMBERS:
            break
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _told(carrier: Carrier, shape: Shape, number: str, start: int) -> TrackingNumber:
    name, link = carrier.name_and_link(number)
    return TrackingNumber(name, number, link, shape.check is not None, start)


class _Searched:
    """A text, with where it names which carrier and speaks of parcels."""

    def __init__(self, text: str, sender: str) -> None:
        self._text = text
        self._begins = len(text) - len(text.lstrip())
        self._names = {
            carrier.name: [found.start() for found in carrier.words.finditer(text)] for carrier in carriers()
        }
        self._from = {carrier.name for carrier in carriers() if carrier.words.search(sender)}
        named = any(self._names.values()) or bool(self._from)
        self._names_a_carrier = named or _OTHERS.search(text) is not None
        self._speaks_of_parcels = _PARCEL.search(text) is not None

    def all(self) -> Iterator[TrackingNumber]:
        """Every number, those spaced out first, as often as it stands there."""
        for start, end in self._runs():
            yield from self._numbers(start, end)

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Where something stands that may be a number, in groups or not."""
        yield from (found.span() for found in _SPACED.finditer(self._text))
        others = _SPACED.sub(lambda found: " " * len(found[0]), self._text)
        yield from (found.span() for found in _RUN.finditer(others) if not found["phone"])

    def _numbers(self, start: int, end: int) -> Iterator[TrackingNumber]:
        """The run as one number, without the letters beside it, or each of its groups that is one."""
        groups = [(found[0], start + found.start()) for found in re.finditer(r"[^ -]+", self._text[start:end])]
        # Letters before it may be its label: EAN 5701…
        labelled = {start, next((at for group, at in groups if _has_digit(group)), start)}
        for some in _readings(groups):
            number = self._number("".join(group for group, _ in some).upper(), some[0][1], labelled)
            if number is not None:
                yield number
                return
        for group, at in groups if len(groups) > 1 else ():
            if (number := self._number(group.upper(), at, labelled)) is not None:
                yield number

    def _number(self, written: str, at: int, labelled: set[int]) -> TrackingNumber | None:
        if len(written) not in LENGTHS:
            return None
        fits = list(self._fits(written, at)) or self._only_fit(written, at)
        needs_name = any(fit.shape.needs == "name" for fit in fits)
        if needs_name and any(is_called_something_else(self._text, place) for place in labelled):
            fits = [fit for fit in fits if fit.shape.needs != "name"]
        if not fits:
            return None
        best = min(fits, key=lambda fit: fit.rank)
        return _told(best.carrier, best.shape, written, at)

    def _fits(self, written: str, at: int) -> Iterator[_Fit]:
        for carrier in carriers():
            for shape in carrier.shapes:
                if shape.fits(written) and self._has(shape, carrier, at):
                    needs = ("nothing", "word", "name").index(shape.needs)
                    yield _Fit(carrier, shape, (self._distance(carrier, at), needs, carrier.name == "S10"))
                    break

    def _only_fit(self, written: str, at: int) -> list[_Fit]:
        """The one carrier whose check digit is right, where the text says that it is a number and not whose."""
        if self._names_a_carrier or not self._is_announced(at):
            return []
        fits = [
            next((_Fit(carrier, one, (0, 0, False)) for one in carrier.shapes if one.check and one.fits(written)), None)
            for carrier in carriers()
        ]
        found = [fit for fit in fits if fit is not None]
        return found if len(found) == 1 else []

    def _is_announced(self, at: int) -> bool:
        before = self._text[max(0, at - _ANNOUNCED_REACH) : at]
        return _ANNOUNCED.search(before) is not None or (at <= self._begins and not _LETTERS.search(self._text, at))

    def _has(self, shape: Shape, carrier: Carrier, at: int) -> bool:
        named = bool(self._names[carrier.name]) or carrier.name in self._from
        if shape.needs == "name":
            return named and (self._distance(carrier, at) < _FAR or self._is_near_a_word(at))
        return shape.needs == "nothing" or named or self._speaks_of_parcels

    def _is_near_a_word(self, at: int) -> bool:
        return _PARCEL.search(self._text, max(0, at - NEAR), at) is not None

    def _distance(self, carrier: Carrier, at: int) -> int:
        """How far before the number the carrier is named, if it is near; all that are not count as equally far."""
        places = self._names[carrier.name]
        last = bisect_right(places, at) - 1
        return at - places[last] if last >= 0 and at - places[last] <= NEAR else _FAR


def _readings(groups: list[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    yield groups
    inner = groups[0 if _has_digit(groups[0][0]) else 1 : len(groups) if _has_digit(groups[-1][0]) else -1]
    if inner and inner != groups:
        yield inner


def _has_digit(group: str) -> bool:
    return any(map(str.isdigit, group))
