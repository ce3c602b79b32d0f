"""Exim and Gmail: X-Failed-Recipients names them all; the text tells why."""

from postroom import limits

from ..model import BouncedRecipient
from .addresses import addresses_in
from .report import Report


def read(report: Report) -> tuple[BouncedRecipient, ...]:
    """The addresses of the header, each with the status that the text tells of it."""
    value = ",".join(report.mail.headers.get("x-failed-recipients", ()))
    text = "\n".join(report.lines)
    found = addresses_in(value[: limits.BOUNCE_TEXT_CHARACTERS])[: limits.BOUNCED_RECIPIENTS]
    return tuple(report.recipient(one, _about(text, one)) for one in found)


def _about(text: str, address: str) -> str:
    at = text.lower().find(address)
    return text[at : at + limits.BOUNCE_LINE_CHARACTERS] if at >= 0 else text
