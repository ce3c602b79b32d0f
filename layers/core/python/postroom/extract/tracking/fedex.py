"""FedEx: 12 digits (Express), 15 (Ground), and the 22 and 34 digits of bar codes."""

from . import check_digits
from .base import Carrier, shape, words

CARRIER = Carrier(
    name="FedEx",
    words=words(r"fed ?ex|federal express"),
    shapes=(
        shape(r"1[0-9]{33}|96[0-9]{32}", check_digits.fedex_long, "word"),
        shape(r"96[0-9]{20}", lambda number: check_digits.gs1(number[-15:]), "word"),
        shape(r"[0-9]{12}", check_digits.fedex, "name"),
        shape(r"[0-9]{15}", check_digits.gs1, "name"),
    ),
    link="https://www.fedex.com/fedextrack/?trknbr={}",
)
