"""FedEx: 12 digits (Express), 15 (Ground), 20 (SmartPost), an SSCC, and the 22, 32 and 34 digits of bar codes."""

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
        # Of the 32 digits of an ASTRA label the number is the twelve before the last four, which name the form.
        shape(r"[0-9]{32}", lambda number: check_digits.fedex(number[16:28]), "name"),
        # SmartPost is handed to USPS under 92, which its check digit counts where it is left out.
        shape(r"92[0-9]{20}", check_digits.gs1, "name"),
        shape(r"[0-9]{20}", lambda number: check_digits.gs1(f"92{number}"), "name"),
        shape(r"0[0124][0-9]{16}", check_digits.gs1, "name"),
    ),
    link="https://www.fedex.com/fedextrack/?trknbr={}",
    hosts=("fedex.com",),
)
