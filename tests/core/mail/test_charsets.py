"""Bytes to text, whatever is declared."""

import encodings
import pkgutil
import random

import pytest

from postroom.mail.charsets import decode_text, known_charset


@pytest.mark.parametrize(
    ("data", "declared", "text", "complains"),
    [
        (b"plain", None, "plain", False),
        (b"plain", "no-such", "plain", False),
        ("æ".encode(), "utf-8", "æ", False),
        ("æ".encode(), '"UTF-8"', "æ", False),
        (b"\xe6", "iso-8859-1", "æ", False),
        (b"\x80 1,50", "iso-8859-1", "€ 1,50", False),
        ("發票".encode("gb18030"), "gb2312", "發票", False),
        ("①".encode("cp932"), "shift_jis", "①", False),
        ("스티해".encode("cp949"), "ks_c_5601-1987", "스티해", False),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет", False),
        ("\ufeffæ".encode(), "utf-8", "æ", False),
        ("æ".encode(), "iso-8859-1", "æ", True),
        ("æ".encode(), "us-ascii", "æ", True),
        ("æ".encode(), None, "æ", True),
        (b"\xe6", "utf-8", "æ", True),
        (b"\xe6", "x-nonsense", "æ", True),
        (b"\xe6", "rot13", "æ", True),
        (b"\xe6", "idna", "æ", True),
        (b"plain", "utf-16", "plain", True),
        ("你好,这是一封测试邮件".encode(), "gb2312", "你好,这是一封测试邮件", True),
        (b"\x81\x8d", None, "\x81\x8d", True),
    ],
)
def test_text_is_read_and_a_false_claim_is_told(data: bytes, declared: str | None, text: str, complains: bool) -> None:
    read, complaint = decode_text(data, declared)
    assert read == text
    assert bool(complaint) == complains


def test_two_characters_of_gbk_that_happen_to_be_utf8_stay_gbk() -> None:
    assert decode_text("联通".encode("gbk"), "gb2312") == ("联通", "")


def test_one_cut_character_does_not_make_mojibake_of_the_rest() -> None:
    assert decode_text("æøåæøå".encode()[:-1], "utf-8")[0] == "æøåæø\ufffd"


def test_what_decodes_to_lone_surrogates_can_still_be_stored() -> None:
    text, _ = decode_text(b"+2AA-x", "utf-7")
    assert text.encode().endswith(b"x")


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("windows1252", "cp1252"),
        ("win-1251", "cp1251"),
        ("cp-850", "cp850"),
        ("x-windows-949", "cp949"),
        ("Windows-31J", "cp932"),
        ("KOI8R", "koi8-r"),
        ("dos-862", "cp862"),
        ("unicode-1-1-utf-8", "utf-8"),
    ],
)
def test_charsets_are_known_by_the_names_that_mailers_make_up(name: str, codec: str) -> None:
    assert known_charset(name) == codec


def test_codecs_that_are_no_charsets_are_unknown() -> None:
    for name in ("base64", "zlib", "punycode", "unicode_escape", "undefined", "a\0b", "", "../x", "x" * 99):
        assert known_charset(name) is None, name


def test_every_codec_that_python_has_gives_text_that_can_be_stored() -> None:
    noise = random.Random(1)
    data = [bytes(noise.choice(b"\x1b$B~{+AD2-\xff\xd8\x00\xc3a") for _ in range(40)) for _ in range(50)]
    for codec in pkgutil.iter_modules(encodings.__path__):
        for each in data:
            assert decode_text(each, codec.name)[0].encode() is not None
