"""GLS: parcel numbers of eleven digits, with or without a check digit, and track ids of eight letters and digits."""

from .base import Carrier, shape, words
from .check_digits import gs1

CARRIER = Carrier(
    name="GLS",
    words=words(r"gls"),
    shapes=(
        shape(r"[0-9]{12}", gs1, "name"),
        shape(r"[0-9]{11}", None, "name"),
        # At least three digits among the letters, so that a word in capitals is none.
        shape(r"(?=(?:[A-Z]*[0-9]){3})(?=[0-9]*[A-Z])[A-Z0-9]{8}", None, "name"),
    ),
    link="https://gls-group.com/track/{}",
    hosts=("gls-group.com", "gls-group.eu", "gls-italy.com", "gls-pakete.de"),
)
