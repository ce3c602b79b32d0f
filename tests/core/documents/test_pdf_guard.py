"""Bombs are refused before a reader sees them, however they are wrapped; ordinary files are not."""

import base64
import zlib

import pytest

from postroom.documents import pdf_guard
from postroom.documents.pdf_guard import refusal
from tests.core.documents.pdf_writer import page, pdf, stream, written

BOMB = zlib.compress(bytes(70 * 1024 * 1024))


def _holding(*streams: bytes) -> bytes:
    return written({1: b"<< /Type /Catalog >>", **dict(enumerate(streams, start=2))})


def test_an_ordinary_file_is_not_refused() -> None:
    assert refusal(pdf(page("Invoice"), page("two"))) is None
    assert refusal(pdf(page("Invoice"), deflate=False)) is None


def test_a_stream_that_inflates_too_far_is_refused() -> None:
    said = refusal(_holding(stream(BOMB, deflate=False)))
    assert said == "its streams inflate beyond 67108864 bytes each or 268435456 in all"


@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb_in_a_bomb_is_refused(times: int) -> None:
    bomb = BOMB
    for _ in range(times):
        bomb = zlib.compress(bomb)
    assert refusal(_holding(stream(bomb, deflate=False))) is not None


def test_many_streams_that_inflate_too_far_together_are_refused() -> None:
    one = stream(bytes(1_000))
    assert refusal(_holding(*[one] * 5), 5_000) is None
    assert refusal(_holding(*[one] * 6), 5_000) is not None


def test_too_many_streams_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_guard, "PDF_STREAMS", 3)
    assert refusal(_holding(*[stream(b"x")] * 3)) is None
    assert refusal(_holding(*[stream(b"x")] * 4)) == "more than 3 streams"


def test_a_stream_that_only_looks_deflated_is_left_to_the_reader() -> None:
    assert refusal(_holding(stream(b"\x78\x9c and then no such thing", deflate=False))) is None
    assert refusal(b"%PDF-1.4 stream\n") is None


def _forms(*draws: int, wrap: bytes = b"") -> bytes:
    """Forms of which each draws the next so many times."""
    more = b" /Type /XObject /Subtype /Form" + wrap
    return _holding(*[stream(b"/X Do " * count, more=more) for count in draws])


def test_forms_that_draw_each_other_without_end_are_refused() -> None:
    assert refusal(_forms(100, 100, 10)) is None
    assert refusal(_forms(100, 100, 100)) == "its forms draw each other more than 200000 times"
    assert refusal(_forms(*[2] * 10)) is None
    assert refusal(_forms(*[2] * 18)) is not None


def test_a_page_that_draws_many_pictures_is_not_refused() -> None:
    assert refusal(_holding(stream(b"/Im1 Do " * 300_000))) is None


@pytest.mark.parametrize("wrapped", [b"ASCII85Decode", b"ASCIIHexDecode"])
def test_forms_are_looked_into_however_they_are_wrapped(wrapped: bytes) -> None:
    content = zlib.compress(b"/X Do " * 100)
    text = base64.a85encode(content) + b"~>" if b"85" in wrapped else content.hex().encode() + b">"
    kind = b" /Subtype /Form /Filter [/%s /FlateDecode]" % wrapped
    assert refusal(_holding(*[stream(text, deflate=False, more=kind)] * 2)) is None
    assert refusal(_holding(*[stream(text, deflate=False, more=kind)] * 3)) is not None
    assert refusal(_holding(*[stream(b"?", deflate=False, more=kind)] * 3)) is None


def test_a_form_that_cannot_be_looked_into_is_not_read() -> None:
    form = b"<< /Length 1 /Subtype /Form /Filter /LZWDecode >>\nstream\n\x80\nendstream"
    assert "LZW" in (refusal(_holding(form)) or "")


def test_a_bomb_that_says_endstream_in_its_middle_is_refused() -> None:
    layer = zlib.compressobj(0)
    bomb = layer.compress(b"endstream ") + layer.flush(zlib.Z_SYNC_FLUSH)
    bomb += zlib.compress(bytes(70 * 1024 * 1024))[2:]
    assert b"endstream" in bomb[:40]
    assert refusal(_holding(stream(bomb, deflate=False))) is not None
