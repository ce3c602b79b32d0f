"""What PDFium would make of a file's streams if they are a page's content, in memory and time, found without a reader.

It keeps 250 bytes for each letter that a page shows, 100 for each letter of other instructions, and for each mark
(BMC, BDC) a list of all marks still open: four megabytes of letters take a gigabyte, three kilobytes of marks which
nobody closes take all memory there is. Each instruction that shows letters it compares with those before it at the
same place: 40,000 take ten seconds. Whatever a stream calls itself, it is a page's content where a page says so;
only pictures, fonts, profiles of colours, metadata and attached files that stand in no list and behind no `/Contents`
are none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..limits import PDF_CONTENT_BYTES, PDF_NESTED_MARKS, PDF_SHOWN_BYTES, PDF_SHOWS

_APART = rb"\s()<>\[\]{}/%"
_SHOWS = (b"Tj", b"TJ", b"'", b'"')
_OPENS = re.compile(rb"B(?:MC|DC)(?![^%b])" % _APART)
_NESTING = re.compile(rb"\\.|[()]|(?<![^%b])(?:B(?:MC|DC)|EMC)(?![^%b])" % (_APART, _APART), re.DOTALL)
_RESOURCE = re.compile(
    rb"/Image|/Length1|/Type1C|/CIDFontType0C|/OpenType|/Alternate|/N\s+[134]\b|/Metadata|/EmbeddedFile"
)
_LISTED = re.compile(rb"\[([^\[\]]*)\]|/Contents\s*([0-9]+\s+[0-9]+\s+R)")
_REFERENCE = re.compile(rb"([0-9]{1,10})\s+[0-9]+\s+R")
_DISGUISED = re.compile(rb"/[^\s()<>\[\]{}/%]*#(?:[46][1-9A-Fa-f]|[57][0-9Aa]|3[0-9])")
"""A name that writes a letter by its number: nobody needs to."""


@dataclass(slots=True)
class Content:
    """One stream, as if it were a page's content; fed with what it inflates to."""

    number: int
    head: bytes
    size: int = 0
    shown: int = 0
    """Bytes up to the last instruction that shows letters."""
    shows: int = 0
    """How many such instructions there are at most."""
    nested: int = 0
    """Marks open at once, at most; what could stand in a letter closes none."""
    opaque: bool = False
    """Packed in a way of old (LZW, run lengths) that is not looked into."""
    objects: list[bytes] = field(default_factory=list)
    """Of a stream of objects, these: a page may be among them."""
    _open: int = 0
    _string: int = 0

    def read(self, chunk: bytes) -> None:
        """Count what comes next; nothing but its size once that is too much."""
        if self.size > PDF_CONTENT_BYTES:
            self.size += len(chunk)
            return
        last = max(map(chunk.rfind, _SHOWS))
        self.shown = self.size + last if last >= 0 else self.shown
        self.shows += sum(map(chunk.count, _SHOWS))
        self.size += len(chunk)
        if self._open or _OPENS.search(chunk):
            self._read_marks(chunk)
        if self.holds_objects:
            self.objects.append(chunk)

    @property
    def holds_objects(self) -> bool:
        """Whether it is a list of objects that are no streams."""
        return b"/ObjStm" in self.head

    @property
    def is_resource(self) -> bool:
        """A picture, a font or another of them by what it says of itself."""
        return _RESOURCE.search(self.head) is not None

    def _read_marks(self, chunk: bytes) -> None:
        for token in _NESTING.findall(chunk):
            if token[:1] in b"()\\":
                self._read_bracket(token)
            elif token != b"EMC":
                self._open += 1
                self.nested = max(self.nested, self._open)
            elif not self._string:
                self._open = max(0, self._open - 1)

    def _read_bracket(self, token: bytes) -> None:
        if token == b")":
            self._string = max(0, self._string - 1)
        elif token == b"(" or (token == b"\\(" and not self._string):
            self._string += 1


def content_refusal(file: bytes, contents: Iterable[Content]) -> str | None:
    """Why the file's pages are not read; None if they are."""
    streams = list(contents)
    plain = [file, *(b"".join(each.objects) for each in streams if each.holds_objects)]
    listed = [_numbers(found[1] or found[2] or b"") for text in plain for found in _LISTED.finditer(text)]
    named = {number for numbers in listed for number in numbers}
    any_may = any(_DISGUISED.search(text) for text in plain)
    by_number = {each.number: each for each in streams if any_may or not each.is_resource or each.number in named}
    objects = sum(each.size for each in streams if each.holds_objects)
    if sum(each.nested for each in by_number.values()) > PDF_NESTED_MARKS:
        return f"its contents nest more than {PDF_NESTED_MARKS} marks"
    if any(each.opaque for each in by_number.values()):
        return "a page's contents are packed by LZW or run lengths, which may hold anything"
    for numbers in [*([number] for number in by_number), *listed]:
        together = [by_number[number] for number in numbers if number in by_number]
        if max(objects, sum(each.size for each in together)) > PDF_CONTENT_BYTES:
            return f"a page's contents inflate beyond {PDF_CONTENT_BYTES} bytes"
        if sum(each.shown for each in together) > PDF_SHOWN_BYTES:
            return f"a page's text inflates beyond {PDF_SHOWN_BYTES} bytes"
        if sum(each.shows for each in together) > PDF_SHOWS:
            return f"a page shows letters more than {PDF_SHOWS} times"
    return None


def _numbers(references: bytes) -> list[int]:
    return [int(number) for number in _REFERENCE.findall(references)]
