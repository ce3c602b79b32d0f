"""Outlook's winmail.dat: its files and bodies take its place, and no stream is a danger."""

import base64
import hashlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.limits import RTF_BYTES, TNEF_OBJECTS
from postroom.mail.parse import ParsedMail, parse_mail
from postroom.mail.rtf import decompress_rtf, read_rtf
from postroom.mail.tnef import read_tnef
from tests.core.mail import tnef_streams as tnef
from tests.core.mail.tnef_streams import attached, item, properties, stream
from tests.cpu_time import assert_in_proportion, assert_no_dearer
from tests.shared_data import shared_data

BODY_TNEF = "mime-mimekit/files/UnitTests/TestData/tnef"


def mailed(data: bytes, text: bytes = b"") -> ParsedMail:
    head = b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\n"
    body = b"--x\n\n" + text + b"\n" if text else b""
    part = b"--x\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    return parse_mail(head + body + part + base64.encodebytes(data) + b"--x--\n")


def test_files_and_body_take_the_place_of_the_envelope() -> None:
    parsed = mailed(
        stream(
            item(1, tnef.CODEPAGE, struct.pack("<II", 1252, 0)),
            item(1, tnef.BODY, "Kære Søren,\r\nher er den.\0".encode("cp1252")),
            attached("Bilag æ.pdf".encode("cp1252"), b"%PDF-1.4 one"),
            attached(
                b"../two.txt", b"two", item(2, tnef.FILE_PROPERTIES, properties((30, 0x3707, b"a longer name.txt\0")))
            ),
        )
    )
    mail = parsed.mail
    assert mail.text == "Kære Søren,\nher er den."
    assert [(one.filename, one.content_type, one.size) for one in mail.attachments] == [
        ("Bilag æ.pdf", "application/pdf", 12),
        ("a longer name.txt", "text/plain", 3),
    ]
    assert parsed.contents == (b"%PDF-1.4 one", b"two")
    assert mail.attachments[1].sha256 == hashlib.sha256(b"two").hexdigest()
    assert mail.problems == ()


def test_the_text_that_stands_in_the_mail_is_not_said_twice() -> None:
    parsed = mailed(stream(item(1, tnef.BODY, b"the same\0")), text=b"the same")
    assert parsed.mail.text == "the same"


def test_the_html_that_outlook_hid_in_rtf_is_read() -> None:
    data = shared_data(BODY_TNEF, "body.tnef").read_bytes()
    expected = shared_data(BODY_TNEF, "body", "message.html").read_text("latin-1")
    assert read_tnef(data).html.split() == expected.split()
    mail = mailed(data).mail
    assert mail.html_as_text.startswith("THE BILL OF RIGHTS\nAmendments 1-10 of the Constitution\n")
    assert mail.html_as_text.endswith("are reserved to the states respectively, or to the people.")
    assert mail.attachments == ()


def test_an_rtf_body_alone_is_the_text() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252 {\fonttbl{\f0 Arial;}}\f0 K\'e6re {\b kunde},\par 5\u8364? i alt}"
    block = properties((0x0102, 0x1009, tnef.compressed(rtf)))
    assert mailed(stream(item(1, tnef.MESSAGE_PROPERTIES, block))).mail.text == "Kære kunde,\n5€ i alt"


def test_a_message_inside_is_kept_and_its_files_are_found() -> None:
    inner = stream(attached(b"inner.txt", b"inner"))
    block = properties((0x000D, 0x3701, tnef.MESSAGE_ID + inner))
    outer = stream(item(2, tnef.RENDERING, b"\0" * 14), item(2, tnef.FILE_PROPERTIES, block))
    assert [(one.filename, one.content_type) for one in mailed(outer).mail.attachments] == [
        ("attachment-1", "application/ms-tnef"),
        ("inner.txt", "text/plain"),
    ]


def test_a_stream_that_is_cut_off_gives_what_it_has_and_is_kept_too() -> None:
    whole = stream(attached(b"one.txt", b"one"), attached(b"two.txt", b"two" * 100))
    mail = mailed(whole[:-200]).mail
    assert [one.filename for one in mail.attachments] == ["winmail.dat", "one.txt", "two.txt"]
    assert "the TNEF stream is cut off" in [one.reason for one in mail.problems]


def test_what_only_is_called_so_is_kept_as_it_is() -> None:
    mail = mailed(b"no stream").mail
    assert [one.filename for one in mail.attachments] == ["winmail.dat"]
    assert mail.problems[0].reason == "no TNEF stream, whatever it is called"


def test_endless_objects_are_cut() -> None:
    found = read_tnef(stream(*[item(2, tnef.RENDERING, b"")] * (TNEF_OBJECTS + 10)))
    assert len(found.files) == TNEF_OBJECTS
    assert "the rest is not read" in found.problems[0]


@pytest.mark.parametrize(
    "block",
    [
        struct.pack("<I", 0xFFFFFFFF),
        struct.pack("<IHHI", 0xFFFFFFFF, 0x1002, 0x1000, 0xFFFFFFFF) + b"\0" * 64,
        struct.pack("<IHHI", 1, 0x101E, 0x1000, 0xFFFFFFFF) + b"\0" * 250_000,
        struct.pack("<IHHI", 1, 0x1002, 0x1000, 0x0FFFFFFF) + b"\0" * 250_000,
        struct.pack("<IHH", 9, 0x1E, 0x8000) + b"\0" * 16 + struct.pack("<II", 1, 0xFFFFFFFF) + b"\0" * 250_000,
        struct.pack("<I", 60_000) + struct.pack("<HHHH", 2, 0x1000, 0, 0) * 30_000,
    ],
)
def test_counts_that_lie_cost_nothing(block: bytes) -> None:
    honest = stream(item(1, tnef.MESSAGE_PROPERTIES, struct.pack("<I", 0)) * 1_000, attached(b"x", b"x" * 250_000))
    lying = stream(item(1, tnef.MESSAGE_PROPERTIES, block))
    assert_no_dearer(lambda: read_tnef(lying), lambda: read_tnef(honest), times=10)


def test_messages_in_messages_end_somewhere() -> None:
    data = stream(attached(b"x", b"x"))
    for _ in range(200):
        block = properties((0x000D, 0x3701, tnef.MESSAGE_ID + data))
        data = stream(item(2, tnef.FILE_PROPERTIES, block))
    assert any("deeper" in problem for problem in read_tnef(data).problems)


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(0, 2), st.sampled_from([tnef.MESSAGE_PROPERTIES, tnef.FILE_PROPERTIES]))
def test_any_property_block_is_survived(block: bytes, level: int, name: int) -> None:
    found = read_tnef(stream(item(level, name, block)))
    assert (found.text + found.html).encode() is not None


@settings(max_examples=200)
@given(st.integers(0, 10_000), st.binary(max_size=20))
def test_a_real_stream_damaged_anywhere_is_survived(position: int, damage: bytes) -> None:
    data = shared_data(BODY_TNEF, "body.tnef").read_bytes()
    at = position % len(data)
    mailed(data[:at] + damage + data[at + len(damage) :])


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi one\par two\tab three\line four}", "one\ntwo\tthree\nfour"),
        (rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (rb"{\rtf1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}\f1\'cf\'f0\f0 \'e6}", "Прæ"),
        (rb"{\rtf1\uc1 \u-10179?\u-8704? \u228ae}", "😀 äe"),
        (rb"{\rtf1\uc2 \u228 aex\uc0 \u229 y}", "äxåy"),
        (
            rb"{\rtf1 {\*\generator x;}{\info{\title t}}{\pict 89504e47}shown {\*\unknown y}\{\\\}\~\_}",
            "shown {\\}\xa0-",
        ),
        (rb"}}}{{{\rtf1 odd", "odd"),
        (b"", ""),
    ],
)
def test_rtf_is_read_as_text(rtf: bytes, text: str) -> None:
    assert read_rtf(rtf) == (text, False)


def test_html_within_rtf_is_taken_out_and_what_only_rtf_needs_is_left() -> None:
    rtf = rb"{\rtf1\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Hi \htmlrtf }\htmlrtf0{\*\htmltag84 &amp;}"
    rtf += rb"{\*\htmltag72 </p>}}"
    assert read_rtf(rtf) == ("<p>Hi &amp;</p>", True)


def test_rtf_is_expanded_up_to_its_limit() -> None:
    assert decompress_rtf(tnef.compressed(b"{\\rtf1 hello}")) == (b"{\\rtf1 hello}", "")
    # One letter, then references that repeat it: seventeen bytes for two, the smallest bomb there is.
    body, size = b"", 207
    for _ in range(12_000):
        body += b"\xfe" + b"a" if not body else b"\xff"
        size += not body[2:]
        for _ in range(7 if len(body) == 2 else 8):
            body += struct.pack(">H", (size - 1) % 4096 << 4 | 15)
            size += 17
    bomb = b"\0" * 8 + b"LZFu" + b"\0" * 4 + body
    expanded, problem = decompress_rtf(bomb)
    assert len(expanded) <= RTF_BYTES + 8 * 17
    assert problem == f"RTF cut after {RTF_BYTES} bytes"


@pytest.mark.parametrize(
    "piece", [rb"{", rb"}", rb"\par", rb"\'e6", rb"\u1?", rb"{\*\htmltag ", rb"\f1", b"\\", b"\\'"]
)
def test_rtf_takes_time_in_proportion_to_its_length(piece: bytes) -> None:
    assert_in_proportion(lambda size: read_rtf(b"{\\rtf1\\fromhtml1 " + piece * (size // len(piece))), 256 * 1024)
