"""Where parts begin and end, however badly a mail says so."""

from postroom.limits import MIME_DEPTH, MIME_PARTS
from postroom.mail.parse import ParsedMail, parse_mail


def _mixed(body: bytes, content_type: bytes = b"multipart/mixed; boundary=x") -> ParsedMail:
    return parse_mail(b"From: a@b.dk\nContent-Type: " + content_type + b"\n\n" + body)


def _reasons(parsed: ParsedMail) -> list[str]:
    return [problem.reason for problem in parsed.mail.problems]


def test_a_multipart_that_never_ends_is_read_to_its_end() -> None:
    assert _mixed(b"--x\n\none\n--x\n\ntwo\n").mail.text == "one\ntwo\n"


def test_a_boundary_that_begins_like_another_is_not_taken_for_it() -> None:
    body = b"--x\nContent-Type: multipart/mixed; boundary=xy\n\n--xy\n\ninner\n--xy--\n--x\n\nouter\n--x--\n"
    assert _mixed(body).mail.text == "inner\nouter"


def test_an_outer_boundary_ends_an_inner_multipart_left_open() -> None:
    body = b"--x\nContent-Type: multipart/mixed; boundary=y\n\n--y\n\ninner\n--x\n\nouter\n--x--\n"
    assert _mixed(body).mail.text == "inner\nouter"


def test_parts_after_the_closing_boundary_are_read_and_noted() -> None:
    parsed = _mixed(b"--x\n\none\n--x--\n--x\nContent-Type: a/b; name=hidden.exe\n\nMZ\n--x--\n")
    assert parsed.mail.text == "one"
    assert parsed.mail.attachments[0].filename == "hidden.exe"
    assert _reasons(parsed) == ["parts after the closing boundary"]


def test_blanks_after_a_boundary_do_not_matter() -> None:
    assert _mixed(b"--x  \t\n\none\n--x-- \n").mail.text == "one"


def test_a_multipart_without_its_boundary_is_split_where_parts_can_be_seen() -> None:
    parsed = _mixed(b"--abc\nContent-Type: text/plain\n\none\n--abc--\n", b"multipart/mixed")
    assert parsed.mail.text == "one"
    assert _reasons(parsed) == ["multipart without its boundary; taken from its first part"]


def test_a_multipart_without_parts_is_plain_text() -> None:
    parsed = _mixed(b"Just text.\n", b"multipart/report")
    assert parsed.mail.text == "Just text.\n"
    assert _reasons(parsed) == ["multipart without a part; read as plain text"]


def test_an_empty_multipart_is_empty() -> None:
    parsed = _mixed(b"--x--\n")
    assert (parsed.mail.text, parsed.contents, parsed.mail.problems) == ("", (), ())


def test_a_multipart_encoded_as_a_whole_is_decoded_first() -> None:
    raw = (
        b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n\n"
        b"LS14CgpvbmUKLS14LS0K\n"
    )
    parsed = parse_mail(raw)
    assert parsed.mail.text == "one"
    assert _reasons(parsed) == ["a multipart encoded as a whole; decoded first"]


def test_what_is_nested_too_deep_is_kept_whole() -> None:
    raw = b"From: a@b.dk\n"
    for depth in range(MIME_DEPTH + 5):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    parsed = parse_mail(raw + b"\nthe text")
    assert parsed.contents[0].endswith(b"the text")
    assert _reasons(parsed) == [f"nested deeper than {MIME_DEPTH}; kept whole as an attachment"]


def test_more_parts_than_the_limit_are_left_and_it_is_noted() -> None:
    parsed = _mixed(b"--x\nContent-Type: a/b\n\nc\n" * (MIME_PARTS + 10))
    assert len(parsed.contents) == MIME_PARTS
    assert _reasons(parsed) == [f"more than {MIME_PARTS} parts; the rest is not read"]


def test_a_part_that_is_only_headers_is_empty() -> None:
    parsed = _mixed(b"--x\nContent-Type: a/b; name=a\n--x--\n")
    assert parsed.contents == (b"",)
