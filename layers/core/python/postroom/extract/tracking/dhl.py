"""DHL: Express waybills of ten digits and air waybills of eleven, pieces (JJD, JVGL), German parcels, eCommerce.

German parcels carry an SSCC; eCommerce numbers begin with the letters of where they were posted, or have 14 digits.
"""

from .base import Carrier, shape, words
from .check_digits import mod_7, sscc

CARRIER = Carrier(
    name="DHL",
    words=words(r"dhl"),
    shapes=(
        shape(r"0034043[0-9]{13}", sscc, "nothing"),
        shape(r"[0-9]{10,11}", mod_7, "name"),
        shape(r"J[A-Z]{2,3}[0-9]{9,20}", None, "name"),
        shape(r"GM(?=(?:[A-Z]*[0-9]){8})[0-9A-Z]{12,22}", None, "name"),
        shape(r"(?:GM|LX|RX|UV|CN|SG|TH|IN|HK|MY)[0-9]{10,30}", None, "name"),
        shape(r"[0-9]{14}", None, "name"),
        shape(r"(?:00)?[0-9]{18}", sscc, "name"),
    ),
    link="https://www.dhl.com/global-en/home/tracking.html?tracking-id={}",
    hosts=(
        "dhl.com",
        "dhl.de",
        "dhl.co.uk",
        "dhl.es",
        "dhl.fr",
        "dhl.it",
        "dhl.nl",
        "dhl.pl",
        "dhlparcel.nl",
        "express.dhl",
    ),
)
