"""Header text: RFC 2047 as it should be and as it is."""

import pytest

from postroom.mail.words import decode_header


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"=?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße"),
        (b"=?UTF-8?b?w6bDuMOl?=", "æøå"),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        (b"=?utf-8?q?a?= \t =?iso-8859-1?q?=E6?=", "aæ"),
        (b"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        (b"=?utf-8?q?a_b?=", "a b"),
        (b"=?utf-8*da?q?bl=C3=A5?=", "blå"),
        # What follows is against the RFC, and common.
        (b"=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
        (b"Re:=?utf-8?q?=C3=A6?=x", "Re:æx"),
        (b"=?utf-8?q?two words?=", "two words"),
        (b"=?utf-8?Q?Really?=20yes?=", "Really? yes"),
        (b"=?utf-8?B?w6?= =?utf-8?B?bDuA==?=", "æø"),
        (b"=?utf-8?q?=C3?= =?utf-8?q?=A6?=", "æ"),
        (b"=?utf-8?B?w6Y?=", "æ"),
        (b"=?utf-8?B?w6Y=!?=", "æ"),
        (b"=?utf-8?q?=ZZ?=", "=ZZ"),
        (b"=?no-such?q?=C3=A6?=", "æ"),
        (b"=?us-ascii?q?=C3=A6?=", "æ"),
        (b"=?utf-8?q?cut_off", "cut off"),
        (b"Re: =?utf-8?q?a?= =?utf-8?q?b_c?", "Re: ab c"),
        (b"=?utf-8?B?w6bDuMM", "æø"),
        (b"=?utf-8?q?two words", "=?utf-8?q?two words"),
        (b"=?UTF-16?B?AOYA+A==?=", "æø"),
        (b"=?UTF-16?B?5gD4AA==?=", "æø"),
        (b"=?cp-850?q?=91?=", "æ"),
        (b"=?gb2312?B?t6LGsQ==?=", "发票"),
        (b"=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
        (b"\xe6\xf8\xe5", "æøå"),
        ("æøå".encode(), "æøå"),
        (b"\x1b$B$^$_\x1b(B", "まみ"),
        (b"=?ISO-2022-JP?B?GyRCJF4kXxsoQg==?=", "まみ"),
        (b"", ""),
    ],
)
def test_a_header_reads_as_its_writer_meant(raw: bytes, text: str) -> None:
    assert decode_header(raw) == text


def test_the_given_charset_is_asked_after_utf8() -> None:
    assert decode_header("Счёт".encode("koi8-r"), "koi8-r") == "Счёт"
    assert decode_header("Счёт".encode(), "koi8-r") == "Счёт"
