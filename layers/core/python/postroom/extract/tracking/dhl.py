"""DHL: Express waybills of ten digits, pieces (JJD, JVGL), German parcels (an SSCC), and eCommerce (GM)."""

from .base import Carrier, shape, words
from .check_digits import mod_7, sscc

CARRIER = Carrier(
    name="DHL",
    words=words(r"dhl"),
    shapes=(
        shape(r"0034043[0-9]{13}", sscc, "nothing"),
        shape(r"[0-9]{10}", mod_7, "name"),
        shape(r"JJD[0-9]{9,20}|JVGL[0-9]{9,12}", None, "name"),
        shape(r"GM(?=(?:[A-Z]*[0-9]){8})[0-9A-Z]{12,22}", None, "name"),
        shape(r"(?:00)?[0-9]{18}", sscc, "name"),
    ),
    link="https://www.dhl.com/global-en/home/tracking.html?tracking-id={}",
)
