"""DAO, in Denmark: an SSCC under its own GS1 prefix."""

from .base import Carrier, shape, words
from .check_digits import sscc

CARRIER = Carrier(
    name="DAO",
    words=words(r"dao(?:365)?"),
    shapes=(
        shape(r"00057151[0-9]{12}", sscc, "nothing"),
        shape(r"(?:00)?[0-9]{18}", sscc, "name"),
    ),
    link="https://www.dao.as/privat/find-din-pakke?stregkode={}",
    hosts=("dao.as",),
)
