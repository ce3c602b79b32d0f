"""A PDF's text: as it stands on the page, in every language; whatever is broken is told and never raised."""

import random
import sys
import threading

import pytest

from postroom.documents.pdf_text import PdfText, is_pdf, pdf_text
from postroom.limits import PDF_BYTES, PDF_CHARACTERS, PDF_PAGES
from tests.core.documents.pdf_writer import Text, locked, page, pdf, stream, written
from tests.shared_data import shared_data

LETTER = page("Invoice", "Number\t4711", "Total\t1.250,00")


def test_what_stands_beside_a_word_stands_beside_it_in_the_text() -> None:
    read = pdf_text(pdf(LETTER))
    assert read.problems == ()
    assert [line.split() for line in read.text.splitlines()] == [["Invoice"], ["Number", "4711"], ["Total", "1.250,00"]]


def test_what_stands_below_a_word_begins_at_the_same_character() -> None:
    lines = pdf_text(pdf(page("Faktura nr.\tDato\tForfald", "10045\t1. maj 2026\t15. maj 2026"))).text.splitlines()
    for head, value in (("Faktura nr.", "10045"), ("Dato", "1. maj"), ("Forfald", "15. maj")):
        assert lines[0].index(head) == lines[1].index(value)


@pytest.mark.parametrize(
    "text", ["Beløb i alt på æøå", "Fällige Rechnung über 12 € für Straße", "Total £ 1,250.00", "价税合计:1260.00元"]
)
def test_letters_of_all_four_languages_are_read(text: str) -> None:
    assert pdf_text(pdf([Text(60, 60, text)])).text == text


def test_pages_stand_apart() -> None:
    read = pdf_text(pdf(page("one"), page("two"), []))
    assert (read.pages, read.text) == (("one", "two", ""), "one\ftwo\f")


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_reads_the_same(rotate: int) -> None:
    assert pdf_text(pdf(LETTER, rotate=rotate)) == pdf_text(pdf(LETTER))


@pytest.mark.parametrize(("turned", "place"), [(90, (100, 300)), (180, (20, 400)), (270, (100, 500))])
def test_a_page_written_sideways_is_read_as_it_was_written(turned: int, place: tuple[int, int]) -> None:
    sideways = [Text(100, 400, "Total", turned=turned), Text(*place, "125,00", turned=turned)]
    assert pdf_text(pdf(sideways)).text.split() == ["Total", "125,00"]


def test_a_word_written_up_the_edge_does_not_stand_among_the_lines() -> None:
    assert pdf_text(pdf([*LETTER, Text(20, 100, "COPY", turned=90)])) == pdf_text(pdf(LETTER))


def test_a_form_s_fields_are_part_of_the_page() -> None:
    look = stream(
        b"BT /F1 10 Tf 0 0 Td (4711) Tj ET",
        more=b" /Type /XObject /Subtype /Form /BBox [0 -4 90 12] /Resources << /Font << /F1 3 0 R >> >>",
    )
    read = pdf_text(
        written(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [9 0 R] >> >>",
                2: b"<< /Type /Pages /Kids [7 0 R] /Count 1 >>",
                3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                7: b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
                b" /Contents 8 0 R /Annots [9 0 R] >>",
                8: stream(b"BT /F1 10 Tf 60 700 Td (Number) Tj ET"),
                9: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /V (4711) /F 4 /Rect [120 698 210 714] /P 7 0 R"
                b" /AP << /N 10 0 R >> >>",
                10: look,
            }
        )
    )
    assert (read.text.split(), read.problems) == (["Number", "4711"], ())


def test_a_scan_is_told() -> None:
    assert pdf_text(pdf([])) == PdfText(("",), ("no text on any page; it may be a scan",))


def test_an_encrypted_document_is_told() -> None:
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] "
    file = pdf(LETTER).replace(b"/Root 1 0 R ", b"/Root 1 0 R " + locked % (b"11" * 32, b"22" * 32))
    assert pdf_text(file) == PdfText(problems=("encrypted; it opens with a password only",))


def test_a_document_locked_against_change_only_is_read() -> None:
    assert pdf_text(locked(b"BT /F1 10 Tf 60 700 Td (Invoice 4711) Tj ET")) == PdfText(("Invoice 4711",))


def test_a_bomb_behind_a_lock_is_refused() -> None:
    (problem,) = pdf_text(locked(bytes(70 * 1024 * 1024))).problems
    assert problem.startswith("its streams inflate beyond ")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>%PDF", b"x" * 2000 + b"%PDF-1.4"])
def test_what_is_no_pdf_is_not_one(content: bytes) -> None:
    assert not is_pdf(content)
    assert pdf_text(content) == PdfText(problems=("no PDF",))


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"%PDF-1.4\nnothing of the kind", pdf(LETTER)[:200]])
def test_a_broken_document_is_told(content: bytes) -> None:
    read = pdf_text(content)
    assert read.pages == ()
    assert len(read.problems) == 1
    assert read.problems[0].startswith("cannot be read: ")


def test_a_document_whose_table_of_places_is_lost_is_read_all_the_same() -> None:
    whole = pdf(LETTER)
    assert pdf_text(whole.replace(b"startxref\n", b"startxref\n9")).text == pdf_text(whole).text


def test_too_large_a_file_is_refused_unread() -> None:
    assert pdf_text(pdf(LETTER) + bytes(PDF_BYTES)) == PdfText(problems=(f"larger than {PDF_BYTES} bytes",))


def test_of_too_many_pages_the_first_are_read() -> None:
    read = pdf_text(pdf(*[page(f"page {number}") for number in range(PDF_PAGES + 5)]))
    assert (len(read.pages), read.pages[-1]) == (PDF_PAGES, f"page {PDF_PAGES - 1}")
    assert read.problems == (f"{PDF_PAGES + 5} pages; the first {PDF_PAGES} were read",)


def test_of_too_many_characters_the_first_are_read() -> None:
    lines = [Text(10, 20 + 0.04 * row, "1234567890" * 20, 0.03) for row in range(PDF_CHARACTERS // 200 + 50)]
    read = pdf_text(pdf(lines, page("beyond")))
    assert len(read.pages) == 1
    assert read.problems == (f"page 1: cut after {PDF_CHARACTERS} characters of the document",)


def test_documents_read_at_the_same_time_do_not_disturb_each_other() -> None:
    files = [pdf(page(*[f"line {row} of {number}" for row in range(30)])) for number in range(4)]
    expected = [pdf_text(file) for file in files]
    found: dict[int, list[PdfText]] = {}

    def read(number: int) -> None:
        found[number] = [pdf_text(files[number]) for _ in range(5)]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [expected[number]] * 5 for number in range(4)}


def test_pdfium_is_imported_by_the_first_document_only() -> None:
    import subprocess

    code = "import sys, postroom.documents.pdf_text; print('pypdfium2' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "layers/core/python"},
    )
    assert run.stdout == "False\n"


def test_whatever_is_changed_in_a_document_it_is_read_or_told() -> None:
    chance = random.Random(7)
    whole = pdf(LETTER, page("价税合计:1260.00元"), deflate=False)
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(9, len(broken))] = chance.randrange(256)
        read = pdf_text(bytes(broken))
        assert read.pages or read.problems


def test_the_shared_invoices_read_as_they_stand() -> None:
    file = shared_data("invoice-i2d", "files/tests/compare/coolblue1.pdf")
    lines = [line.split() for line in pdf_text(file.read_bytes()).text.splitlines()]
    assert ["Factuurdatum:", "19", "april", "2014"] in lines
    assert ["Exclusief", "BTW", "€", "593,36", "Subtotaal", "€", "717,97"] in lines
