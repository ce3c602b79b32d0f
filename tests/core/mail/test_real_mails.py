"""Real mails, broken ones among them: each is read, and what is known of them comes out."""

import email
import re
import statistics
import time
from email.message import Message
from pathlib import Path

import pytest

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


def test_a_typical_mail_takes_at_most_two_milliseconds() -> None:
    raws = [path.read_bytes() for path in _files("business-mails/mails")]
    times = []
    for raw in raws:
        started = time.process_time()
        parse_mail(raw)
        times.append(time.process_time() - started)
    assert statistics.median(times) < 0.002
