"""Writes small PDFs for tests: texts at places, in any of the four languages, on as many pages as wanted."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose baseline begins at x, y, measured from the page's upper left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    turned: int = 0
    """Degrees against the clock: 90 is written upwards, as on a page's edge."""


def page(*lines: str, x: float = 60, y: float = 60, step: float = 14) -> list[Text]:
    """Lines below each other; the cells of one, parted by tabs, 130 apart."""
    return [
        Text(x + 130 * column, y + step * row, cell)
        for row, line in enumerate(lines)
        for column, cell in enumerate(line.split("\t"))
        if cell
    ]


def pdf(*pages: Sequence[Text], rotate: int = 0, deflate: bool = True) -> bytes:
    """A document of these pages."""
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: _pages(len(pages)),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [5 0 R] >>",
        5: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        6: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 90 >>",
    }
    for number, texts in enumerate(pages):
        objects[7 + 2 * number] = (
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
            b" /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R >>" % (WIDTH, HEIGHT, rotate, 8 + 2 * number)
        )
        objects[8 + 2 * number] = stream(b"\n".join(map(_shown, texts)), deflate=deflate)
    return written(objects)


def stream(content: bytes, *, deflate: bool = True, more: bytes = b"") -> bytes:
    """A stream object."""
    data = zlib.compress(content) if deflate else content
    kind = b" /Filter /FlateDecode" if deflate else b""
    return b"<< /Length %d%s%s >>\nstream\n%s\nendstream" % (len(data), kind, more, data)


def written(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """The file of these objects, with its table of places."""
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, start)
    return bytes(out)


def _pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (7 + 2 * number) for number in range(count))
    return b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)


def _shown(text: Text) -> bytes:
    turn = {0: b"1 0 0 1", 90: b"0 1 -1 0", 180: b"-1 0 0 -1", 270: b"0 -1 1 0"}[text.turned]
    try:
        font, shown = b"F1", b"<%s>" % text.text.encode("cp1252").hex().encode()
    except UnicodeEncodeError:
        font, shown = b"F2", b"<%s>" % text.text.encode("utf-16-be").hex().encode()
    place = b"%.2f %.2f Tm" % (text.x, HEIGHT - text.y)
    return b"BT /%s %.2f Tf %s %s %s Tj ET" % (font, text.size, turn, place, shown)


def locked(content: bytes, number: int = 8) -> bytes:
    """A document of one page whose content, object `number`, is locked against change: it opens without a password.

    PDF 1.7, 7.6: the standard handler with a key of 40 bits (V 1, R 2) and an empty user password.
    """
    owner, permissions, file_id = bytes(32), (-4).to_bytes(4, "little", signed=True), b"\0" * 16
    key = hashlib.md5(_PADDING + owner + permissions + file_id, usedforsecurity=False).digest()[:5]
    mark = number.to_bytes(3, "little") + bytes(2)
    lock = hashlib.md5(key + mark, usedforsecurity=False).digest()[:10]
    data = _rc4(lock, zlib.compress(content))
    trailer = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<%s> <%s>] " % (
        owner.hex().encode(),
        _rc4(key, _PADDING).hex().encode(),
        file_id.hex().encode(),
        file_id.hex().encode(),
    )
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: _pages(1),
            3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            7: b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
            b" /Contents %d 0 R >>" % number,
            number: b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data),
        },
        trailer,
    )


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, at = list(range(256)), 0
    for place in range(256):
        at = (at + state[place] + key[place % len(key)]) % 256
        state[place], state[at] = state[at], state[place]
    out, one, other = bytearray(), 0, 0
    for byte in data:
        one = (one + 1) % 256
        other = (other + state[one]) % 256
        state[one], state[other] = state[other], state[one]
        out.append(byte ^ state[(state[one] + state[other]) % 256])
    return bytes(out)
