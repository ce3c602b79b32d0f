"""Attached invoices: every field of every layout in every language, with the file and page that states it."""

from email.message import EmailMessage

import pytest

from postroom.documents.pdf_text import PdfText, pdf_text
from postroom.extract.invoice import extract_invoice
from postroom.extract.model import InvoiceData
from postroom.extract.sources import Document, attached_documents, invoice_text
from postroom.limits import INVOICE_DOCUMENTS
from postroom.mail.model import Mail
from postroom.mail.parse import parse_mail
from tests.core.documents.pdf_writer import page, pdf
from tests.core.extract.invoices import stated
from tests.core.extract.pdf_invoices import DANISH, ENGLISH, GERMAN, LANGUAGES, LAYOUTS, left_right, over_two_pages


def read(*files: bytes, text: str = "") -> InvoiceData:
    """What a mail with these files attached states."""
    documents = [Document(f"{number}.pdf", pdf_text(file)) for number, file in enumerate(files, start=1)]
    return extract_invoice(invoice_text(Mail(text=text), documents))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_read_and_nothing_else(language: str, layout: str) -> None:
    words = LANGUAGES[language]
    data = read(pdf(LAYOUTS[layout](words)))
    assert stated(data) == words.stated
    assert data.problems == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_field_says_which_file_and_page_states_it_and_how(language: str) -> None:
    data = read(over_two_pages(LANGUAGES[language]))
    assert stated(data) == LANGUAGES[language].stated
    assert data.number is not None
    assert data.total is not None
    assert (data.number.source, data.number.attachment, data.number.page) == ("pdf", "1.pdf", 1)
    assert (data.total.source, data.total.attachment, data.total.page) == ("pdf", "1.pdf", 2)
    assert data.total.as_written in data.total.around


def test_of_several_documents_the_invoice_is_read() -> None:
    terms = pdf(page("Terms of delivery", "Interest 8.05 % from the due date", "A reminder costs 100.00 EUR"))
    note = pdf(page("Lieferschein", "Lieferschein-Nr.\tL-99012", "Datum\t02.01.2026", "Gewicht\t12,50 kg"))
    data = read(terms, pdf(left_right(GERMAN)), note)
    assert stated(data) == GERMAN.stated
    assert data.total is not None
    assert data.total.attachment == "2.pdf"


def test_a_second_invoice_is_told_and_nothing_of_it_taken() -> None:
    data = read(pdf(left_right(DANISH)), pdf(page("Invoice no. INV-00935", "Total\tGBP 99.00")))
    assert stated(data) == DANISH.stated
    assert [(one.field, one.reason) for one in data.problems] == [
        ("2.pdf", "states INV-00935 and 99.00; only one invoice is read")
    ]


def test_the_mail_and_its_document_complete_each_other() -> None:
    document = page("Invoice no.\tINV-7", "Net\t100.00 EUR", "VAT\t25.00 EUR", "Total\t125.00 EUR")
    data = read(pdf(document), text="Please find it attached.\nOrder no.: PO-31\nPlease pay by 1 May 2026.")
    assert stated(data) == {
        "number": "INV-7",
        "due_date": "2026-05-01",
        "net": "100.00",
        "vat": "25.00",
        "total": "125.00",
        "currency": "EUR",
        "order_number": "PO-31",
    }


def test_where_mail_and_document_differ_both_are_told() -> None:
    data = read(pdf(left_right(ENGLISH)), text="Our invoice INV-00943 over £450.60")
    assert [(one.field, one.reason) for one in data.problems] == [
        ("number", "text says INV-00943, 1.pdf says INV-00934")
    ]


def test_amounts_of_texts_with_different_totals_are_not_mixed() -> None:
    document = page("Invoice no.\tINV-7", "Net\t100.00 EUR", "VAT\t25.00 EUR", "Total\t125.00 EUR")
    data = read(pdf(page("Total\t130.00 EUR")), text="\n".join(one.text for one in document))
    assert {name: stated(data).get(name) for name in ("net", "vat", "total")} == {
        "net": "100.00",
        "vat": "25.00",
        "total": "125.00",
    }
    assert "total" in [one.field for one in data.problems]


@pytest.mark.parametrize("broken", [b"%PDF-1.7 and no more", pdf([])])
def test_a_file_that_cannot_be_read_is_told_by_its_name(broken: bytes) -> None:
    data = read(broken, pdf(left_right(DANISH)))
    assert stated(data) == DANISH.stated
    assert [one.field for one in data.problems] == ["1.pdf"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Rechnung", "50674 Köln", "Lindenstraße 7"),
        ("Invoice", "", "221 Mill Lane", "Leeds LS2 8JT"),
        ("Description\tQty\tVAT\tAmount", "Paper\t10\t25\t1,250.00", "Ink\t2\t25\t80.00"),
        ("Pos.\tMenge\tPreis\tBetrag", "1\t2\t12,00\t24,00"),
        ("VAT/TIN: 29670869006",),
        ("Invoice date\tDelivery", "\t03.02.2026"),
    ],
)
def test_what_only_looks_like_a_field_is_none(lines: tuple[str, ...]) -> None:
    assert stated(read(pdf(page(*lines)))) == {}


def test_a_column_s_value_is_the_one_below_its_own_head() -> None:
    data = read(pdf(page("Order no.\tInvoice no.\tDate\tDue", "771203\t90455\t2026-01-31\t2026-02-28")))
    assert stated(data) == {
        "number": "90455",
        "issue_date": "2026-01-31",
        "due_date": "2026-02-28",
        "order_number": "771203",
    }


def test_pages_are_counted_in_documents_only() -> None:
    document = Document("a.pdf", PdfText(("cover", "Invoice no. INV-7")))
    data = extract_invoice(invoice_text(Mail(text="Total EUR 12.00"), [document]))
    assert data.number is not None
    assert data.total is not None
    assert (data.number.page, data.number.around) == (2, "Invoice no. INV-7")
    assert (data.total.page, data.total.attachment) == (None, None)


def _mail(subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@b.example", subject
    mail.set_content(text)
    return mail


def _in_mails(times: int) -> bytes:
    mail = _mail("Invoice INV-7", "See the file.")
    file = pdf(page("Invoice no.\tINV-7", "Total\t125.00 EUR"))
    mail.add_attachment(file, maintype="application", subtype="pdf", filename="i.pdf")
    for _ in range(times):
        outer = _mail("Please book", "Forwarded as it came.")
        outer.add_attachment(mail)
        mail = outer
    return mail.as_bytes()


def test_an_invoice_in_a_mail_that_is_attached_is_read() -> None:
    parsed = parse_mail(_in_mails(2))
    data = extract_invoice(invoice_text(parsed.mail, attached_documents(parsed)))
    assert data.number is not None
    assert (data.number.value, data.number.source) == ("INV-7", "pdf")
    assert (data.number.attachment or "").endswith(".eml/i.pdf")
    assert data.number.page == 1


def test_an_attached_mail_s_own_text_is_read_too() -> None:
    outer = _mail("Fwd", "Please book.")
    outer.add_attachment(_mail("Invoice INV-8", "Total: 12.00 EUR"))
    parsed = parse_mail(outer.as_bytes())
    data = extract_invoice(invoice_text(parsed.mail, attached_documents(parsed)))
    assert stated(data) == {"number": "INV-8", "total": "12.00", "currency": "EUR"}
    assert data.total is not None
    assert (data.total.source, data.total.page) == ("text", None)


def test_mails_are_opened_so_deep_and_documents_read_so_many() -> None:
    assert [one.name for one in attached_documents(parse_mail(_in_mails(4))) if one.place == "pdf"] == []
    mail = _mail("Many", "files")
    for number in range(INVOICE_DOCUMENTS + 3):
        mail.add_attachment(pdf(page("x")), maintype="application", subtype="pdf", filename=f"{number:02}.pdf")
    documents = attached_documents(parse_mail(mail.as_bytes()))
    assert [one.name for one in documents] == [f"{number:02}.pdf" for number in range(INVOICE_DOCUMENTS + 1)]
    assert documents[-1].read.problems == (f"not read, nor what follows: more than {INVOICE_DOCUMENTS} documents",)
