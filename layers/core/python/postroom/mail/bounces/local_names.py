"""AOL, old Yale: names without a domain, of users of the system that reports."""

import re

from postroom import limits

from ..model import BouncedRecipient
from .report import Report

_ANNOUNCES = re.compile(r"following recipients? could not be delivered|not delivered to the following", re.IGNORECASE)
_NAME = re.compile(r"\s{1,8}([A-Za-z0-9_.+-]{1,64})(?:\s{2,}.{0,80})?\s*\Z")


def read(report: Report) -> tuple[BouncedRecipient, ...]:
    """Indented single words after the announcement, at the domain of the system's own address."""
    domain = report.mail.sender.rpartition("@")[2]
    at = next((number for number, line in enumerate(report.lines) if _ANNOUNCES.search(line)), None)
    if at is None or not domain or not report.from_system:
        return ()
    names: list[str] = []
    for line in report.lines[at + 1 :]:
        name = _NAME.match(line)
        if name is not None:
            names.append(name[1].lower())
        elif line.strip():
            break
    return tuple(report.recipient(f"{name}@{domain}") for name in dict.fromkeys(names[: limits.BOUNCED_RECIPIENTS]))
