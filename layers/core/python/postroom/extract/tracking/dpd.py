"""DPD: parcel numbers of 14 digits, alone without a check digit, and the 15 or 28 characters of labels with one."""

from .base import Carrier, shape, words
from .check_digits import mod_37_36

CARRIER = Carrier(
    name="DPD",
    words=words(r"dpd"),
    shapes=(
        shape(r"[0-9]{27}[0-9A-Z]", mod_37_36, "word"),
        shape(r"[0-9]{14}[0-9A-Z]", mod_37_36, "name"),
        shape(r"[0-9]{14}", None, "name"),
    ),
    link="https://tracking.dpd.de/status/en_US/parcel/{}",
    hosts=("dpd.com", "dpd.de", "dpd.co.uk", "dpd.com.pl", "dpd.fr", "dpd.nl", "dpdgroup.com"),
)
