"""Transfer encodings undone, the broken ones too."""

import base64

import pytest

from postroom.mail.transfer import decode_transfer

PDF = bytes(range(256)) * 3


@pytest.mark.parametrize(
    ("body", "declared", "content", "complains"),
    [
        (b"text", b"", b"text", False),
        (b"t\xe6xt", b"8BIT", b"t\xe6xt", False),
        (b"text", b"7-bit", b"text", False),
        (b"dGV4dA==\r\n", b"base64", b"text", False),
        (b"dGV4dA==", b" Base64 ; x", b"text", False),
        (b"dGV4d\r\nA==", b"base64", b"text", False),
        (b"dGV4dA", b"base64", b"text", True),
        (b"dGV4dA=", b"base64", b"text", True),
        (b"dGV4dGE=dGV4dA==", b"base64", b"textatext", True),
        (b"dGV4dDEyMzQ1Njc4OTAxMjM0!==", b"base64", b"text12345678901234", True),
        (b"dGV4A", b"base64", b"tex", True),
        (b"Dear all, this is not base64.", b"base64", b"Dear all, this is not base64.", True),
        (b"these are just some words", b"base64", b"these are just some words", True),
        (b"dGV4dA==\n\nThis list is run by somebody else.\n", b"base64", b"text", True),
        (b"a=C3=A6=\r\nb=3D", b"quoted-printable", b"a\xc3\xa6b=", False),
        (b"a= \t\nb", b"quoted-printable", b"ab", False),
        (b"a=c3=a6", b"Quoted Printable", b"a\xc3\xa6", False),
        (b"100 = 100", b"quoted-printable", b"100 = 100", True),
        (b"begin 644 a\n#0V%T\n`\nend\n", b"x-uuencode", b"Cat", False),
        (b"begin 644 a\n#0V%TXXXX\n`\nend\n", b"uuencode", b"Cat", False),
        (b"begin 644 a\n#0V%T\n#\x80\x81\x82\x83\nend\n", b"uuencode", b"Cat", True),
        (b"no uuencode", b"uuencode", b"no uuencode", True),
        (b"text", b"base9000", b"text", True),
    ],
)
def test_the_content_is_found_and_what_is_wrong_is_told(
    body: bytes, declared: bytes, content: bytes, complains: bool
) -> None:
    decoded, complaint = decode_transfer(body, declared)
    assert decoded == content
    assert bool(complaint) == complains


def test_base64_survives_any_line_length() -> None:
    encoded = base64.b64encode(PDF)
    for width in (1, 3, 76, 10_000):
        body = b"\r\n".join(encoded[start : start + width] for start in range(0, len(encoded), width))
        assert decode_transfer(body, b"base64") == (PDF, "")
