"""Real mails, broken ones among them: each is read, and what is known of them comes out."""

import email
import json
import re
import unicodedata
from email.message import Message
from html import unescape
from pathlib import Path

import pytest

from postroom.mail.html_text import html_to_text
from postroom.mail.parse import parse_mail
from postroom.mail.structure import Structure
from tests.shared_data import shared_data

SETS = (
    *("mime-mikel", "mime-enmime", "mime-cpython", "mime-mimekit", "mime-spamscope", "mime-nodemailer"),
    *("business-mails", "bounce-flufl", "bounce-phpbh", "class-spamassassin"),
)
MIKEL, ENMIME = "mime-mikel/files/spec/fixtures/emails", "mime-enmime/files/testdata"
MIMEKIT, SPAMSCOPE = "mime-mimekit/files/UnitTests/TestData", "mime-spamscope/files/tests/mails"
NODEMAILER = "mime-nodemailer/files/test/fixtures"


def _files(name: str) -> list[Path]:
    return sorted(path for path in shared_data(name).rglob("*") if path.is_file() and path.suffix != ".md")


@pytest.mark.parametrize("name", SETS)
def test_every_file_of_a_set_is_read_and_can_be_stored(name: str) -> None:
    for path in _files(name):
        parsed = parse_mail(path.read_bytes())
        assert parsed.mail.model_dump_json(by_alias=True).encode(), path
        assert len(parsed.contents) == len(parsed.mail.attachments), path


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        (f"{MIKEL}/multi_charset/japanese.eml", "まみむめも"),
        (f"{MIKEL}/multi_charset/japanese_iso_2022.eml", "まみむめも"),
        (f"{MIKEL}/error_emails/bad_subject.eml", "MySurvey.com:  You have a survey waiting!  91123105"),
        (f"{MIKEL}/plain_emails/raw_email_with_partially_quoted_subject.eml", 'Re: Test: "漢字" mid "漢字" tail'),
        (f"{MIKEL}/attachment_emails/attachment_pdf.eml", "Another PDF with 🎉 Unicode chars in it 🍿"),
        (f"{MIKEL}/attachment_emails/attachment_with_quoted_filename.eml", "Eelanalüüsi päring"),
        (f"{MIKEL}/rfc6532/utf8_headers.eml", "Säying Hello"),
        (f"{NODEMAILER}/nodemailer.eml", "Nodemailer is unicode friendly ✔ (1476358788189)"),
        (f"{SPAMSCOPE}/mail_test_1", "письмо уведом-е"),
        (f"{SPAMSCOPE}/mail_test_12", "代开各地增值税发票"),
        (f"{SPAMSCOPE}/mail_test_5", "Je prépare mon été zéro complexe !"),
        (f"{ENMIME}/low-quality/bad-header-start.raw", "plain text"),
    ],
)
def test_subjects_are_decoded(path: str, subject: str) -> None:
    assert parse_mail(shared_data(path).read_bytes()).mail.subject == subject


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (f"{MIKEL}/attachment_emails/attachment_nonascii_filename.eml", ["ciële.txt"]),
        (f"{MIKEL}/attachment_emails/attachment_with_quoted_filename.eml", ["Eelanalüüsi päring.jpg"]),
        (f"{MIKEL}/attachment_emails/attachment_with_base64_encoded_name.eml", ["This is a test.pdf"]),
        (f"{MIKEL}/attachment_emails/attachment_with_unquoted_name.eml", ["This is a test.txt"]),
        (f"{MIKEL}/attachment_emails/attachment_content_location.eml", ["Photo25.jpg"]),
        (f"{MIKEL}/attachment_emails/attachment_message_rfc822.eml", ["ForwardedMessage.eml"]),
        (f"{MIKEL}/multi_charset/japanese_attachment.eml", ["てすと.txt"]),
        (f"{MIKEL}/multi_charset/japanese_attachment_long_name.eml", ["かきくけこ" * 5 + ".txt"]),
        (f"{ENMIME}/low-quality/bad-header-wrap.raw", ["7DDA4_foo_9E5D72.zip"]),
        (f"{ENMIME}/low-quality/malformed-base64-attach.raw", ["some.doc"]),
        (f"{SPAMSCOPE}/mail_malformed_1", ["20160523_916527.jpg_.zip"]),
        (f"{NODEMAILER}/base64encodedroot.eml", ["screenshot.png"]),
    ],
)
def test_file_names_are_decoded(path: str, names: list[str]) -> None:
    assert [file.filename for file in parse_mail(shared_data(path).read_bytes()).mail.attachments] == names


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"{ENMIME}/low-quality/missing-content-type.raw", "A plain text email"),
        (f"{ENMIME}/low-quality/missing-content-type2.raw", "A text section"),
        (f"{ENMIME}/low-quality/bad-final-boundary.raw", "A text section"),
        (f"{ENMIME}/low-quality/unk-charset-part.raw", "A text section"),
        (f"{ENMIME}/low-quality/unk-charset-html-only.raw", "Hello World!"),
        (f"{ENMIME}/low-quality/incorrect-charset.raw", "Using Unicode/UTF-8, you can write in emails"),
        (f"{ENMIME}/low-quality/html-only-inline.raw", "Test of HTML section"),
        (f"{ENMIME}/mail/multipart-wo-boundary.raw", "multipart message without boundary"),
        (f"{ENMIME}/mail/mime-bad-content-transfer-encoding.raw", "ploozdect"),
        (f"{MIKEL}/multi_charset/japanese_shift_jis.eml", "このメールはテスト用のメールです。"),
        (f"{MIKEL}/multi_charset/ks_c_5601-1987.eml", "스티해"),
        (f"{SPAMSCOPE}/mail_test_12", "你好！我公司可代开各类增值税发票"),
        (f"{SPAMSCOPE}/mail_malformed_3", "Problemas para visualizar"),
    ],
)
def test_the_text_of_a_broken_mail_is_found(path: str, words: str) -> None:
    assert words in parse_mail(shared_data(path).read_bytes()).mail.visible_text


@pytest.mark.parametrize(
    "path",
    [
        f"{MIKEL}/multipart_report_emails/report_422.eml",
        f"{MIKEL}/multipart_report_emails/multi_address_bounce1.eml",
        f"{NODEMAILER}/delivery-status.eml",
        f"{SPAMSCOPE}/mail_malformed_2",
    ],
)
def test_reports_are_bounces(path: str) -> None:
    mail = parse_mail(shared_data(path).read_bytes()).mail
    assert mail.automatic.kind == "bounce"
    assert "message/delivery-status" in {file.content_type for file in mail.attachments}


def test_no_ordinary_business_mail_is_called_automatic() -> None:
    for path in _files("business-mails/mails"):
        if path.stem.split("-")[1] in {"invoice", "time_confirmation", "customer_email"}:
            mail = parse_mail(path.read_bytes()).mail
            assert mail.automatic.kind not in {"bounce", "auto_reply", "feedback_report"}, path
            assert mail.from_, path
            assert mail.visible_text.strip(), path


def test_a_header_of_two_thousand_encoded_words_is_read() -> None:
    mail = parse_mail(shared_data(f"{MIMEKIT}/messages/stack-overflow.txt").read_bytes()).mail
    assert (mail.from_ and mail.from_.address, mail.text) == ("test@test.com", "\nMessage Body\n")


def test_the_parts_are_those_that_the_standard_library_finds() -> None:
    """On well-formed mails both must agree; where they do not, the mail is broken and ours finds more of it."""
    agree, differ = 0, []
    for path in (path for name in SETS for path in _files(name) if path.suffix in {".eml", ".raw"}):
        raw = path.read_bytes()
        ours = [
            (part.content_type, _content(part.content_type, part.content()[0])) for part in Structure(raw, None).parts
        ]
        if ours == _stdlib_parts(email.message_from_bytes(raw)):
            agree += 1
        else:
            differ.append(path)
    assert agree > 500
    assert len(differ) < agree / 25, differ


def _stdlib_parts(message: Message) -> list[tuple[str, bytes | None]]:
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        return [found for part in message.get_payload() for found in _stdlib_parts(part)]  # type: ignore[arg-type]
    content_type = message.get_content_type()
    payload = None if message.is_multipart() else message.get_payload(decode=True)
    return [(content_type, _content(content_type, payload if isinstance(payload, bytes) else b""))]


def _content(content_type: str, content: bytes) -> bytes | None:
    # The standard library rewrites a message inside; the bytes of others differ in nothing but line ends.
    return None if content_type.startswith("message/") else re.sub(rb"\s+", b" ", content).strip()


def test_the_replies_of_usual_programs_are_found() -> None:
    for path in sorted(shared_data("reply-talon", "files", "tests", "fixtures", "standard_replies").glob("*.eml")):
        # A device's own signature may stay; the quote may not.
        assert re.fullmatch(r"Hello(\s+(Sent|--).*)?", parse_mail(path.read_bytes()).mail.reply_text, re.DOTALL), path


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("bad-final-boundary.raw", ["foo_9E5D72.zip"]),
        ("bad-header-start.raw", []),
        ("bad-header-wrap.raw", ["7DDA4_foo_9E5D72.zip"]),
        ("empty-header.raw", []),
        ("html-only-inline.raw", ["favicon.png"]),
        ("incorrect-charset.raw", []),
        ("malformed-base64-attach.raw", ["some.doc"]),
        ("missing-content-type.raw", []),
        ("missing-content-type2.raw", []),
        ("unk-charset-html-only.raw", []),
        ("unk-charset-part.raw", ["foo_9E5D72.zip"]),
        ("unk-encoding-part.raw", ["foo_9E5D72.zip"]),
    ],
)
def test_of_each_low_quality_mail_text_sender_and_files_are_found(name: str, files: list[str]) -> None:
    mail = parse_mail(shared_data(f"{ENMIME}/low-quality/{name}").read_bytes()).mail
    assert re.match(
        r"A (text section|plain text email)|Test of HTML section|Hello World!|Using Unicode", mail.visible_text
    )
    assert [file.filename for file in mail.attachments] == files
    assert mail.from_ or name.startswith("incorrect-charset")


def test_all_low_quality_mails_are_in_that_list() -> None:
    listed = test_of_each_low_quality_mail_text_sender_and_files_are_found.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {path.name for path in _files(f"{ENMIME}/low-quality")} == {name for name, _ in listed}


@pytest.mark.parametrize(
    ("path", "charset", "words"),
    [
        ("chardet-success-big-5.raw", "big5", "顏是家訓  北齊  顏之推"),
        ("chardet-success-iso-8859-1.raw", "cp1252", "DIE Drachenköpfe unserer Boote bogen um das gelbe Segel."),
    ],
)
def test_the_charset_of_real_texts_that_state_a_false_one_is_found(path: str, charset: str, words: str) -> None:
    mail = parse_mail(shared_data(f"{ENMIME}/parts/{path}").read_bytes()).mail
    assert words in mail.text
    assert f"not in the declared charset 'us-ascii'; read as {charset}" in [one.reason for one in mail.problems]


def test_text_turned_into_html_comes_back_word_for_word() -> None:
    """MimeKit made HTML of the bodies of a real mailbox: what a browser shows of it is the text it was made from."""
    compared = 0
    for path in sorted(shared_data(f"{MIMEKIT}/mbox").glob("jwz.body.*.html")):
        html = path.read_text("utf-8", "replace")
        if not html.startswith("<html><body>"):
            # HTML in the mailbox itself, and not made of text.
            continue
        compared += 1
        text = unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?a\b[^>]*>", "", html)))
        words, shown = (
            [word for word in each.split() if word != ">"] for each in (text.replace("\xad", ""), html_to_text(html))
        )
        assert shown == words, path
    assert compared > 90


def test_flowed_text_that_mimekit_flowed_is_put_back() -> None:
    mail = parse_mail(shared_data(f"{MIMEKIT}/messages/issue1130.txt").read_bytes()).mail
    # As MimeKit's own test has it: delsp takes the blank before each soft break.
    assert mail.text == (
        "We should have access, and apparently did a few months ago, but now there isa "
        '"You do not currently have access to this content." at the bottom of therecord\n\n'
        "The URL in question URL:\nhttps://example.com/"
    )


def test_every_named_entity_of_html_is_read() -> None:
    entities = json.loads(shared_data(f"{MIMEKIT}/html/HtmlEntities.json").read_text("utf-8"))
    for name, entity in entities.items():
        expected = " ".join(entity["characters"].split())
        shown = html_to_text(f"<b>{name}</b>")
        assert shown == expected or any(
            unicodedata.category(each) in {"Cf", "Mn", "Zs"} for each in entity["characters"]
        )
