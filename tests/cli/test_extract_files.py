"""`postroom invoice extract` and `postroom tracking find`: an object a line from any file, never stopping at one."""

import json
import os
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from postroom.actions.extract_invoice_data import FIELDS
from postroom_cli import extract_files
from postroom_cli.main import main
from tests.core.documents.pdf_writer import page, pdf
from tests.core.extract.pdf_invoices import DANISH, left_right
from tests.shared_data import shared_data

MAILS = Path(__file__).parents[2] / "events" / "mail"
TEXT = "Faktura nr. 4711\r\nBeløb til betaling: 1.250,00 kr.\r\nForfald 3. maj 2026\r\n"


def answers(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> list[dict[str, Any]]:
    assert main([*map(str, words), "--json"]) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_mail_s_invoice_is_one_object_with_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    (invoice,) = answers(capsys, "invoice", "extract", MAILS / "invoice_en.eml")
    assert list(invoice) == ["file", *FIELDS, "read_by", "sources", "problems"]
    assert (invoice["number"], invoice["total"], invoice["due_date"]) == ("HL-2026-0417", "2988.00", "2026-12-16")
    assert invoice["sources"]["total"]["around"] == "Total due GBP 2,988.00"


def test_a_pdf_and_a_text_are_read_as_what_they_are(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(pdf(left_right(DANISH)))
    (tmp_path / "b.txt").write_bytes(TEXT.encode("cp1252"))
    (tmp_path / "c.txt").write_bytes(TEXT.encode("utf-16"))
    (tmp_path / "d.html").write_text("<table><tr><td>Invoice no.<td>INV-7<tr><td>Total<td>£12.00</table>", "utf-8")
    found = answers(capsys, "invoice", "extract", *sorted(tmp_path.iterdir()))
    assert [one["number"] for one in found] == ["20415", "4711", "4711", "INV-7"]
    assert [one["total"] for one in found] == ["3624.38", "1250.00", "1250.00", "12.00"]
    assert found[0]["sources"]["total"]["attachment"] == "a.bin"
    assert found[0]["sources"]["total"]["page"] == 1
    assert [one["problems"] for one in found] == [[]] * 4


def test_a_links_number_is_found_in_a_mail_and_in_an_html_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    link = '<p>Shipped</p><a href="https://www.ups.com/track?tracknum=1Z5R89390357567127">Track it</a>'
    (tmp_path / "a.eml").write_text(f"From: a@b.example\nContent-Type: text/html\n\n{link}")
    (tmp_path / "b.html").write_text(link)
    found = answers(capsys, "tracking", "find", tmp_path / "a.eml", tmp_path / "b.html")
    assert [(one["carrier"], one["number"]) for one in found] == [("UPS", "1Z5R89390357567127")] * 2


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("From: a@b.example\nSubject: Invoice INV-9\n\nhello", "subject"),
        ("Date: 2 May 2026\nTo: us\nInvoice no. INV-9", "text"),
    ],
)
def test_a_mail_is_told_from_a_text_by_its_headers(
    head: str, place: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "one").write_text(head)
    (found,) = answers(capsys, "invoice", "extract", tmp_path / "one")
    assert (found["number"], found["sources"]["number"]["place"]) == ("INV-9", place)


def test_a_bad_file_is_told_and_the_others_are_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "1.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "2.eml").write_bytes(b"\x00\xff\xfe")
    (tmp_path / "3.txt").write_text("Invoice no. INV-7")
    found = answers(capsys, "invoice", "extract", tmp_path)
    assert [Path(one["file"]).name for one in found] == ["1.pdf", "2.eml", "3.txt"]
    assert [one["number"] for one in found] == [None, None, "INV-7"]
    assert found[0]["problems"][0].startswith("file: cannot be read: ")


def test_what_cannot_be_opened_ends_with_two_after_all_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Invoice no. INV-7")
    assert main(["invoice", "extract", "--json", str(tmp_path / "none"), str(tmp_path / "a.txt")]) == 2
    out, err = capsys.readouterr()
    missing, found = map(json.loads, out.splitlines())
    assert missing["problems"] == ["file: cannot be read: No such file or directory"]
    assert found["number"] == "INV-7"
    assert err == f"postroom: {tmp_path / 'none'}: No such file or directory\n"


def test_a_fault_of_our_own_ends_only_its_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(page("Invoice no. INV-7")))
    (tmp_path / "b.txt").write_text("Invoice no. INV-8")
    monkeypatch.setattr(extract_files, "pdf_text", lambda content: 1 / 0)
    found = answers(capsys, "invoice", "extract", tmp_path, code=2)
    assert [one["number"] for one in found] == [None, "INV-8"]
    assert found[0]["problems"] == ["file: a fault of Postroom's own: ZeroDivisionError: division by zero"]


def test_a_folder_is_its_documents_or_else_all_its_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("b/2.PDF", "a.txt", "logo.png", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Invoice no. INV-7")
    assert [Path(one["file"]).name for one in answers(capsys, "invoice", "extract", tmp_path)] == ["a.txt", "2.PDF"]
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "note").write_text("Invoice no. INV-7")
    assert [one["number"] for one in answers(capsys, "invoice", "extract", tmp_path / "only")] == ["INV-7"]


def test_many_files_keep_their_order_over_processes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract_files, "POOL_FILES", 10)
    monkeypatch.setattr(extract_files, "FILES_AT_ONCE", 5)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_text(f"Invoice no. INV-{number + 100}")
    found = answers(capsys, "invoice", "extract", tmp_path)
    assert [one["number"] for one in found] == [f"INV-{number + 100}" for number in range(20)]


def test_tracking_numbers_are_found_in_mails_pdfs_and_texts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.example", "Sent with UPS"
    mail.set_content("See the note.")
    note = pdf(page("Delivery note"), page("1Z5R89390357567127"))
    mail.add_attachment(note, maintype="application", subtype="octet-stream", filename="note.pdf")
    (tmp_path / "1.eml").write_bytes(mail.as_bytes())
    (tmp_path / "2.pdf").write_bytes(pdf(page("DHL Waybill\t4820193770")))
    (tmp_path / "3.txt").write_text("Nothing of the kind")
    found = answers(capsys, "tracking", "find", tmp_path)
    assert list(found[0]) == ["file", "number", "carrier", "link", "numbers", "problems"]
    assert [(one["carrier"], one["number"]) for one in found] == [
        ("UPS", "1Z5R89390357567127"),
        ("DHL", "4820193770"),
        (None, None),
    ]
    assert found[0]["numbers"][0]["attachment"] == "note.pdf"
    assert found[0]["numbers"][0]["page"] == 2


def test_people_see_each_field_with_its_place_and_the_words_around(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "1.pdf").write_bytes(pdf(page("Invoice no.\tINV-7\x1b[2J", "Total\t£12.00")))
    (tmp_path / "2.txt").write_text("Hello")
    (tmp_path / "3.pdf").write_bytes(b"%PDF-1.7 broken")
    assert main(["invoice", "extract", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  total             12.00  (0.90, 1.pdf, page 1: Total £12.00)" in lines
    assert "  (states nothing of an invoice)" in lines
    assert any(line.startswith("  problem   file: cannot be read") for line in lines)
    assert not any("\x1b" in line for line in lines)


def test_people_see_each_number_with_its_carrier_and_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tracking", "find", str(MAILS / "freight_note.eml"), str(MAILS / "invoice_en.eml")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == (
        "  PostNord   00370733490012345674  (check digit right; text)"
        "  https://tracking.postnord.com/?id=00370733490012345674"
    )
    assert "  (no tracking number)" in lines


def test_a_line_is_one_line_to_every_reader(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Invoice no. INV-7 \x85 \u2028 hello")
    shown = extract_files.show_file(tmp_path / "a.txt", kind="invoice", as_json=True)
    assert len(shown.text.splitlines()) == 1
    assert json.loads(shown.text)["number"] == "INV-7"


def test_every_shared_invoice_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared_data("invoice-i2d", "files/tests/compare/coolblue1.pdf").parent
    found = {Path(one["file"]).stem: one for one in answers(capsys, "invoice", "extract", folder)}
    assert len(found) == 12
    assert (found["coolblue1"]["number"], found["coolblue1"]["total"]) == ("993548900", "717.97")
