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


HTML = {**MAIL, "text": "", "html_as_text": "Din pakke"}
LINK = "https://gls-group.com/DK/da/find-pakke?match=59181234567&amp;lang=da"


def _html(body: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "shop@supplier.example", "Your order is on its way"
    mail.set_content(body, subtype="html")
    return mail.as_bytes()


def test_a_number_may_stand_only_where_a_link_of_the_html_leads() -> None:
    driven = drive(ACTION, {}, _html(f'<p>Din pakke</p><a href="{LINK}">Følg den</a>'), email=HTML)
    assert driven.effects == [ReadObject("raw")]
    [one] = driven.output["numbers"]
    assert (one["carrier"], one["number"], one["verified"], one["place"]) == ("GLS", "59181234567", False, "html")


def test_a_hidden_link_and_one_of_another_page_state_no_number() -> None:
    hidden = f'<p>Din pakke</p><a style="display:none" href="{LINK}">x</a><div hidden><a href="{LINK}">x</a></div>'
    other = '<a href="https://shop.example/track?match=59181234567">x</a>'
    assert drive(ACTION, {}, _html(hidden + other), email=HTML).output["numbers"] == ()


def test_a_number_may_stand_in_the_subject_or_only_in_html() -> None:
    number = "00370730254912345676"
    assert drive(ACTION, {}, email={**MAIL, "subject": f"Din pakke {number}", "text": ""}).output["number"] == number
    assert drive(ACTION, {}, _html(f"Pakke {number}"), email=HTML).output["number"] == number


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
