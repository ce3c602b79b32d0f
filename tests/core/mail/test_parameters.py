"""Content-Type and Content-Disposition with the parameters mail programs really write."""

import pytest

from postroom.mail.parameters import read_parameters


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
        (b"; a=1", "", {"a": "1"}),
        (b"", "", {}),
    ],
)
def test_parameters_read_as_meant(raw: bytes, value: str, parameters: dict[str, str]) -> None:
    assert read_parameters(raw) == (value, parameters)
