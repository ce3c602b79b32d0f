"""USPS: 20 and 22 to 26 digits, alone or behind 420 and a ZIP code; S10 numbers of US."""

from .base import Carrier, shape, words
from .check_digits import gs1, s10

_WITH_ZIP = 8
"""420 and five digits of a ZIP code; with nine digits the sum over what follows the ZIP+4 is what counts."""


def _checked(number: str) -> bool:
    if number.startswith("420") and len(number) > 26:
        return any(gs1(number[start:]) for start in (_WITH_ZIP, _WITH_ZIP + 4) if number[start : start + 1] == "9")
    return gs1(number)


def _checked_short(number: str) -> bool:
    """Twenty digits: older labels leave out the leading 91, which their check digit counts."""
    return gs1(number) or (number.startswith("71") and gs1(f"91{number}"))


CARRIER = Carrier(
    name="USPS",
    words=words(r"usps|u\.?s\.? postal service|united states postal service"),
    shapes=(
        shape(r"9[1-5][0-9]{20}(?:[0-9]{4})?|420[0-9]{5}(?:[0-9]{4})?9[1-5][0-9]{20}(?:[0-9]{4})?", _checked, "word"),
        shape(r"(?:71|73|77|81|03|23)[0-9]{18}", _checked_short, "name"),
        shape(r"[A-Z]{2}[0-9]{9}US", s10, "nothing"),
    ),
    link="https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
    hosts=("usps.com",),
)
