"""What people and programs write under a name: telephone numbers, addresses, titles; and whether it is the sender's."""

import re

# Lines of a signature are no longer than this.
SHORT = 80
_LINES = 14
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d\s().\-/]{5,20}\d(?!\w)")
_CONTACT = re.compile(
    r"[^\s<>()@]{1,128}@[^\s<>()@]{1,200}\.\w|https?://|\bwww\.|\bskype\b|\blinkedin\b|\[cid:|\[image|"
    r"\b(?:tel|tlf|phone|mob\w*|fax|cell|direct|direkte?|telefon|tél|тел|cvr|vat|ust|siret|kvk|nip|"
    r"电话|電話|手机|手機|传真|携帯|전화|휴대폰|팩스)\b\.?\s?[:：+\d]|\bmailing list\b",
    re.IGNORECASE,
)


def is_contact(line: str) -> bool:
    """A telephone number, an address, a link or a company's number."""
    return _CONTACT.search(line[:200]) is not None or _PHONE.search(line[:200]) is not None


def is_short(line: str) -> bool:
    """A name, a title, a company or contact data: a few words."""
    return len(line) <= SHORT and (len(line.split()) <= 5 or is_contact(line) or "|" in line or "@" in line)


def may_be_name(line: str) -> bool:
    """A name, a title or a company: a few words, and no sentence or sum."""
    return len(line.split()) <= 5 and len(line) <= 40 and not re.search(r"[\d.!?:;。！？：=]\s*$", line)


def names_sender(lines: list[str], sender: str) -> bool:
    """Whether one of them holds the sender's address or a word of the name."""
    words = [word for word in re.split(r"[\s<>\",;]+", sender.lower()) if len(word) > 2]
    return any(word in line.lower() for line in lines for word in words)


def contact_start(lines: list[str], sender: str) -> int | None:
    """Where the sender's name begins in the last paragraph, if below it are contact data in two lines."""
    begin = len(lines)
    while begin and lines[begin - 1].strip() and len(lines) - begin < _LINES:
        begin -= 1
    above = next((line for line in reversed(lines[:begin]) if line.strip()), "")
    for position in range(begin, len(lines)):
        if sender and names_sender(lines[position : position + 1], sender):
            block = lines[position:]
            introduced = above.rstrip().endswith((":", "："))
            fits = len(lines[position].split()) <= 5 and all(len(line) <= SHORT for line in block)
            return position if fits and not introduced and sum(map(is_contact, block)) >= 2 else None
        above = lines[position]
    return None
