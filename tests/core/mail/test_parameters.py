"""Content-Type and Content-Disposition with the parameters mail programs really write."""

import pytest

from postroom.mail.parameters import file_name_of, read_parameters


@pytest.mark.parametrize(
    ("raw", "value", "parameters"),
    [
        (b"Text/Plain; CharSet=UTF-8", "text/plain", {"charset": "UTF-8"}),
        (b'a/b; name="x; y=\\"z\\".pdf"', "a/b", {"name": 'x; y="z".pdf'}),
        (b"a/b; name*=utf-8'da'bl%C3%A5.pdf", "a/b", {"name": "blå.pdf"}),
        (b"a/b; name*0*=iso-8859-1''bl%E5; name*1=%20.pdf", "a/b", {"name": "blå%20.pdf"}),
        (b'a/b; name*1="b.pdf"; name*0="a"', "a/b", {"name": "ab.pdf"}),
        (b"a/b; name=plain.pdf; name*=utf-8''%C3%A6.pdf", "a/b", {"name": "æ.pdf"}),
        # Not so by any RFC.
        (b'a/b; name="=?utf-8?Q?=C3=A6.pdf?="', "a/b", {"name": "æ.pdf"}),
        (b"a/b; name=my file.pdf", "a/b", {"name": "my file.pdf"}),
        (b'a/b; name="bl\xe5.pdf"', "a/b", {"name": "blå.pdf"}),
        (b'a/b; name="unterminated.pdf', "a/b", {"name": "unterminated.pdf"}),
        (b'a/b charset="utf-8"', "a/b", {"charset": "utf-8"}),
        (b"a/b;;; ; a=1;; b=2;", "a/b", {"a": "1", "b": "2"}),
        (b"a/b; a=1; a=2", "a/b", {"a": "1"}),
        (b"a/b; junk; a=1", "a/b", {"a": "1"}),
        (b"a/b; name*=%41.pdf", "a/b", {"name": "A.pdf"}),
        (
            b"attachment; filename=Invoice; March.pdf; size=1",
            "attachment",
            {"filename": "Invoice; March.pdf", "size": "1"},
        ),
        (b'"attachment"; filename="x.txt"', "attachment", {"filename": "x.txt"}),
        (b"; a=1", "", {"a": "1"}),
        (b"", "", {}),
    ],
)
def test_parameters_read_as_meant(raw: bytes, value: str, parameters: dict[str, str]) -> None:
    assert read_parameters(raw) == (value, parameters)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("'single quotes.txt'", "single quotes.txt"),
        ("'", "'"),
        ("bl%C3%A5%20b%C3%A6r.pdf", "blå bær.pdf"),
        ("100%.pdf", "100%.pdf"),
        ("50%C3%A5%FF.pdf", "50%C3%A5%FF.pdf"),
        ("a%20b.pdf", "a%20b.pdf"),
    ],
)
def test_a_file_name_is_freed_of_what_stands_around_it(given: str, name: str) -> None:
    assert file_name_of({"name": given}, "name") == name
    assert file_name_of({}, "name") == ""
