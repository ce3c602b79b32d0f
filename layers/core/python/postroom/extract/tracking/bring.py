"""Bring and Posten Norge: an SSCC under a Norwegian GS1 prefix, and S10 numbers of NO."""

from .base import Carrier, shape, words
from .check_digits import s10, sscc

CARRIER = Carrier(
    name="Bring",
    # "bring" alone is a word of English and Danish; as a name it has a capital and stands with a parcel.
    words=words(r"(?-i:Bring|BRING)|posten norge|mybring"),
    shapes=(
        shape(r"[A-Z]{2}[0-9]{9}NO", s10, "nothing"),
        shape(r"(?:00)?370[0-9]{15}", sscc, "name"),
    ),
    link="https://tracking.bring.com/tracking/{}",
    hosts=("bring.com", "bring.dk", "bring.no", "bring.se", "mybring.com", "posten.no"),
)
