"""How attached documents begin, as classification reads it: within bounds, whatever is attached, never raising."""

import subprocess
import sys
from email.message import EmailMessage

import pytest

from postroom.documents.attached_text import with_attached_text
from postroom.limits import (
    ATTACHED_CHARACTERS,
    ATTACHED_DOCUMENTS,
    ATTACHED_INFLATED_BYTES,
    ATTACHED_PAGES,
    ATTACHED_PDF_BYTES,
    ATTACHED_TEXT_BYTES,
)
from postroom.mail.parse import ParsedMail, parse_mail
from tests.core.documents.pdf_writer import page, pdf, stream, written

Files = list[tuple[str, bytes]]
LETTER = pdf(page("Faktura 4711", "I alt\t1.250,00"))
TYPES = {"pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv", "html": "text/html", "png": "image/png"}


def arrived(*files: tuple[str, bytes]) -> ParsedMail:
    return parse_mail(raw_mail(*files))


def raw_mail(*files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Please find attached.")
    for name, content in files:
        maintype, _, subtype = TYPES.get(name.rpartition(".")[2], "application/octet-stream").partition("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes()


def texts(*files: tuple[str, bytes]) -> list[str]:
    return [one.text for one in with_attached_text(arrived(*files)).mail.attachments]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.pdf", LETTER, "Faktura 4711\nI alt 1.250,00"),
        ("named-otherwise.bin", LETTER, "Faktura 4711\nI alt 1.250,00"),
        ("b.txt", "Beløb: 12 kr.\n\n  Hilsen".encode(), "Beløb: 12 kr.\nHilsen"),
        ("c.csv", b"hours;7.5\r\n", "hours;7.5"),
        ("d.html", b"<p style='display:none'>win</p><p>Packing list</p>", "Packing list"),
        ("e.png", b"\x89PNG\r\n\x1a\n", ""),
    ],
)
def test_documents_of_each_kind_are_read_and_pictures_are_not(name: str, content: bytes, text: str) -> None:
    assert texts((name, content)) == [text]


def test_a_mail_without_documents_stays_as_it_is_and_loads_no_reader() -> None:
    parsed = arrived(("e.png", b"\x89PNG\r\n\x1a\n"))
    assert with_attached_text(parsed) is parsed
    script = (
        "import sys; from postroom.documents.attached_text import with_attached_text; "
        "from postroom.mail.parse import parse_mail; with_attached_text(parse_mail(b'Subject: x\\n\\nhello')); "
        "sys.exit('pypdfium2' in sys.modules or 'charset_normalizer' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", script], check=False, env={"PYTHONPATH": ":".join(sys.path)}).returncode
        == 0
    )


def test_the_mail_s_contents_and_all_else_stay_as_they_are() -> None:
    parsed = arrived(("b.txt", b"one"))
    read = with_attached_text(parsed)
    [attachment] = read.mail.attachments
    assert read.contents == parsed.contents
    assert read.mail.model_copy(update={"attachments": (attachment.model_copy(update={"text": ""}),)}) == parsed.mail


def test_only_the_first_pages_are_read() -> None:
    [text] = texts(("a.pdf", pdf(*(page(f"page {number}") for number in range(ATTACHED_PAGES + 1)))))
    assert text.splitlines() == [f"page {number}" for number in range(ATTACHED_PAGES)]


def test_all_documents_together_have_so_many_characters() -> None:
    found = texts(("a.txt", b"a" * (ATTACHED_CHARACTERS - 10)), ("b.txt", b"b" * 50), ("c.txt", b"c"))
    assert [len(text) for text in found] == [ATTACHED_CHARACTERS - 10, 10, 0]


def test_only_the_first_documents_are_read_even_if_they_are_empty() -> None:
    files: Files = [(f"{number}.txt", b" ") for number in range(ATTACHED_DOCUMENTS)]
    assert texts(*files, ("last.txt", b"late")) == [""] * (ATTACHED_DOCUMENTS + 1)
    assert texts(*files[1:], ("last.txt", b"in time"))[-1] == "in time"


def test_a_long_text_is_cut_at_a_line_so_that_its_letters_stay_whole() -> None:
    lines = ("ø" * 39 + "\n").encode() * (ATTACHED_TEXT_BYTES // 70)
    [text] = texts(("a.txt", lines))
    assert set(text) == {"ø", "\n"}


def test_a_large_pdf_and_one_that_inflates_far_are_not_read() -> None:
    letter = pdf(page("Invoice"))
    assert texts(("a.pdf", letter + b"\n" * ATTACHED_PDF_BYTES)) == [""]
    bomb = written({1: stream(b" " * (ATTACHED_INFLATED_BYTES + 1))})
    assert texts(("b.pdf", bomb)) == [""]


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"%PDF-1.7\n1 0 obj << /Type", b"%PDF-\xff" * 99])
def test_a_broken_pdf_has_no_text(content: bytes) -> None:
    assert texts(("a.pdf", content)) == [""]


def test_what_a_report_brings_along_is_the_mail_it_is_about() -> None:
    raw = (
        b"From: MAILER-DAEMON@mx.example\nSubject: Undelivered\nAuto-Submitted: auto-replied\nReturn-Path: <>\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n"
        b"--x\n\nNot delivered.\n"
        b"--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n"
        b'--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename="invoice.txt"\n\n'
        b"Invoice 4711\n--x--\n"
    )
    parsed = parse_mail(raw)
    assert parsed.mail.automatic.kind == "bounce"
    assert "invoice.txt" in [one.filename for one in parsed.mail.attachments]
    assert with_attached_text(parsed) is parsed
