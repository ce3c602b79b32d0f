"""Whatever arrives is a mail: nothing raises, nothing takes long, everything can be stored."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.mail.fingerprint import body_fingerprint
from postroom.mail.matching import compress_mail, cut_for_matching, expand_mail
from postroom.mail.parse import parse_mail
from tests.core.mail.test_parse import MULTIPART
from tests.cpu_time import assert_in_proportion

_TOKENS = [
    *(b"\n", b"\r\n", b"\r", b" ", b"\t", b"\0", b"\xff", b":", b";", b",", b"=", b'"', b"<", b">", b"(", b")", b"@"),
    *(b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Message-ID: ", b"References: ", b"Return-Path: ", b"From "),
    *(b"Content-Type: ", b"Content-Transfer-Encoding: ", b"Content-Disposition: attachment; ", b"multipart/mixed; "),
    *(b"multipart/alternative; ", b"multipart/digest; ", b"message/rfc822", b"text/html; ", b"text/plain; "),
    *(b"boundary=x", b"\n--x\n", b"\n--x--\n", b"charset=", b"utf-8", b"utf-7", b"iso-2022-jp", b"utf-16", b"hz"),
    *(b"base64", b"quoted-printable", b"x-uuencode", b"format=flowed; delsp=yes", b"filename*0*=", b"name*=u''%C3"),
    *(
        b"=?utf-8?Q?",
        b"=?gb2312?B?",
        b"=?utf-7?q?+2AA-?=",
        b"?=",
        b"w6Y=",
        b"=C3=A6",
        b"=ZZ",
        b"begin 644 a\n",
        b"+2AA-",
    ),
    *(b"<p>", b"<div style='display:none'>", b"</div>", b"<table><tr><td>", b"<!--", b"<pre>", b"<li>", b"&#xD800;"),
    *(b"<blockquote type=cite>", b"> ", b"-- \n", b"On 1 x wrote:\n", b"Fri, 15 Mar 2024 10:00:00 +0100", b"a@b.dk"),
]
_MAIL_LIKE = st.lists(st.sampled_from(_TOKENS), max_size=60).map(b"".join)


def _survives(raw: bytes) -> None:
    parsed = parse_mail(raw)
    assert len(parsed.contents) == len(parsed.mail.attachments)
    assert [file.size for file in parsed.mail.attachments] == [len(content) for content in parsed.contents]
    assert "\0" not in parsed.mail.subject + parsed.mail.text + parsed.mail.html_as_text
    assert expand_mail(compress_mail(parsed.mail)) == parsed.mail
    cut_for_matching(parsed.mail)
    assert len(body_fingerprint(parsed)) == 64


@settings(max_examples=300)
@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    _survives(raw)


@settings(max_examples=700)
@given(_MAIL_LIKE)
def test_any_wreck_of_a_mail_is_a_mail(raw: bytes) -> None:
    _survives(raw)


def test_a_mail_cut_off_anywhere_is_a_mail() -> None:
    for end in range(len(MULTIPART)):
        _survives(MULTIPART[:end])


@settings(max_examples=300)
@given(st.integers(0, len(MULTIPART)), st.integers(0, 40), st.binary(max_size=40))
def test_a_mail_damaged_anywhere_is_a_mail(position: int, length: int, damage: bytes) -> None:
    _survives(MULTIPART[:position] + damage + MULTIPART[position + length :])


_SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parents[3] / "events" / "mail").glob("*.eml"))]
_PLACE = st.integers(0, 20_000)
_MUTATION = st.one_of(
    st.tuples(st.just("cut"), _PLACE, st.integers(1, 400), st.just(b"")),
    st.tuples(st.just("repeat"), _PLACE, st.integers(1, 400), st.just(b"")),
    st.tuples(st.just("insert"), _PLACE, st.just(0), st.sampled_from(_TOKENS)),
    st.tuples(st.just("overwrite"), _PLACE, st.just(0), st.one_of(st.sampled_from(_TOKENS), st.binary(max_size=8))),
    st.tuples(st.just("line ends"), _PLACE, st.just(0), st.sampled_from([b"\r\n", b"\r", b"\n\n", b"\r\r\n"])),
    st.tuples(st.just("move"), _PLACE, st.integers(1, 2000), st.just(b"")),
)


def _mutated(raw: bytes, kind: str, place: int, length: int, piece: bytes) -> bytes:
    at = place % (len(raw) + 1)
    taken, before, after = raw[at : at + length], raw[:at], raw[at + length :]
    match kind:
        case "cut":
            return before + after
        case "repeat":
            return before + taken * 3 + after
        case "move":
            return after + taken + before
        case "line ends":
            return before + raw[at:].replace(b"\n", piece)
        case "overwrite":
            return before + piece + raw[at + len(piece) :]
    return before + piece + raw[at:]


@settings(max_examples=300)
@given(st.sampled_from(_SAMPLES), st.lists(_MUTATION, min_size=1, max_size=6))
def test_a_sample_mail_wrecked_in_several_ways_is_a_mail(
    raw: bytes, mutations: list[tuple[str, int, int, bytes]]
) -> None:
    for kind, place, length, piece in mutations:
        raw = _mutated(raw, kind, place, length, piece)
    _survives(raw)


_SIZE = 256 * 1024
_Made = Callable[[int], bytes]


def _filled(head: bytes, piece: bytes, tail: bytes = b"\n\nbody") -> _Made:
    """A mail of about so many bytes."""
    return lambda size: head + piece * (size // len(piece)) + tail


def _nested(size: int) -> bytes:
    level = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
    return b"".join(level % (each, each) for each in range(size // 64))


@pytest.mark.parametrize(
    "made",
    [
        *(_filled(b"To: ", piece) for piece in (b"=?", b"=?a?q?", b"\\", b'"', b"(", b"<", b"a@b,", b":", b"<a@b ")),
        *(_filled(b"Subject: ", piece) for piece in (b"=?", b"=?a?q?", b"=?utf-8?q?a?= ", b"\xe6")),
        *(_filled(b"Content-Type: a/b", piece) for piece in (b";", b"; a", b'; a="', b"; a*0=b", b" ")),
        *(
            _filled(b"Content-Type: multipart/mixed; boundary=x\n\n", piece)
            for piece in (b"--x\n", b"--x  y\n", b"--x--\n--x\n")
        ),
        *(_filled(b"Content-Type: multipart/mixed\n\n", piece) for piece in (b"--x\n", b"-", b"\n")),
        *(_filled(b"Content-Transfer-Encoding: base64\n\n", piece) for piece in (b"=", b"= ", b"A=", b"=\n")),
        *(_filled(b"Content-Transfer-Encoding: quoted-printable\n\n", piece) for piece in (b"= \t", b"=")),
        *(_filled(b"", piece, b"") for piece in (b"\nbegin 644 a\n", b"\nbegin 644 a\n#0V%T\n", b"\n#0V%T\nend\n")),
        *(
            _filled(b"Content-Type: text/calendar\n\n", piece, b"")
            for piece in (b"BEGIN:VEVENT\n", b";A=", b" \n", b';A="')
        ),
        *(
            _filled(b"Content-Type: message/rfc822\n\n", piece, b"")
            for piece in (b"Content-Type: message/rfc822\n\n", b"S:")
        ),
        *(
            _filled(b"Content-Type: application/zip\n\nPK\x03\x04", piece, b"")
            for piece in (b"PK\x01\x02", b"PK\x05\x06")
        ),
        *(
            _filled(b"Content-Type: application/ms-tnef\n\n\x78\x9f\x3e\x22", piece, b"")
            for piece in (b"\0", b"\1\0\0", b"\2")
        ),
        *(
            _filled(b"Content-Type: text/plain\n\n", piece, b"")
            for piece in (b"\xe6 ", b"\xe6\xf8\n", bytes(range(128, 256)))
        ),
        *(_filled(b"", piece) for piece in (b"a:b\n", b"a\n", b"\r", b" \n", b"\0")),
        _nested,
    ],
    ids=lambda made: repr(made(100)[:50]),
)
def test_hostile_mails_take_time_in_proportion_to_their_length(made: _Made) -> None:
    assert_in_proportion(lambda size: _survives(made(size)), _SIZE)
