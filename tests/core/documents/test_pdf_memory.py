"""Whatever a PDF holds, reading an invoice or an attachment stays within a function's memory, and says why not."""

import pickle
import subprocess
import sys
from collections.abc import Mapping
from email.message import EmailMessage

import pytest

from postroom.documents.pdf_guard import refusal
from postroom.limits import PDF_CONTENT_BYTES, PDF_NESTED_MARKS, PDF_SHOWN_BYTES, PDF_SHOWS
from tests.core.documents.pdf_writer import page, pdf, stream, written

EXTRACTION = "from postroom.actions.extract_invoice_data import read_invoice as read"
CLASSIFICATION = "from postroom.documents.attached_text import read_mail as read"
MEASURED = """
import pickle, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))  # whoever breaks the guard shall keep the machine
from tests.process_memory import peak_megabytes
%s
import pypdfium2
mails = pickle.load(sys.stdin.buffer)
before = peak_megabytes()
for mail in mails:
    told = read(mail)
    print(peak_megabytes() - before, getattr(told, "problems", ""))
"""
PARAGRAPH = b"(" + b"a" * 30_000 + b") Tj "
PICTURE = b" /Type /XObject /Subtype /Image /Width 4000 /Height 4000"
TEXT_BEYOND = f"a page's text inflates beyond {PDF_SHOWN_BYTES} bytes"
CONTENTS_BEYOND = f"a page's contents inflate beyond {PDF_CONTENT_BYTES} bytes"
SHOWS_BEYOND = f"a page shows letters more than {PDF_SHOWS} times"
NESTED_BEYOND = f"its contents nest more than {PDF_NESTED_MARKS} marks"


def showing(instructions: bytes, size: int) -> bytes:
    return b"BT /F1 1 Tf " + instructions * (size // len(instructions)) + b" ET"


def one_page(
    content: bytes, contents: bytes = b"/Contents 8 0 R", more: bytes = b"", others: Mapping[int, bytes] | None = None
) -> bytes:
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [7 0 R] /Count 1 >>",
            3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            7: b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842] "
            + contents
            + b" >>",
            8: stream(content, more=more),
            **(others or {}),
        }
    )


LETTERS = showing(PARAGRAPH, 12 * 1024 * 1024)
HOSTILE = {
    "letters": (one_page(LETTERS), CONTENTS_BEYOND),
    "fewer letters": (one_page(showing(PARAGRAPH, 3_900_000)), TEXT_BEYOND),
    "letters called a picture": (one_page(LETTERS, more=PICTURE), CONTENTS_BEYOND),
    "letters behind a name in disguise": (one_page(LETTERS, b"/Cont#65nts 8 0 R", more=PICTURE), CONTENTS_BEYOND),
    "letters shown again and again": (
        one_page(showing(PARAGRAPH, 300_000), b"/Contents [" + b"8 0 R " * 10 + b"]"),
        TEXT_BEYOND,
    ),
    "letters shown again and again by a list elsewhere": (
        one_page(showing(PARAGRAPH, 300_000), b"/Contents 9 0 R", others={9: b"[" + b"8 0 R " * 10 + b"]"}),
        TEXT_BEYOND,
    ),
    "letters one by one": (one_page(showing(b"(a) Tj ", 1_400_000)), SHOWS_BEYOND),
    "few letters shown again and again": (
        one_page(showing(b"(a) Tj ", 10_000), b"/Contents [" + b"8 0 R " * 100 + b"]"),
        SHOWS_BEYOND,
    ),
    "marks that nobody closes": (one_page(b"/a BMC " * 60_000), NESTED_BEYOND),
    "marks closed only in letters": (one_page(b"/a BMC (( EMC ) EMC) " * 20_000), NESTED_BEYOND),
    "marks closed behind a bracket that is none": (one_page(b"/a BMC \\( EMC ) " * 20_000), NESTED_BEYOND),
}


MOST_THAT_IS_READ = {
    "letters": showing(PARAGRAPH, PDF_SHOWN_BYTES - 40_000),
    "states": b"q " * (PDF_CONTENT_BYTES // 2 - 100),
    "marks": b"/a BMC " * PDF_NESTED_MARKS,
}


@pytest.mark.parametrize("reader", [EXTRACTION, CLASSIFICATION], ids=["extraction", "classification"])
def test_hostile_files_take_little_memory_and_extraction_says_why_they_are_not_read(reader: str) -> None:
    told = grown_and_told(reader, {name: content for name, (content, _) in HOSTILE.items()})
    assert {name: grown for name, (grown, _) in told.items() if grown >= 150} == {}
    if reader == EXTRACTION:
        assert {name for name, (_, reason) in HOSTILE.items() if f"a.pdf: {reason}" not in told[name][1]} == set()


@pytest.mark.parametrize("reader", [EXTRACTION, CLASSIFICATION], ids=["extraction", "classification"])
def test_the_most_that_is_read_takes_four_hundred_megabytes_at_most(reader: str) -> None:
    files = {name: one_page(content) for name, content in MOST_THAT_IS_READ.items()}
    assert [name for name, file in files.items() if refusal(file)] == []
    assert {name: grown for name, (grown, _) in grown_and_told(reader, files).items() if grown >= 420} == {}


def grown_and_told(reader: str, files: Mapping[str, bytes]) -> dict[str, tuple[float, str]]:
    """What one process had grown by, in MB, after reading each of the files, and the problems it told of it."""
    output = subprocess.run(
        [sys.executable, "-c", MEASURED % reader],
        input=pickle.dumps([mailed(content) for content in files.values()]),
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    ).stdout.decode()
    told = [line.partition(" ") for line in output.splitlines()]
    return {name: (float(grown), problems) for name, (grown, _, problems) in zip(files, told, strict=True)}


def mailed(content: bytes) -> bytes:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Please find attached.")
    message.add_attachment(content, maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


@pytest.mark.parametrize(
    "more", [PICTURE, b" /Length1 9000000", b" /N 4 /Alternate /DeviceCMYK", b" /Type /EmbeddedFile"]
)
def test_large_pictures_fonts_profiles_and_attached_files_are_no_contents(more: bytes) -> None:
    large = stream(b"(It's large) Tj " * 400_000, more=more)
    resources = b"/Contents 8 0 R /XObject << /Im1 9 0 R >>"
    assert refusal(one_page(b"BT ET", resources, others={9: large})) is None
    assert refusal(one_page(b"BT ET", b"/Contents [8 0 R 9 0 R]", others={9: large})) == CONTENTS_BEYOND


@pytest.mark.parametrize("packed", [b"/LZWDecode", b"/RunLengthDecode", b"[/ASCII85Decode /LZW]"])
def test_contents_packed_in_ways_that_are_not_looked_into_are_not_read_pictures_are(packed: bytes) -> None:
    letters = b"<< /Length 8 /Filter %s %s>>\nstream\n\x80\x0b\x60\x50\x22\x0c\x0c\x85\nendstream"
    opaque = one_page(b"", others={8: letters % (packed, b"")})
    assert refusal(opaque) == "a page's contents are packed by LZW or run lengths, which may hold anything"
    picture = one_page(b"BT ET", others={9: letters % (packed, b"/Subtype /Image ")})
    assert refusal(picture) is None


def test_a_long_document_is_read_though_its_pages_together_show_much() -> None:
    text = "Lorem ipsum dolor sit amet " * 300
    file = pdf(*[page(text) for _ in range(120)])
    assert 120 * len(text) * 2 > PDF_SHOWN_BYTES
    assert refusal(file) is None


def test_marks_that_are_closed_are_no_nest_whatever_the_letters_between_hold() -> None:
    tagged = b"/P << /MCID 0 >> BDC (a \\( b (c) \\) BMC?) Tj EMC " * (PDF_NESTED_MARKS + 500)
    assert refusal(one_page(b"BT " + tagged + b"ET")) is None


def test_objects_in_a_stream_of_objects_are_looked_into() -> None:
    listed = b"9 0 [" + b"8 0 R " * 10 + b"]"
    objects = stream(listed, more=b" /Type /ObjStm /N 1 /First 4")
    many = one_page(showing(PARAGRAPH, 300_000), b"/Contents 9 0 R", others={10: objects})
    assert refusal(many) == TEXT_BEYOND
    large = stream(b"1 " * PDF_CONTENT_BYTES, more=b" /Type /ObjStm /N 1 /First 4")
    assert refusal(one_page(b"BT ET", others={10: large})) == CONTENTS_BEYOND
