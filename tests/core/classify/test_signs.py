"""What headers and the shape of a text say."""

import pytest

from postroom.classify.signs import header_signs, shipped_sign_weights, text_signs
from postroom.mail.model import Address, Automatic, Thread
from tests.core.classify.mails import attachment, headers, mail


@pytest.mark.parametrize(
    ("name", "value", "sign"),
    [
        ("auto_submitted", "auto-replied", "automatic reply"),
        ("auto_submitted", "auto-generated", "automatically generated"),
        ("precedence", "auto_reply", "automatic reply"),
        ("precedence", "bulk", "bulk precedence"),
        ("x_autoreply", "yes", "automatic reply"),
        ("x_auto_response_suppress", "All", "no automatic answers wanted"),
        ("content_type", 'multipart/report; report-type="delivery-status"', "delivery report"),
        ("x_failed_recipients", "a@b.example", "delivery report"),
        ("return_path", "<>", "null return path"),
        ("list_id", "<news.example>", "mailing list"),
        ("list_unsubscribe", "<mailto:out@example>", "list-unsubscribe"),
        ("x_spam_flag", "YES", "marked as spam"),
    ],
)
def test_a_header_gives_its_sign(name: str, value: str, sign: str) -> None:
    assert list(header_signs(mail(headers=headers(**{name: value})))) == [sign]


def test_what_the_parser_found_about_automatic_mail_is_believed() -> None:
    assert list(header_signs(mail(automatic=Automatic(kind="bounce")))) == ["delivery report"]
    assert list(header_signs(mail(automatic=Automatic(kind="auto_reply")))) == ["automatic reply"]
    assert list(header_signs(mail(automatic=Automatic(kind="list")))) == ["mailing list"]


def test_an_ordinary_mail_has_no_header_signs_and_a_reply_one() -> None:
    assert list(header_signs(mail(headers=headers(auto_submitted="no", return_path="<a@b.example>")))) == []
    assert list(header_signs(mail("AW: Glas"))) == ["reply"]
    assert list(header_signs(mail("Glas", thread=Thread(in_reply_to="1@b.example")))) == ["reply"]


def test_answers_wanted_at_another_domain_are_noticed() -> None:
    elsewhere = (Address(address="x@free.example", domain="free.example"),)
    same = (Address(address="x@firm.example", domain="firm.example"),)
    assert list(header_signs(mail(sender="a@firm.example", reply_to=elsewhere))) == ["answers elsewhere"]
    assert list(header_signs(mail(sender="a@firm.example", reply_to=same))) == []
    of_a_list = mail(sender="a@firm.example", reply_to=elsewhere, headers=headers(list_id="<users.lists.example>"))
    assert list(header_signs(of_a_list)) == ["mailing list"]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("I alt 4.625,00 kr.", "amount of money"),
        ("£1,540.00", "amount of money"),
        ("1,350.00 元", "amount of money"),
        ("IBAN DE35 0000 0000 0044 5566 77", "payment line"),
        ("+71<000000240011874+84561290<", "payment line"),
        ("1Z5E2R390103188429", "tracking number"),
        ("EA123456785CN", "tracking number"),
        ("NKJU4055184", "tracking number"),
        ("37,5 timer", "hours"),
        ("加班5小时", "hours"),
        ("38 Stunden", "hours"),
        ("did 10 til 6", "span of hours"),
        ("550 5.1.1 unknown", "delivery status code"),
        ("(#5.1.2)", "delivery status code"),
        ("Passt das?", "question"),
        ("Nur heute!!", "exclamations"),
        ("16 stk", "quantity"),
    ],
)
def test_a_shape_in_the_text_gives_its_sign(text: str, sign: str) -> None:
    assert list(text_signs(mail(body=text), text)) == [sign]


@pytest.mark.parametrize(
    "text", ["within 24 hours", "37 timer om ugen", "40 hours a week", "12 May 2025", "room 1-204"]
)
def test_what_only_looks_like_hours_worked_gives_no_sign(text: str) -> None:
    assert "hours" not in list(text_signs(mail(body=text), text))


def test_a_ticket_number_counts_in_the_subject_only() -> None:
    assert list(text_signs(mail("[Ticket #19923] printer"), "")) == ["ticket number"]
    assert list(text_signs(mail("printer"), "as in ticket #19923")) == []


def test_a_pdf_and_html_alone_are_noticed() -> None:
    assert list(text_signs(mail(attachments=(attachment("a.pdf"),)), "")) == ["PDF attached"]
    assert list(text_signs(mail(html_as_text="hello"), "hello")) == ["HTML only"]


def test_every_shipped_sign_is_one_that_can_be_found() -> None:
    every = mail(
        "Re: [Ticket #19923]",
        sender="a@firm.example",
        html_as_text="x",
        attachments=(attachment("a.pdf"),),
        headers=headers(
            auto_submitted="auto-replied auto-generated",
            precedence="bulk",
            list_id="x",
            list_unsubscribe="x",
            x_failed_recipients="x",
            return_path="<>",
            x_auto_response_suppress="All",
            x_spam_flag="yes",
        ),
    )
    text = "£1 +71< EA123456785CN 8 hours 7-15 550 5.1.1 ?!! http://x 3 pcs"
    elsewhere = mail(sender="a@firm.example", reply_to=(Address(address="x@free.example", domain="free.example"),))
    signs = {*header_signs(every), *header_signs(elsewhere), *text_signs(every, text), "automatically generated"}
    assert signs == set(shipped_sign_weights())
