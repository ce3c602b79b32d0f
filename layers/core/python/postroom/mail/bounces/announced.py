"""Sendmail, Exim, Exchange, Domino, MDaemon, Gmail and more: "the following addresses …", then one on each line."""

import re

from postroom import limits

from ..model import BouncedRecipient
from ..patterns import compiled
from .addresses import ADDRESS, BARE
from .report import Report
from .words import FAILURE

_ANNOUNCES = re.compile(
    r"failure reasons|not listed in|user unknown\s*\Z|"
    r"(?:following|these|this|intended|to|failed|affected|undeliverable)[^:]{0,60}"
    r"(?:address|recipient|user|person|destination|mailbox|group)|(?:address|recipient)(?:es|s|\(e?s\))?[^:]{0,60}"
    r"(?:failed|follow|fatal error|could not|cannot|notifications?)|deliver(?:ed|y|)[^:]{0,30} (?:to"
    r"|of)\b|not deliver|not reach"
    r"|your message to|empf[aä]nger|adresse|modtager|mottag|mottak|ontvanger|destinatai"
    r"|destinat[aá]ri|direcci[oó]n|indirizz"
    r"|endere[cç]o|adres|odbiorc|адрес|получател|宛先|アドレス|受信者|收件人|地址|받는 사람|수신자|주소",
    re.IGNORECASE,
)
_STARTS = re.compile(
    rf"\s*(?:[>*•·-]{{1,3}}\s*)?(?:\(?(?:generated from|expanded from:?|originally addressed to)\s)?"
    rf"(?:[^@<>\s]{{1,40}}:\s{{0,3}}|[^@<>():]{{1,60}}[(<])?[\[<\"'(]{{0,2}}(?:smtp:|mailto:)?\s?({ADDRESS})",
    re.IGNORECASE,
)
_INLINE = re.compile(
    rf"(?:did not reach|not delivered to|failed for"
    rf"|could not be delivered to)[^:@]{{0,40}}(?:recipients?|address(?:es)?)"
    rf"(?:\(e?s\))?:\s{{0,3}}[<\"']?({ADDRESS})",
    re.IGNORECASE,
)
_X400 = re.compile(rf"\s*c=[^@]{{0,120}}smtp(?:=|\(a\))({BARE})", re.IGNORECASE)
_OTHER = re.compile(
    r"\s*\W{0,4}(?:from|sent|sender|reply-to|subject|date):|.{0,80}(?:contact|assistance|questions"
    r"|postmaster@)|.{0,20}(?:technical details|error detail|transcript"
    r"|original message details|additional information)",
    re.IGNORECASE,
)
_WITHIN_LINES = 12


def read(report: Report) -> tuple[BouncedRecipient, ...]:
    """The addresses that begin lines soon after an announcement, in a text that tells of a failure."""
    if not compiled(FAILURE).search("\n".join((report.mail.subject, *report.lines))):
        return ()
    found: dict[str, BouncedRecipient] = {}
    left = 0
    for number, line in enumerate(report.lines):
        inline = _INLINE.search(line)
        begins = left > 0 and not _OTHER.match(line)
        start = inline or ((_X400.match(line) or _STARTS.match(line)) if begins else None)
        if start is not None:
            address = start[1].lower()
            if len(found) < limits.BOUNCED_RECIPIENTS:
                found.setdefault(address, report.recipient(address, "\n".join(report.lines[number : number + 6])))
            left = _WITHIN_LINES
        elif _OTHER.match(line):
            left = 0
        elif _ANNOUNCES.search(line):
            left = _WITHIN_LINES
        elif line.strip():
            left -= 1
    return tuple(found.values())
