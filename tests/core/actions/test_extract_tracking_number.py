"""extract_tracking_number: from the mail or from a text given, all numbers and the first one apart."""

from email.message import EmailMessage

from postroom.actions.extract_tracking_number import ACTION
from postroom.effects import ReadObject
from tests.core.actions.drive import drive
from tests.core.documents.pdf_writer import page, pdf

MAIL = {
    "subject": "UPS: 2 kolli",
    "from": {"name": "", "address": "a@b.example", "domain": "b.example"},
    "text": "1Z5E2R390103188429\n1Z5E2R390103188438\n",
    "html_as_text": "",
}


def test_all_numbers_of_the_mail_are_found_and_the_first_stands_apart() -> None:
    driven = drive(ACTION, {}, email=MAIL)
    assert driven.effects == []
    assert [one["number"] for one in driven.output["numbers"]] == ["1Z5E2R390103188429", "1Z5E2R390103188438"]
    assert (driven.output["number"], driven.output["carrier"]) == ("1Z5E2R390103188429", "UPS")
    assert driven.output["link"] == "https://www.ups.com/track?tracknum=1Z5E2R390103188429"
    assert driven.output["numbers"][0]["verified"] is True


def test_a_number_may_stand_in_the_subject_or_only_in_html() -> None:
    number = "00370730254912345676"
    assert drive(ACTION, {}, email={**MAIL, "subject": f"Din pakke {number}", "text": ""}).output["number"] == number
    assert drive(ACTION, {}, email={"html_as_text": f"Pakke {number}"}).output["number"] == number


def test_a_text_given_is_searched_instead() -> None:
    output = drive(ACTION, {"text": "PostNord CN447188208DK"}, email=MAIL).output
    assert [one["number"] for one in output["numbers"]] == ["CN447188208DK"]


def test_without_a_number_all_is_null() -> None:
    output = drive(ACTION, {}, email=None).output
    assert output == {"number": None, "carrier": None, "link": None, "numbers": (), "problems": ()}


def _with_pdf(content: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "shop@supplier.example", "Your order is on its way with FedEx"
    mail.set_content("See the delivery note.")
    mail.add_attachment(content, maintype="application", subtype="pdf", filename="note.pdf")
    return mail.as_bytes()


ATTACHED = {**MAIL, "attachments": [{"filename": "note.pdf"}]}


def test_an_attached_documents_number_is_found_though_its_carrier_is_named_in_the_mail_only() -> None:
    raw = _with_pdf(pdf(page("Delivery note"), page("Tracking\t799531274483")))
    driven = drive(ACTION, {}, raw, email=ATTACHED)
    assert driven.effects == [ReadObject("raw")]
    [one] = driven.output["numbers"]
    assert (one["carrier"], one["number"]) == ("FedEx", "799531274483")
    assert (one["place"], one["attachment"], one["page"]) == ("pdf", "note.pdf", 2)


def test_an_attached_document_that_cannot_be_read_is_told() -> None:
    output = drive(ACTION, {}, _with_pdf(b"%PDF-1.4 broken"), email=ATTACHED).output
    assert output["numbers"] == ()
    assert output["problems"][0].startswith("note.pdf: cannot be read")
