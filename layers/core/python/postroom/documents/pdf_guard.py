"""What no PDF reader is given: files too large, and streams that inflate far beyond what a page of text needs."""

import re
import zlib
from collections.abc import Iterator

from ..limits import PDF_BYTES, PDF_INFLATED_BYTES, PDF_STREAM_BYTES, PDF_STREAMS

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_CHUNK = 64 * 1024
_FILTERS = 3
"""How often one stream is inflated: filters can be chained."""


def refusal(content: bytes) -> str | None:
    """Why the file is not read; None if it is."""
    if len(content) > PDF_BYTES:
        return f"larger than {PDF_BYTES} bytes"
    total = 0
    for number, stream in enumerate(_STREAM.finditer(content)):
        if number >= PDF_STREAMS:
            return f"more than {PDF_STREAMS} streams"
        size = _inflated_size(content, stream.end())
        total += size
        if size > PDF_STREAM_BYTES or total > PDF_INFLATED_BYTES:
            return f"its streams inflate beyond {PDF_STREAM_BYTES} bytes each or {PDF_INFLATED_BYTES} in all"
    return None


def _inflated_size(content: bytes, start: int) -> int:
    """What a stream inflates to, however often it is deflated; stops beyond the limit of one."""
    if not _is_deflated(content[start : start + 2]):
        return 0
    size = 0
    chunks: Iterator[bytes] = (content[at : at + _CHUNK] for at in range(start, len(content), _CHUNK))
    for _ in range(_FILTERS):
        made, head = 0, b""
        kept: list[bytes] = []
        for chunk in _inflated(chunks):
            head = head or chunk[:2]
            made += len(chunk)
            if made > PDF_STREAM_BYTES:
                return made
            if _is_deflated(head):
                kept.append(chunk)
        size = max(size, made)
        if not kept:
            break
        chunks = iter(kept)
    return size


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
