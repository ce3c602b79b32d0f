"""UPS: 1Z numbers, and waybills of a letter and ten digits."""

from . import check_digits
from .base import Carrier, shape, words

CARRIER = Carrier(
    name="UPS",
    words=words(r"ups|united parcel service"),
    shapes=(
        shape(r"1Z[0-9A-Z]{15}[0-9]", check_digits.ups, "nothing"),
        shape(r"[AHJKTV][0-9]{10}", check_digits.ups_waybill, "name"),
    ),
    link="https://www.ups.com/track?tracknum={}",
    hosts=("ups.com",),
)
