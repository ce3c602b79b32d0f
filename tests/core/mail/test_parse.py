"""One raw mail in, what is understood of it out."""

import base64
import hashlib
from datetime import UTC, datetime

import pytest

from postroom.limits import HTML_CHARACTERS, MAIL_HEADER_BYTES, MAIL_PROBLEMS, REPLY_TEXT_CHARACTERS, REPLY_TEXT_LINES
from postroom.mail.model import Address
from postroom.mail.parse import parse_mail

MULTIPART = b"""\
From: Jens Hansen <Jens@Example.DK>
To: faktura@firma.dk, "Bogholderi, Nord" <nord@firma.dk>
Cc: chef@firma.dk
Reply-To: svar@example.dk
Subject: =?utf-8?Q?Faktura_n=C2=B0_12?=
Date: Fri, 15 Mar 2024 10:00:00 +0100
Message-ID: <abc@example.dk>
In-Reply-To: <parent@firma.dk>
References: <root@firma.dk> <parent@firma.dk>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

This is a multi-part message in MIME format.
--outer
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

K=C3=A6re alle
--inner
Content-Type: text/html; charset=utf-8

<p>K\xc3\xa6re <b>alle</b></p>
--inner--
--outer
Content-Type: application/pdf; name="faktura.pdf"
Content-Disposition: attachment; filename="faktura.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--outer--
"""


def test_a_usual_mail_is_understood_whole() -> None:
    parsed = parse_mail(MULTIPART)
    mail = parsed.mail
    assert mail.from_ == Address(name="Jens Hansen", address="jens@example.dk", domain="example.dk")
    assert [(to.name, to.address) for to in mail.to] == [
        ("", "faktura@firma.dk"),
        ("Bogholderi, Nord", "nord@firma.dk"),
    ]
    assert [cc.address for cc in mail.cc] == ["chef@firma.dk"]
    assert [reply.address for reply in mail.reply_to] == ["svar@example.dk"]
    assert mail.subject == "Faktura n° 12"
    assert mail.date == datetime(2024, 3, 15, 9, tzinfo=UTC)
    assert mail.message_id == "abc@example.dk"
    assert mail.thread.in_reply_to == "parent@firma.dk"
    assert mail.thread.references == ("root@firma.dk", "parent@firma.dk")
    assert (mail.text, mail.html_as_text, mail.reply_text) == ("Kære alle", "Kære alle", "Kære alle")
    assert [(file.filename, file.content_type, file.size) for file in mail.attachments] == [
        ("faktura.pdf", "application/pdf", 9)
    ]
    assert parsed.contents == (b"%PDF-1.4\n",)
    assert mail.attachments[0].sha256 == hashlib.sha256(b"%PDF-1.4\n").hexdigest()
    assert mail.headers["subject"] == ("Faktura n° 12",)
    assert mail.automatic.kind == "none"
    assert mail.problems == ()


def test_line_ends_make_no_difference() -> None:
    expected = parse_mail(MULTIPART).mail
    for line_end in (b"\r\n", b"\r", b"\r\r\n"):
        assert parse_mail(MULTIPART.replace(b"\n", line_end)).mail == expected, line_end


def test_nothing_at_all_is_a_mail_without_a_sender() -> None:
    mail = parse_mail(b"").mail
    assert (mail.text, mail.subject, mail.from_, mail.attachments) == ("", "", None, ())
    assert [(problem.part, problem.reason) for problem in mail.problems] == [("headers.from", "no sender")]


def test_an_mbox_first_line_is_passed_over() -> None:
    mail = parse_mail(b"From jens@example.dk Fri Mar 15 10:00:00 2024\nFrom: a@b.dk\nSubject: hi\n\nbody").mail
    assert (mail.subject, mail.text) == ("hi", "body")


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf",
        b"\n \t\r\n\n",
        b"From jens@example.dk Fri Mar 15 10:00:00 2024\n>From x\n",
        b"\n>From jens@example.dk Fri Mar 15 10:00:00 2024\n",
        b"\xef\xbb\xbf\r\n",
    ],
)
def test_what_programs_put_before_the_headers_is_passed_over(before: bytes) -> None:
    mail = parse_mail(before + b"From: a@b.dk\nSubject: hi\n\nbody\n>From here\n").mail
    assert (mail.from_ and mail.from_.address, mail.subject, mail.text) == ("a@b.dk", "hi", "body\n>From here\n")
    assert mail.problems == ()


@pytest.mark.parametrize("text", [b"Hello.\n\nBye.\n", b"Note: we are closed.\n\nSubject: none\n", b"From Monday on\n"])
def test_a_mail_with_no_headers_at_all_keeps_its_text(text: bytes) -> None:
    assert parse_mail(b"\n" + text).mail.text == text.decode()


def test_a_message_inside_with_empty_lines_on_top_is_called_by_its_subject() -> None:
    raw = b"From: a@b.dk\nContent-Type: message/rfc822\n\n\n\nFrom: c@d.dk\nSubject: inner\n\nhi\n"
    assert [file.filename for file in parse_mail(raw).mail.attachments] == ["inner.eml"]


def test_a_body_that_follows_without_an_empty_line_is_found() -> None:
    mail = parse_mail(b"From: a@b.dk\nSubject: hi\nDear all,\nthis is it.\n").mail
    assert (mail.subject, mail.text) == ("hi", "Dear all,\nthis is it.\n")
    assert mail.problems[0].reason == "no empty line between headers and body"


def test_a_header_wrapped_without_indentation_is_put_together() -> None:
    mail = parse_mail(b"From: a@b.dk\nSubject: one\ntwo\nTo: c@d.dk\n\nbody").mail
    assert (mail.subject, mail.to[0].address) == ("one two", "c@d.dk")


def test_of_a_repeated_header_the_first_counts_and_it_is_noted() -> None:
    mail = parse_mail(b"From: a@b.dk\nSubject: one\nSubject: two\nFrom: x@y.dk\n\n").mail
    assert (mail.subject, mail.from_ and mail.from_.address) == ("one", "a@b.dk")
    assert {problem.part for problem in mail.problems} == {"headers.subject", "headers.from"}
    assert mail.headers["subject"] == ("one", "two")


def test_an_empty_header_does_not_hide_the_filled_one_after_it() -> None:
    assert parse_mail(b"From: a@b.dk\nSubject:\nSubject: two\n\n").mail.subject == "two"


def test_no_recipient_of_a_repeated_to_is_lost() -> None:
    mail = parse_mail(b"From: a@b.dk\nTo: one@x.dk\nTo: two@x.dk, one@x.dk\n\n").mail
    assert [to.address for to in mail.to] == ["one@x.dk", "two@x.dk"]


def test_without_from_the_sender_header_is_taken() -> None:
    mail = parse_mail(b"Sender: list@x.dk\n\n").mail
    assert mail.from_ is not None
    assert mail.from_.address == "list@x.dk"


def test_raw_header_bytes_are_read_by_the_charset_of_the_body() -> None:
    raw = "From: a@b.ru\nSubject: Счёт\nContent-Type: text/plain; charset=koi8-r\n\nПривет".encode("koi8-r")
    mail = parse_mail(raw).mail
    assert (mail.subject, mail.text) == ("Счёт", "Привет")


@pytest.mark.parametrize(
    ("charset", "subject", "text"),
    [
        ("cp1251", "Счёт на оплату", "Добрый день, высылаю счёт на оплату за октябрь месяц"),
        ("cp932", "請求書の件", "お世話になっております。請求書を送付いたします。"),
    ],
)
def test_raw_headers_that_nothing_states_a_charset_for_are_read_as_the_body_is(
    charset: str, subject: str, text: str
) -> None:
    mail = parse_mail(f"From: a@b.dk\nSubject: {subject}\n\n{text}\n".encode(charset)).mail
    assert (mail.subject, mail.text) == (subject, f"{text}\n")
    assert [(problem.part, problem.reason) for problem in mail.problems] == [
        ("mail", f"no charset declared; read as {charset}"),
        ("headers", f"8-bit, and no charset declared; read as {charset}"),
    ]


def test_a_raw_header_too_short_to_tell_a_charset_by_is_noted() -> None:
    mail = parse_mail(b"From: a@b.dk\nSubject: caf\xe9\n\nYes.").mail
    assert mail.subject == "café"
    assert mail.problems[0].reason == "8-bit, and no charset declared; read as cp1252"


def test_raw_utf8_headers_are_read() -> None:
    mail = parse_mail("From: Søren <s@b.dk>\nSubject: Grüße ✓\n\n".encode()).mail
    assert (mail.subject, mail.from_ and mail.from_.name) == ("Grüße ✓", "Søren")


def test_null_bytes_are_left_out_and_noted() -> None:
    mail = parse_mail(b"From: a@b.dk\nSubject: a\0b\n\none\0two").mail
    assert (mail.subject, mail.text) == ("a b", "onetwo")
    assert mail.problems[0].reason == "null bytes left out"


def test_texts_are_joined_and_a_text_with_a_name_or_disposition_is_a_file() -> None:
    raw = b"""From: a@b.dk
Content-Type: multipart/mixed; boundary=x

--x

first
--x
Content-Type: text/plain; name=notes.txt

a file
--x
Content-Disposition: attachment

another
--x
Content-Disposition: inline

last
--x--
"""
    parsed = parse_mail(raw)
    assert parsed.mail.text == "first\nlast"
    assert [file.filename for file in parsed.mail.attachments] == ["notes.txt", "attachment-2.txt"]
    assert parsed.contents == (b"a file", b"another")


def test_a_named_text_among_alternatives_is_still_a_body() -> None:
    raw = (
        b"From: a@b.dk\nContent-Type: multipart/alternative; boundary=x\n\n"
        b"--x\nContent-Type: text/html; name=body.html\n\n<p>Hi\n--x--\n"
    )
    assert parse_mail(raw).mail.html_as_text == "Hi"


def test_a_message_inside_is_an_attachment_and_keeps_every_byte() -> None:
    inner = b"Subject:  folded\r\n  very\t long\r\nx:y\r\nbroken\r\n\r\nbody\n--y\n"
    raw = (
        b"From: a@b.dk\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
        + inner
        + b"\r\n--x--\r\n"
    )
    parsed = parse_mail(raw)
    assert parsed.contents == (inner,)
    assert parsed.mail.attachments[0].filename == "folded very long.eml"


def test_a_part_of_a_digest_is_a_message() -> None:
    raw = b"From: a@b.dk\nContent-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: inner\n\nhi\n--x--\n"
    parsed = parse_mail(raw)
    assert parsed.mail.attachments[0].content_type == "message/rfc822"
    assert parsed.contents == (b"Subject: inner\n\nhi",)


def test_an_unusable_content_type_is_text_for_a_body_and_bytes_for_a_file() -> None:
    body = parse_mail(b"From: a@b.dk\nContent-Type: text\n\nhello").mail
    assert (body.text, body.problems[0].reason) == ("hello", "no usable content type: 'text'")
    file = parse_mail(b"From: a@b.dk\nContent-Type: x; name=a.bin\n\nhello").mail
    assert [(each.filename, each.content_type) for each in file.attachments] == [("a.bin", "application/octet-stream")]


def test_flowed_text_is_put_back_into_paragraphs() -> None:
    raw = b"From: a@b.dk\nContent-Type: text/plain; format=flowed\n\nOne long \nline.\n> quoted \n> on\n"
    assert parse_mail(raw).mail.text == "One long line.\n> quoted on\n"


def test_the_charset_of_html_may_stand_in_the_html() -> None:
    html = '<html><head><meta charset="windows-1251"></head><body>Привет</body></html>'.encode("cp1251")
    assert parse_mail(b"From: a@b.ru\nContent-Type: text/html\n\n" + html).mail.html_as_text == "Привет"


def test_html_may_know_its_charset_better_than_the_header() -> None:
    html = '<html><head><meta charset="windows-1251"></head><body>Привет</body></html>'.encode("cp1251")
    mail = parse_mail(b"From: a@b.ru\nContent-Type: text/html; charset=utf-8\n\n" + html).mail
    assert mail.html_as_text == "Привет"
    assert mail.problems[0].reason == "not in the declared charset 'utf-8'; read as cp1251"


def test_a_mark_of_utf16_tells_the_charset() -> None:
    for charset in ("utf-16-le", "utf-16-be"):
        body = base64.encodebytes(("\ufeff" + "Kære Søren, 10 €").encode(charset))
        mail = parse_mail(b"From: a@b.dk\nContent-Transfer-Encoding: base64\n\n" + body).mail
        assert mail.text == "Kære Søren, 10 €"


def test_the_thread_of_a_mail_without_in_reply_to_is_the_last_reference() -> None:
    mail = parse_mail(b"From: a@b.dk\nReferences: <one@x>\n <two@x>\n\n").mail
    assert (mail.thread.in_reply_to, mail.thread.references) == ("two@x", ("one@x", "two@x"))


def test_the_reply_of_an_html_mail_is_read_from_its_visible_text() -> None:
    html = "<div>Yes.</div><blockquote type=cite><div>Will you come?</div></blockquote>"
    mail = parse_mail(f"From: a@b.dk\nContent-Type: text/html\n\n{html}".encode()).mail
    assert mail.html_as_text == "Yes.\n\n> Will you come?"
    assert mail.reply_text == "Yes."


def test_a_large_attachment_comes_out_byte_for_byte() -> None:
    content = bytes(range(256)) * 4096
    raw = (
        b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png; name=a.png\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(content) + b"--x--\n"
    )
    assert parse_mail(raw).contents == (content,)


def test_endless_html_is_cut_and_it_is_noted() -> None:
    mail = parse_mail(b"From: a@b.dk\nContent-Type: text/html\n\n" + b"x" * (HTML_CHARACTERS + 1)).mail
    assert len(mail.html_as_text) == HTML_CHARACTERS
    assert mail.problems[0].reason == f"HTML cut after {HTML_CHARACTERS} characters"


def test_headers_beyond_the_limit_are_not_kept_and_the_body_is_found() -> None:
    mail = parse_mail(b"From: a@b.dk\n" + b"X-Filler: 1234567890\n" * 60_000 + b"\nbody").mail
    assert (mail.text, mail.from_ and mail.from_.address) == ("body", "a@b.dk")
    assert sum(len(value) for values in mail.headers.values() for value in values) < MAIL_HEADER_BYTES
    assert "the rest is not kept" in mail.problems[0].reason


def test_endless_problems_are_counted() -> None:
    raw = b"From: a@b.dk\nContent-Type: multipart/mixed; boundary=x\n\n"
    raw += b"".join(b"--x\nContent-Transfer-Encoding: odd%d\n\nx\n" % number for number in range(200))
    problems = parse_mail(raw).mail.problems
    assert len(problems) == MAIL_PROBLEMS
    assert (problems[-1].part, problems[-1].reason) == ("mail", "101 more problems")


def test_a_long_text_is_read_for_its_reply_up_to_the_limit() -> None:
    mail = parse_mail(b"From: a@b.dk\n\n" + b"word \n" * 100_000).mail
    assert len(mail.reply_text) < REPLY_TEXT_CHARACTERS
    assert mail.problems[0].part == "reply_text"


def test_many_lines_are_read_for_their_reply_up_to_the_limit() -> None:
    mail = parse_mail(b"From: a@b.dk\n\nYes.\n" + b"\n" * (REPLY_TEXT_LINES - 2) + b"last\nbeyond").mail
    assert mail.reply_text == "Yes." + "\n" * (REPLY_TEXT_LINES - 1) + "last"
    assert [(each.part, each.reason) for each in mail.problems] == [
        ("reply_text", f"read from the first {len(mail.reply_text)} characters")
    ]
