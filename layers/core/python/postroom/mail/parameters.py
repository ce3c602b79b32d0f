"""Content-Type and Content-Disposition (RFC 2045, 2183): a value and parameters, by RFC 2231 or not."""

import re
from collections.abc import Iterator

from .charsets import decode_text
from .words import decode_header

_BETWEEN = re.compile(rb"[\s;]*+")
_PARAMETER = re.compile(rb'([^\s=;"]++)\s*+=\s*+("(?:[^"\\]|\\.)*+"?+|[^;]*+)', re.DOTALL)
_NO_PARAMETERS = re.compile(rb"(?:;(?=\s*+[^;=\s][^;=]*+(?:;|\Z))[^;]*+)++")
_PERCENT_UTF8 = re.compile(r"%[C-Fc-f][0-9A-Fa-f]%[89ABab]")
_PERCENT_TEXT = re.compile(r"%([0-9A-Fa-f]{2})")
_ESCAPED = re.compile(rb'\\(["\\])')
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_EXTENDED = re.compile(rb"([^']{0,60})'[^']{0,60}'(.*)", re.DOTALL)


def read_parameters(value: bytes, charset: str | None = None) -> tuple[str, dict[str, str]]:
    """The lower-cased value and its parameters, decoded; of repeated ones the first counts."""
    head, _, rest = value.strip().partition(b";")
    # The semicolon after the value is the one most often forgotten.
    main, *forgotten = head.split(None, 1) or [b""]
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, bytes]]] = {}
    for name, text in _pairs(b";".join([*forgotten, rest])):
        section = _CONTINUED.fullmatch(name)
        if section is None or (section[2] is None and section[3] is None):
            plain.setdefault(name, decode_header(text, charset))
        else:
            number = int(section[2] or 0)
            pieces.setdefault(section[1], {}).setdefault(number, (section[3] is not None, text))
    # RFC 2231 outranks a plain parameter of the same name, as in RFC 6266, 4.3.
    return main.strip(b'"').decode("ascii", "replace").lower(), plain | {
        name: _continued(sections, charset) for name, sections in pieces.items()
    }


def file_name_of(parameters: dict[str, str], name: str) -> str:
    """A parameter that names a file, freed of what some write around it: single quotes, percent signs of a URL."""
    given = parameters.get(name, "")
    if len(given) > 2 and given[0] == given[-1] == "'":
        given = given[1:-1]
    if _PERCENT_UTF8.search(given):
        try:
            return _PERCENT_TEXT.sub(lambda found: chr(int(found[1], 16)), given).encode("latin-1").decode("utf-8")
        except UnicodeError:
            return given
    return given


def _pairs(value: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and raw value of each parameter; what is none is passed over."""
    position = 0
    while position < len(value):
        between = _BETWEEN.match(value, position)
        position = between.end() if between else position
        match = _PARAMETER.match(value, position)
        if match is not None:
            name, text, position = match[1].decode("ascii", "replace").lower(), match[2], match.end()
            if name in {"filename", "name"} and not text.startswith(b'"'):
                # An unquoted name may hold a semicolon itself: what follows is no parameter then.
                more = _NO_PARAMETERS.match(value, position)
                text, position = (text + more[0], more.end()) if more else (text, position)
            yield name, _unquoted(text)
        else:
            position = value.find(b";", position) + 1 or len(value)


def _unquoted(text: bytes) -> bytes:
    if text.startswith(b'"'):
        return _ESCAPED.sub(rb"\1", text[1:].removesuffix(b'"'))
    return text.strip().removesuffix(b'"')


def _continued(sections: dict[int, tuple[bool, bytes]], charset: str | None) -> str:
    declared: str | None = None
    data = b""
    encoded_any = False
    for position, number in enumerate(sorted(sections)):
        encoded, text = sections[number]
        if encoded:
            encoded_any = True
            extended = _EXTENDED.match(text) if position == 0 else None
            if extended is not None:
                declared, text = extended[1].decode("ascii", "replace") or None, extended[2]
            text = _PERCENT.sub(lambda found: bytes.fromhex(found[1].decode("ascii")), text)
        data += text
    if not encoded_any:
        return decode_header(data, charset)
    return decode_text(data, declared)[0]
