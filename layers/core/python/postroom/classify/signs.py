"""Evidence that is not a keyword: what headers and the shape of the text say about a mail.

Headers as in RFC 3834 (Auto-Submitted, Precedence), RFC 3462 and 3464 (multipart/report, delivery status), RFC 2369
and 2919 (List-*), RFC 5321 (the null return path), and what Exchange, Exim, Dovecot and spam filters write.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from postroom.classify.reading import is_reply
from postroom.mail.model import Mail

# Every repetition is bounded: these run on what anybody may send.
_NUMBER = r"\d{1,3}(?:[.,' ]?\d{3}){0,4}(?:[.,]\d{1,2})?"
_CURRENCY = r"(?:€|\$|£|¥|eur|usd|gbp|chf|dkk|kr\.?|cny|rmb)"

_SHAPES = {
    "amount of money": re.compile(rf"{_CURRENCY}\s?{_NUMBER}\b|\b{_NUMBER}\s?(?:{_CURRENCY}(?!\w)|元)", re.I),
    # IBAN (ISO 13616), Danish payment slip lines (+71<…), bank and account number in Danish.
    "payment line": re.compile(
        r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2}(?: ?[A-Z0-9]{3}\b|(?: ?[A-Z0-9]{4}){1,5}(?: ?[A-Z0-9]{1,3})?\b)"
        r"|\+(?:04|15|71|73|75)<|\breg\.? ?(?:nr\.?)? ?\d{4}\b"
    ),
    # UPS, S10 (UPU), SSCC (GS1), JJD and YT numbers, containers (ISO 6346), air waybills, SF Express.
    "tracking number": re.compile(
        r"\b(?:1Z[A-Z0-9]{16}|[A-Z]{2}\d{9}[A-Z]{2}|00\d{18}|JJD\d{10,25}|YT\d{13}|SF\d{12,13}|[A-Z]{3}U ?\d{6,7}"
        r"|\d{3}-\d{8})\b"
    ),
    "hours": re.compile(
        r"(?<![\d.,])(?!24\b|48\b|72\b)\d{1,3}(?:[.,]\d{1,2})?\s?"
        r"(?:timer|time|t|stunden|std\.?|h|hours|hrs?|man hrs|(?:个)?小时|工时|人天)(?!\w)"
        # A rate or a contract's hours ("37 timer om ugen") are no hours worked.
        r"(?!\s?(?:/|a |per |pr\.? |om |pro |die |in der |i )\s?(?:week|day|uge|dag|døgn|woche|tag|monat))",
        re.I,
    ),
    "span of hours": re.compile(
        r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|uhr)?\s?(?:-|–|to|til|till|bis|至|到)\s?\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|uhr)?\b"
        r"(?![./-]?\d)",
        re.I,
    ),
    # Enhanced status codes (RFC 3463), with or without the SMTP reply before them.
    "delivery status code": re.compile(
        r"\b[45]\d\d[ -]?[45]\.\d{1,3}\.\d{1,3}\b|#[45]\.\d{1,3}\.\d{1,3}\b|\b55\d [A-Z]"
    ),
    "question": re.compile(r"[?？]"),
    "exclamations": re.compile(r"[!！]\s?[!！]"),
    "link": re.compile(r"https?://", re.I),
    "quantity": re.compile(r"\b\d{1,5} ?(?:x|stk\.?|stück|pcs|pieces|台|件|套|箱)(?!\w)", re.I),
}
_TICKET = re.compile(r"\[[^\]]{0,40}\d{3}[^\]]{0,40}\]|#\d{3}|\([A-Z]{2,10}-\d{1,9}\)|【[^】]{0,40}\d{3}[^】]{0,40}】")


def header_signs(mail: Mail) -> Iterator[str]:
    """What the headers and the kind of automatic mail say."""
    kind = mail.automatic.kind
    submitted = _value(mail, "auto-submitted")
    precedence = _value(mail, "precedence")
    report = _value(mail, "content-type")
    is_list = kind == "list" or _has(mail, "list-id", "list-post")
    checks = {
        "delivery report": kind == "bounce" or "delivery-status" in report or _has(mail, "x-failed-recipients"),
        "automatic reply": kind == "auto_reply"
        or submitted.startswith("auto-replied")
        or precedence == "auto_reply"
        or _has(mail, "x-autoreply", "x-autorespond", "x-auto-response", "x-ms-exchange-inbox-rules-loop"),
        "automatically generated": submitted.startswith("auto-generated"),
        "null return path": _value(mail, "return-path") == "<>",
        "mailing list": is_list,
        "list-unsubscribe": _has(mail, "list-unsubscribe"),
        "bulk precedence": precedence in ("bulk", "list", "junk"),
        "no automatic answers wanted": _has(mail, "x-auto-response-suppress"),
        "marked as spam": _value(mail, "x-spam-flag") == "yes" or _value(mail, "x-spam-status").startswith("yes"),
        # Lists have answers sent to the list.
        "answers elsewhere": not is_list
        and any(mail.from_ and address.domain and address.domain != mail.from_.domain for address in mail.reply_to),
        "reply": is_reply(mail),
    }
    yield from (name for name, holds in checks.items() if holds)


def text_signs(mail: Mail, own_text: str) -> Iterator[str]:
    """What the shape of the subject, the sender's own words and the attachments say."""
    text = f"{mail.subject}\n{own_text}"
    yield from (name for name, shape in _SHAPES.items() if shape.search(text))
    if _TICKET.search(mail.subject):
        yield "ticket number"
    if any(attachment.content_type == "application/pdf" for attachment in mail.attachments):
        yield "PDF attached"
    if mail.html_as_text.strip() and not mail.text.strip():
        yield "HTML only"


@cache
def shipped_sign_weights() -> dict[str, dict[str, float]]:
    """data/signs.json: sign → category → weight, on the scale of the keywords' weights."""
    weights: dict[str, dict[str, float]] = json.loads(files(__package__).joinpath("data", "signs.json").read_bytes())
    return weights


def _has(mail: Mail, *names: str) -> bool:
    return any(name in mail.headers for name in names)


def _value(mail: Mail, name: str) -> str:
    return " ".join(mail.headers.get(name, ())).strip().lower()
