"""The decision: which category, how sure, and why."""

import pytest

from postroom.classify.categories import DEFAULT_CATEGORIES, Category
from postroom.classify.decision import classify
from postroom.classify.keyword_layer import KeywordLayer, default_layer
from postroom.classify.keywords import Keyword, shipped_keywords
from postroom.classify.scoring import Calibration
from postroom.classify.signs import shipped_sign_weights
from postroom.mail.model import Automatic, Thread
from tests.core.classify.mails import attachment, headers, mail

PLAIN = Calibration(
    subject=2, replied=0.5, attachment=1, attached=0.5, forwarded=0.5, decay=0.5, general=0, temperature=1, doubt=0
)


def layer(*keywords: Keyword, calibration: Calibration = PLAIN) -> KeywordLayer:
    return KeywordLayer(DEFAULT_CATEGORIES, keywords, {}, calibration)


def test_the_categories_are_the_thirteen_in_their_order() -> None:
    assert [category.name for category in DEFAULT_CATEGORIES] == [
        "invoice",
        "freight_note",
        "order_confirmation",
        "time_confirmation",
        "case_notification",
        "customer_email",
        "bankruptcy",
        "recruitment",
        "newsletter",
        "spam",
        "auto_reply",
        "bounce",
        "general",
    ]


@pytest.mark.parametrize(
    ("subject", "body", "category"),
    [
        ("Faktura 1234", "Fakturanr. 1234, at betale 1.250,00 kr. inkl. moms, forfald 1. maj.", "invoice"),
        ("Invoice 20931", "Please find our invoice attached. Amount due £540.00, due date 1 May.", "invoice"),
        ("Rechnung 26-014", "Rechnungsnummer 26-014, zahlbar innerhalb 14 Tagen, IBAN folgt.", "invoice"),
        ("电子发票", "您的电子发票已开具,发票号码 2411,价税合计 ¥2,260.00", "invoice"),
        ("Følgeseddel 881", "Din pakke er på vej. Pakkenummer 00370730254912345676.", "freight_note"),
        ("Ihre Sendung", "Ihr Paket wird morgen zugestellt, Sendungsnummer 14421008837190.", "freight_note"),
        ("Order confirmation SO-7", "Thank you for your order. Order total 320.00 EUR.", "order_confirmation"),
        ("Timer uge 22", "Hermed mine timer for uge 22: 37,5 timer i alt.", "time_confirmation"),
        ("6月工时确认", "本月工时合计 120 小时,请确认。", "time_confirmation"),
        ("[Ticket#2025031177]", "Ihre Anfrage ist eingegangen, Ticketnummer 2025031177.", "case_notification"),
        ("Reklamation", "Varen er i stykker. Hvornår kan I sende en ny?", "customer_email"),
        ("Insolvenzverfahren Ritz", "Gläubiger melden Forderungen zur Tabelle an.", "bankruptcy"),
        ("应聘会计岗位", "简历见附件,期待面试机会。", "recruitment"),
        ("Our June newsletter", "In this issue: trends. Unsubscribe here.", "newsletter"),
        ("You have won", "Claim your prize now!! Act fast, click here: http://x.example", "spam"),
        ("Automatisk svar: tilbud", "Jeg er på ferie og er tilbage mandag.", "auto_reply"),
        ("Undelivered Mail Returned to Sender", "550 5.1.1 user unknown", "bounce"),
        ("Mødereferat", "Referat og dagsorden fra bestyrelsesmøde. Frokost i kantinen.", "general"),
    ],
)
def test_a_typical_mail_is_told_and_surely(subject: str, body: str, category: str) -> None:
    answer = default_layer().classify(mail(subject, body))
    assert (answer.category, answer.fallback, answer.layer) == (category, False, "keywords")
    assert answer.confidence >= 0.7


def test_the_evidence_names_words_part_and_what_they_added_strongest_first() -> None:
    keywords = [
        Keyword("invoice", "text", "faktura*", 4),
        Keyword("invoice", "text", "moms", 2),
        Keyword("invoice", "text", "rykker", -1),
        Keyword("invoice", "sender", "bogholderi", 1),
        Keyword("invoice", "attachment", "bilag", 1),
        Keyword("spam", "text", "gratis", 3),
    ]
    answer = layer(*keywords).classify(
        mail(
            "Fakturanr. 7",
            "moms, rykker, gratis",
            sender="bogholderi@x.example",
            attachments=(attachment("bilag_7.pdf"),),
        )
    )
    assert [(item.category, item.part, item.words, item.weight) for item in answer.evidence] == [
        ("invoice", "subject", "fakturanr", 8.0),
        ("invoice", "body", "moms", 1.0),
        ("invoice", "body", "rykker", -1.0),
        ("invoice", "sender", "bogholderi", 0.25),
        ("invoice", "attachment", "bilag", 0.125),
        ("spam", "body", "gratis", 3.0),
    ]
    assert answer.runner_up is not None
    assert answer.runner_up.category == "spam"


def test_confidence_and_runner_up_are_the_softmax_of_the_scores() -> None:
    keywords = [Keyword("invoice", "text", "bill", 4), Keyword("spam", "text", "win", 3)]
    answer = KeywordLayer([Category("invoice", ""), Category("spam", "")], keywords, {}, PLAIN).classify(
        mail(body="win the bill")
    )
    assert (answer.category, answer.confidence) == ("invoice", 0.7214)
    assert answer.runner_up is not None
    assert (answer.runner_up.category, answer.runner_up.confidence) == ("spam", 0.2654)


def test_doubt_keeps_the_surest_answer_below_certainty() -> None:
    doubtful = layer(Keyword("invoice", "text", "bill", 100), calibration=PLAIN._replace(doubt=0.13))
    assert doubtful.classify(mail(body="bill")).confidence == 0.88


def test_where_no_category_is_likely_general_stands_in_and_says_so() -> None:
    keywords = [Keyword("invoice", "text", "bill", 3), Keyword("spam", "text", "win", 3)]
    answer = layer(*keywords).classify(mail(body="win the bill"))
    assert (answer.category, answer.fallback) == ("general", True)
    assert answer.runner_up is not None
    assert (answer.runner_up.category, answer.runner_up.confidence) == ("invoice", 0.3925)
    assert answer.confidence == 0.6075


def test_an_empty_mail_is_general_by_fallback_without_evidence() -> None:
    answer = default_layer().classify(mail())
    assert (answer.category, answer.fallback, answer.evidence) == ("general", True, ())
    assert answer.confidence >= 0.5


def test_general_is_no_fallback_where_its_own_words_speak() -> None:
    answer = layer(Keyword("general", "text", "kage", 5)).classify(mail(body="kage"))
    assert (answer.category, answer.fallback) == ("general", False)


def test_what_a_reply_quotes_does_not_count_and_what_a_forwarded_mail_hands_on_counts_less() -> None:
    told = layer(Keyword("bankruptcy", "text", "konkurs", 8))
    forwarded = mail("Fwd: Ritz", "se nedenfor", text="se nedenfor\n> Ritz er konkurs")
    assert [(item.words, item.weight) for item in told.classify(forwarded).evidence] == [("konkurs", 4.0)]
    for reply in (
        forwarded.model_copy(update={"subject": "SV: Ritz"}),
        forwarded.model_copy(update={"thread": Thread(in_reply_to="1@b.example")}),
    ):
        assert told.classify(reply).evidence == ()


def test_the_text_of_a_document_counts_less_than_words_of_the_mail_and_names_of_files_are_not_looked_for_in_it() -> (
    None
):
    told = layer(Keyword("invoice", "text", "amount due", 8), Keyword("spam", "attachment", "scan", 8))
    answer = told.classify(mail("Hello", attachments=(attachment("a1.pdf", text="scan\nAmount due: 12"),)))
    assert [(item.category, item.part, item.words, item.weight) for item in answer.evidence] == [
        ("invoice", "attachment", "amount due", 4.0)
    ]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Lieferschein 4711\n200 Stück Schrauben\nVersand: DHL Paket, 14 kg\nLieferdatum: 3. Mai", "freight_note"),
        ("Faktura nr. 1007\nForfaldsdato 1. maj\nBeløb at betale i alt 1.250,00 kr.\nMoms 250,00", "invoice"),
    ],
)
def test_a_mail_that_says_nothing_itself_is_told_by_what_is_attached(text: str, category: str) -> None:
    bare = mail("Scan", "Hej", attachments=(attachment("0001.pdf"),))
    answer = default_layer().classify(mail("Scan", "Hej", attachments=(attachment("0001.pdf", text=text),)))
    assert default_layer().classify(bare).category != category
    assert (answer.category, answer.fallback) == (category, False)
    assert "attachment" in {item.part for item in answer.evidence}


def test_a_mail_of_nothing_new_is_read_as_a_whole() -> None:
    answer = layer(Keyword("bankruptcy", "text", "konkurs", 8)).classify(mail("Fwd:", "", text="> konkurs"))
    assert [item.weight for item in answer.evidence] == [8.0]


def test_the_subject_of_a_reply_counts_less_because_it_is_the_others() -> None:
    told = layer(Keyword("customer_email", "text", "question", 4))
    assert told.classify(mail("question")).evidence[0].weight == 8.0
    assert told.classify(mail("RE: question")).evidence[0].weight == 4.0


def test_a_senders_domain_is_no_evidence() -> None:
    told = layer(Keyword("bankruptcy", "sender", "insolvency", 4))
    assert told.classify(mail(sender="news@insolvency.example")).evidence == ()
    assert len(told.classify(mail(sender="insolvency@firm.example")).evidence) == 1


def test_headers_tell_what_words_do_not() -> None:
    told = default_layer()
    holiday = mail("Re: Solbakken", "Ring til Kim.", headers=headers(auto_submitted="auto-replied", return_path="<>"))
    report = mail("Rapport", "se vedlagt", automatic=Automatic(kind="bounce"), headers=headers(return_path="<>"))
    assert told.classify(holiday).category == "auto_reply"
    assert told.classify(report).category == "bounce"


def test_a_tenants_own_categories_and_keywords_replace_the_shipped_ones() -> None:
    own = KeywordLayer(
        [Category("warranty", "Warranty claims")],
        [Keyword("warranty", "text", "garanti*", 4), Keyword("invoice", "text", "garantibevis", 9)],
        shipped_sign_weights(),
        PLAIN._replace(general=1),
    )
    answer = own.classify(mail(body="Garantibevis vedlagt, 100 kr."))
    assert (answer.category, [item.category for item in answer.evidence]) == ("warranty", ["warranty"])
    assert own.classify(mail()).category == "general"


def test_the_same_mail_gets_the_same_answer_from_a_layer_built_anew() -> None:
    question = mail("Faktura?", "Hvornår kommer pakken? Jeres faktura er forkert, 100 kr.")
    default_layer.cache_clear()
    first = default_layer().classify(question)
    default_layer.cache_clear()
    assert default_layer().classify(question) == first
    assert classify(question, [default_layer()]) == first


def test_every_shipped_keyword_and_sign_is_for_a_default_category() -> None:
    names = {category.name for category in DEFAULT_CATEGORIES}
    assert {keyword.category for keyword in shipped_keywords()} == names
    assert {category for weights in shipped_sign_weights().values() for category in weights} <= names
    assert all(keyword.words == keyword.words.strip() != "" for keyword in shipped_keywords())
    assert all(0 < abs(keyword.weight) <= 5 for keyword in shipped_keywords())
