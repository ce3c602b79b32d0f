"""RFC 3464: the machine-readable part of a report, or the same fields where a gateway has put them into the text."""

import re

from postroom import limits

from ..charsets import decode_text
from ..model import BouncedRecipient
from .addresses import whole_address
from .report import Report
from .words import STATUS

TYPES = ("message/delivery-status", "message/global-delivery-status")
_FIELD = re.compile(r"([A-Za-z-]{3,40})[ \t]*:(.*)")
_TYPED = re.compile(r"\s*(?:[A-Za-z0-9-]{1,20}\s*;)?\s*(.*)", re.DOTALL)
_ACTIONS = {"failed": True, "delayed": False}


def read(report: Report) -> tuple[BouncedRecipient, ...]:
    """Every recipient that it says failed or is delayed; those delivered, relayed or expanded did not bounce."""
    part = report.mail.part(*TYPES)
    text = decode_text(part[: limits.BOUNCE_TEXT_CHARACTERS], "")[0] if part is not None else ""
    if "recipient" not in text.lower():
        text = report.mail.text[: limits.BOUNCE_TEXT_CHARACTERS]
    return _recipients(text, report)


def read_wrapped(report: Report) -> tuple[BouncedRecipient, ...]:
    """The same of a report that a gateway has wrapped whole into its own, which then has no such part."""
    wrapped = report.mail.part("message/rfc822") or b""
    return _recipients(wrapped[: limits.BOUNCE_TEXT_CHARACTERS].decode("ascii", "replace"), report)


def _recipients(text: str, report: Report) -> tuple[BouncedRecipient, ...]:
    if "final-recipient:" not in text.lower() and "original-recipient:" not in text.lower():
        return ()
    found: dict[str, BouncedRecipient] = {}
    for fields in _groups(text):
        recipient = _recipient(fields, report)
        if recipient is not None and len(found) < limits.BOUNCED_RECIPIENTS:
            found.setdefault(recipient.address, recipient)
    return tuple(found.values())


def tells_of_success(report: Report) -> bool:
    """Whether it reports on nothing but what went well."""
    part = report.mail.part(*TYPES)
    if part is None:
        return False
    text = decode_text(part[: limits.BOUNCE_TEXT_CHARACTERS], "")[0]
    actions = {fields["action"].lower() for fields in _groups(text) if "action" in fields}
    return bool(actions) and actions <= {"delivered", "relayed", "expanded"}


def _recipient(fields: dict[str, str], report: Report) -> BouncedRecipient | None:
    address = next(
        (found for name in ("original-recipient", "final-recipient") if (found := _address(fields.get(name, "")))), None
    )
    status = STATUS.search(fields.get("status", "")) or STATUS.search(fields.get("diagnostic-code", ""))
    words = fields.get("action", "").lower().split()
    action = words[0].strip(";,") if words else ""
    if address is None or action in {"delivered", "relayed", "expanded"}:
        return None
    if not action and status is not None and status[1].startswith("2."):
        return None
    by_status = not status[1].startswith("4.") if status is not None and not action else report.permanent
    return BouncedRecipient(
        address=address, status=status[1] if status else None, permanent=_ACTIONS.get(action, by_status)
    )


def _address(value: str) -> str | None:
    typed = _TYPED.match(value)
    return whole_address(typed[1]) if typed else None


def _groups(text: str) -> list[dict[str, str]]:
    """Fields by lower-cased name, a group for each paragraph; a folded line belongs to the field before it."""
    groups: list[dict[str, str]] = [{}]
    last = ""
    for line in text.splitlines():
        found = _FIELD.match(line)
        if not line.strip():
            if groups[-1]:
                groups.append({})
            last = ""
        elif line[0] in " \t" and last:
            groups[-1][last] += " " + line.strip()
        elif found is not None:
            last = found[1].lower()
            if last == "final-recipient" and last in groups[-1]:
                # Some leave out the blank line between recipients.
                groups.append({})
            groups[-1].setdefault(last, found[2].strip())
    return groups
