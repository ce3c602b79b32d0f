"""Reading the body of an HTTP request: by its length or in chunks, and never more than the door lets in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import IO

from infra.local.doors.exchange import TooLarge

_LINE = 8_192


class BadBody(Exception):
    """The body is not what its headers say."""


def read_body(headers: Mapping[str, str], stream: IO[bytes], limit: int, ready: Callable[[], None]) -> bytes:
    """The body; `ready` is called before the first byte is awaited. Raises TooLarge and BadBody."""
    if headers.get("Transfer-Encoding", "").strip().lower() == "chunked":
        ready()
        return _in_chunks(stream, limit)
    length = headers.get("Content-Length", "0").strip()
    if not length.isdecimal():
        raise BadBody(f"Content-Length is {length!r}, which is no number")
    if int(length) > limit:
        raise TooLarge(f"{length} bytes, {limit} are let in")
    ready()
    return _exactly(stream, int(length))


def _in_chunks(stream: IO[bytes], limit: int) -> bytes:
    body = bytearray()
    while size := _chunk_size(stream.readline(_LINE)):
        if len(body) + size > limit:
            raise TooLarge(f"more than {limit} bytes")
        body += _exactly(stream, size)
        stream.readline(_LINE)
    trailer = stream.readline(_LINE)
    while trailer.strip():
        trailer = stream.readline(_LINE)
    return bytes(body)


def _chunk_size(line: bytes) -> int:
    try:
        return int(line.partition(b";")[0].strip(), 16)
    except ValueError:
        raise BadBody(f"{line[:40]!r} is not the size of a chunk") from None


def _exactly(stream: IO[bytes], size: int) -> bytes:
    body = stream.read(size)
    if len(body) < size:
        raise BadBody(f"the body ended after {len(body)} of {size} bytes")
    return body
