"""One spelling per character, each replaced one for one, so that offsets still point into the text as written."""

import re

# Full-width forms (U+FF01 to U+FF5E) are ASCII moved by 0xFEE0; Chinese mails mix both.
_SINGLE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(character): ord(plain)
    for plain, written in {
        " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b",
        "'": "\u2018\u2019\u00b4\u02bc`",
        "-": "\u2010\u2011\u2012\u2013\u2014\u2212",
        "¥": "\uffe5",
        "£": "\uffe1",
        "\n": "\r\v\f\u0085\u2028\u2029",
    }.items()
    for character in written
}
_OTHER = re.compile(f"[{re.escape(''.join(map(chr, _SINGLE)))}]")
WEB_ADDRESS = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>]+", re.IGNORECASE)
_ADDRESS = re.compile(rf"{WEB_ADDRESS.pattern}|(?<![\w.+-])[\w.+-]{{1,64}}@[\w.-]+", re.IGNORECASE)


def unified(text: str) -> str:
    """`text` with plain spaces, apostrophes, hyphens and half-width forms; of the same length."""
    return text.translate(_SINGLE) if _OTHER.search(text) else text


def without_addresses(text: str) -> str:
    """`text` with web and mail addresses blanked out, of the same length: their words and digits state nothing."""
    return _ADDRESS.sub(lambda found: " " * len(found[0]), text)
