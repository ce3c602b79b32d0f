"""PostNord, in Denmark, Sweden, Norway and Finland.

Parcels carry an SSCC under PostNord's GS1 prefixes; letters and international parcels an S10 number of DK or SE.
"""

from .base import Carrier, shape, words
from .check_digits import s10, sscc

CARRIER = Carrier(
    name="PostNord",
    words=words(r"post ?nord"),
    shapes=(
        shape(r"(?:00)?37073[0-9]{13}", sscc, "nothing"),
        shape(r"[A-Z]{2}[0-9]{9}(?:DK|SE)", s10, "nothing"),
        shape(r"(?:00)?[0-9]{18}", sscc, "name"),
    ),
    link="https://tracking.postnord.com/?id={}",
    hosts=("postnord.com", "postnord.dk", "postnord.fi", "postnord.no", "postnord.se"),
)
