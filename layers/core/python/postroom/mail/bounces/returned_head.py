"""Yahoo's HTML notices: they name nobody, but quote the head of the one message that was not delivered."""

import re

from ..model import BouncedRecipient
from .addresses import whole_address
from .report import Report

_ANNOUNCES = re.compile(r"deliver the following message|following message (?:was|could)", re.IGNORECASE)
_TO = re.compile(r"(?<!\S)To:\s{0,3}(\S{3,320})")


def read(report: Report) -> tuple[BouncedRecipient, ...]:
    """The address of the quoted To, if there is just one."""
    at = next((number for number, line in enumerate(report.lines) if _ANNOUNCES.search(line)), None)
    if at is None:
        return ()
    quoted = [to for line in report.lines[at:] for to in _TO.findall(line)]
    address = whole_address(quoted[0]) if len(quoted) == 1 else None
    return (report.recipient(address, "\n".join(report.lines)),) if address else ()
