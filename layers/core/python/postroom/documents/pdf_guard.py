"""What no PDF reader is given: files too large, streams that inflate too far, forms that draw forms without end, pages
whose contents would fill all memory (pdf_content.py).

A page's content may draw a form, which may draw another a hundred times, which may draw a third a hundred times: a file
of two kilobytes keeps a reader busy for hours. How often forms can be drawn at most is what their contents say,
multiplied.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from ..limits import PDF_BYTES, PDF_DRAWINGS, PDF_INFLATED_BYTES, PDF_STREAM_BYTES, PDF_STREAMS
from .pdf_content import Content, content_refusal

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DRAWS = re.compile(rb"/[^\s/<>\[\]()]{1,60}\s{1,4}Do(?![A-Za-z])")
_NUMBER = re.compile(rb"([0-9]{1,10})\s+[0-9]+\s+\Z")
_NUMBER_REACH = 40
_CHUNK = 64 * 1024
_HEAD = 4_000
"""Bytes before a stream in which its dictionary is looked for."""
_FILTERS = 3
"""How often one stream is inflated: filters can be chained."""
_OPAQUE = (b"/LZWDecode", b"/RunLengthDecode", b"/LZW", b"/RL")


class _Stream(NamedTuple):
    """What it inflates to, and how often it draws something."""

    size: int
    draws: int
    is_form: bool
    content: Content


def refusal(content: bytes, inflated: int = PDF_INFLATED_BYTES) -> str | None:
    """Why the file is not read; None if it is. Its streams may inflate to so many bytes."""
    if len(content) > PDF_BYTES:
        return f"larger than {PDF_BYTES} bytes"
    total, forms, pages = 0, 1, 1
    contents = []
    for number, found in enumerate(_STREAM.finditer(content)):
        if number >= PDF_STREAMS:
            return f"more than {PDF_STREAMS} streams"
        stream = _looked_into(content, found.start(), found.end())
        total += stream.size
        contents.append(stream.content)
        if stream.size > PDF_STREAM_BYTES or total > inflated:
            return f"its streams inflate beyond {PDF_STREAM_BYTES} bytes each or {inflated} in all"
        if stream.is_form:
            forms *= max(1, stream.draws)
        else:
            pages = max(pages, stream.draws)
        # Without a form that draws more than one, a page's pictures are drawn once each.
        if forms > 1 and forms * pages > PDF_DRAWINGS:
            return f"its forms draw each other more than {PDF_DRAWINGS} times"
    return content_refusal(content, contents)


def _looked_into(content: bytes, at: int, start: int) -> _Stream:
    """Stops beyond the limit of one stream's size."""
    before, _, head = content[max(0, at - _HEAD) : at].rpartition(b"obj")
    is_form, number = b"/Form" in head, _NUMBER.search(before[-_NUMBER_REACH:])
    as_content = Content(int(number[1]) if number else 0, head)
    if any(name in head for name in _OPAQUE):
        as_content.opaque = True
        return _Stream(0, 1, is_form, as_content)
    if not _is_deflated(content[start : start + 2]):
        content, start = _as_it_stands(content, start, head), 0
        if not _is_deflated(content[:2]):
            as_content.read(content)
            return _Stream(0, _draws(content), is_form, as_content)
    size = draws = 0
    # Where a deflated stream ends it says itself; "endstream" may stand in the middle of it.
    chunks: Iterator[bytes] = (content[at : at + _CHUNK] for at in range(start, len(content), _CHUNK))
    for _ in range(_FILTERS):
        made, kept, is_nested = 0, [], False
        for chunk in _inflated(chunks):
            is_nested = is_nested or (not made and _is_deflated(chunk[:2]))
            made += len(chunk)
            if made > PDF_STREAM_BYTES:
                return _Stream(made, draws, is_form, as_content)
            if is_nested:
                kept.append(chunk)
            else:
                draws += _draws(chunk)
                as_content.read(chunk)
        size = max(size, made)
        if not is_nested:
            break
        chunks = iter(kept)
    return _Stream(size, draws, is_form, as_content)


def _draws(content: bytes) -> int:
    return len(_DRAWS.findall(content))


def _as_it_stands(content: bytes, start: int, head: bytes) -> bytes:
    """A stream's bytes, out of the letters and digits in which some writers wrap them."""
    end = content.find(b"endstream", start)
    raw = content[start : end if end >= 0 else len(content)]
    is_hex = b"/ASCIIHexDecode" in head or b"/AHx" in head
    return _unwrapped(raw, is_hex=is_hex) if is_hex or b"/ASCII85Decode" in head or b"/A85" in head else raw


def _unwrapped(wrapped: bytes, *, is_hex: bool) -> bytes:
    try:
        if is_hex:
            return binascii.unhexlify(re.sub(rb"[^0-9A-Fa-f]", b"", wrapped.partition(b">")[0]))
        return base64.a85decode(re.sub(rb"\s", b"", wrapped.partition(b"~")[0]))
    except ValueError:
        return wrapped


def _inflated(chunks: Iterator[bytes]) -> Iterator[bytes]:
    layer = zlib.decompressobj()
    for chunk in chunks:
        rest = chunk
        while rest and not layer.eof:
            try:
                made = layer.decompress(rest, _CHUNK)
            except zlib.error:
                return
            rest = layer.unconsumed_tail
            if made:
                yield made
        if layer.eof:
            return


def _is_deflated(head: bytes) -> bool:
    """Whether it begins as zlib streams do: deflate, and a check of the two bytes by 31 (RFC 1950)."""
    return len(head) == 2 and head[0] & 0x0F == 8 and head[0] >> 4 <= 7 and int.from_bytes(head, "big") % 31 == 0
