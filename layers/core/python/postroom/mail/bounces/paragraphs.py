"""qmail (its bounce form QSBMF), Postfix, Yahoo, Sina: a paragraph for each recipient, beginning `<address>:`."""

import re

from postroom import limits

from ..model import BouncedRecipient
from .addresses import ADDRESS
from .report import Report

_HEAD = re.compile(rf"\s{{0,4}}<({ADDRESS})>(?:, .{{0,60}})?:|\s{{0,4}}<({ADDRESS})> \((?:failed|delayed|expanded)")
_PARAGRAPH_LINES = 8


def read(report: Report) -> tuple[BouncedRecipient, ...]:
    """Each address at the head of a paragraph with the status told below it."""
    found: dict[str, BouncedRecipient] = {}
    for number, line in enumerate(report.lines):
        head = _HEAD.match(line)
        if head is not None and len(found) < limits.BOUNCED_RECIPIENTS:
            address = (head[1] or head[2]).lower()
            found.setdefault(address, report.recipient(address, _paragraph(report.lines, number)))
    return tuple(found.values())


def _paragraph(lines: tuple[str, ...], number: int) -> str:
    told = [lines[number]]
    for line in lines[number + 1 : number + _PARAGRAPH_LINES]:
        if _HEAD.match(line):
            break
        told.append(line)
    return "\n".join(told)
