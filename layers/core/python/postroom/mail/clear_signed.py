"""The armor that OpenPGP puts around a text signed in the clear (RFC 9580, 7): it is none of what was written."""

import re

_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]{0,30}: ")
_ESCAPE = "- "


def without_armor(lines: list[str]) -> list[str]:
    """The lines with what was signed as it was written; all of them where the armor is not whole."""
    marks = [line.rstrip() for line in lines]
    if _BEGIN not in marks:
        return lines
    begin = marks.index(_BEGIN)
    try:
        signature = marks.index(_SIGNATURE, begin)
        end = marks.index(_END, signature)
    except ValueError:
        return lines
    first = begin + 1
    while _HEADER.match(marks[first]):
        first += 1
    signed = [line.removeprefix(_ESCAPE) for line in lines[first:signature]]
    return [*lines[:begin], *signed, *lines[end + 1 :]]
