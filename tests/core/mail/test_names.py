"""File names that are safe wherever they are saved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.limits import ATTACHMENT_NAME_CHARACTERS
from postroom.mail.names import safe_filename, unique_filenames


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("faktura.pdf", "faktura.pdf"),
        ("Blåbær og 发票.pdf", "Blåbær og 发票.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.doc", "a.doc"),
        ("a/b/", "b"),
        (".htaccess", "htaccess"),
        ("a\x00b\r\n.txt", "a b.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a<b>:c|d?.txt", "a_b__c_d_.txt"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("console.txt", "console.txt"),
        ("trailing. . ", "trailing"),
        ("..", "fallback"),
        ("", "fallback"),
        ("\u200b", "fallback"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_filename(name, "fallback") == safe


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_filename("a" * 500 + ".pdf", "x")
    assert (len(name), name[-5:]) == (ATTACHMENT_NAME_CHARACTERS, "a.pdf")
    assert len(safe_filename("票" * 500 + ".pdf", "x").encode()) <= 255


def test_names_of_one_mail_are_told_apart() -> None:
    assert unique_filenames(["a.pdf", "A.pdf", "a.pdf", "b"]) == ["a.pdf", "A (2).pdf", "a (3).pdf", "b"]
    assert unique_filenames(["a (2).pdf", "a.pdf", "a.pdf"]) == ["a (2).pdf", "a.pdf", "a (3).pdf"]


@given(st.lists(st.text(max_size=300), max_size=20))
def test_any_names_come_out_safe_and_unique(names: list[str]) -> None:
    safe = unique_filenames([safe_filename(name, "file") for name in names])
    assert len({name.casefold() for name in safe}) == len(names)
    for name in safe:
        assert 0 < len(name) <= ATTACHMENT_NAME_CHARACTERS
        assert len(name.encode()) <= 255
        assert name == name.strip(" .")
        assert not set(name) & set('/\\:*?"<>|\0\n\r')
