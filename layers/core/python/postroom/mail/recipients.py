"""Who a mail of ours goes to: addresses as people write them into a parameter, read strictly.

Unlike `addresses`, which makes out of strangers' headers what it can, this refuses what it is not sure of.
"""

import re

from postroom import limits

from .domains import ascii_domain

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_ADDRESS = re.compile(rf"({_LOCAL})@([^\s@<>]+)")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])")
_NAMED = re.compile(r'(?:[^<>",;\r\n]*|"[^"\r\n]*"\s*)<([^<>\s]+)>')
_LOCAL_CHARACTERS = 64


def read_recipients(value: object) -> tuple[str, ...]:
    """Plain addresses, each once, of a text separated by commas or of a list. Raises ValueError naming what is none."""
    given = value if isinstance(value, list | tuple) else [value]
    texts = [one for one in given if isinstance(one, str)]
    if len(texts) < len(given):
        raise ValueError("is not a mail address, nor a list of them")
    written = [part.strip() for one in texts for part in re.split("[,;]", one) if part.strip()]
    found = {address.lower(): address for address in map(_read, written)}
    if not 1 <= len(found) <= limits.SENT_RECIPIENTS:
        raise ValueError(f"a mail has 1 to {limits.SENT_RECIPIENTS} recipients, not {len(found)}")
    return tuple(found.values())


def plain_address(text: str) -> str | None:
    """`local@domain` with its domain in ASCII; None if SES would not take it (it knows no SMTPUTF8)."""
    if (parts := _ADDRESS.fullmatch(text)) is None or len(parts[1]) > _LOCAL_CHARACTERS:
        return None
    domain = ascii_domain(parts[2])
    return f"{parts[1]}@{domain}" if _DOMAIN.fullmatch(domain) else None


def _read(written: str) -> str:
    named = _NAMED.fullmatch(written)
    address = plain_address(named[1] if named else written)
    if address is None:
        raise ValueError(f"{written[:100]!r} is not a mail address that can be sent to")
    return address
