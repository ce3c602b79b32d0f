"""How keywords are met in text."""

from typing import Any

import pytest

from postroom.classify.index import KeywordIndex
from postroom.classify.keywords import Keyword, KeywordPart
from postroom.classify.text import normalise

TEXT: frozenset[KeywordPart] = frozenset(("text",))


def found(spelling: str, text: str) -> list[str]:
    index = KeywordIndex([Keyword("invoice", "text", spelling, 4)])
    return [match.words for match in index.matches(normalise(text), TEXT)]


@pytest.mark.parametrize(
    ("spelling", "text", "words"),
    [
        ("faktura", "Vores FAKTURA er vedhæftet", "faktura"),
        ("faktura*", "Fakturanummer: 12", "fakturanummer"),
        ("*rechnung", "Ihre Stromrechnung ist da", "stromrechnung"),
        ("mahngebühr*", "inkl. Mahngebühren", "mahngebühren"),
        ("amount due", "Amount\n due: 12", "amount due"),
        ("invoice nu*", "Invoice number 7", "invoice number"),
        ("track & trace", "Track & trace: 00057", "track trace"),
        ("you're receiving", "You’re receiving this", "youre receiving"),
        ("e mail", "Diese E-Mail", "e mail"),
        ("straße", "STRASSE", "strasse"),
        ("发票", "您的电子发票已开具", "发票"),
        ("发票号码", "发票号码:24117", "发票号码"),
        ("invoice", "inv\u200boi\u00adce", "invoice"),
        ("invoice", "ｉｎｖｏｉｃｅ", "invoice"),
        ("følgeseddel", "følgeseddel_55012.pdf", "følgeseddel"),
    ],
)
def test_a_keyword_is_met_however_it_is_written(spelling: str, text: str, words: str) -> None:
    assert found(spelling, text) == [words]


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("time", "sometimes overtime timely"),
        ("faktura", "fakturanummer"),
        ("*rechnung", "Rechnungsnummer"),
        ("amount due", "the amount is due"),
        ("amount due", "amount"),
        ("发票", "发 票"),
    ],
)
def test_a_keyword_is_not_met_inside_another_word_or_phrase(spelling: str, text: str) -> None:
    assert found(spelling, text) == []


def test_a_keyword_counts_once_however_often_it_stands() -> None:
    assert found("invoice", "invoice, invoice and invoice") == ["invoice"]


def test_of_keywords_within_one_another_only_the_longest_counts() -> None:
    keywords = [
        Keyword("invoice", "text", "invoice", 3),
        Keyword("invoice", "text", "invoice will follow", -3),
        Keyword("freight_note", "text", "your package is", 4),
        Keyword("spam", "text", "your package is on hold", 4),
    ]
    matches = KeywordIndex(keywords).matches("the invoice will follow. your package is on hold", TEXT)
    assert [(match.words, match.weight) for match in matches] == [
        ("invoice will follow", -3),
        ("your package is on hold", 4),
    ]


def test_an_exact_keyword_is_preferred_to_a_pattern_that_meets_the_same_word() -> None:
    keywords = [
        Keyword("bankruptcy", "text", "insolvenz*", 4),
        Keyword("bankruptcy", "text", "insolvenzverkauf", -3),
    ]
    matches = KeywordIndex(keywords).matches("insolvenzverkauf", TEXT)
    assert [match.weight for match in matches] == [-3]


def test_a_word_of_two_languages_counts_once_by_the_weight_that_says_most() -> None:
    keywords = [Keyword("bankruptcy", "text", "konkurs", 2), Keyword("bankruptcy", "text", "konkurs", 4)]
    assert [match.weight for match in KeywordIndex(keywords).matches("konkurs", TEXT)] == [4]


def test_a_keyword_of_another_part_is_not_met() -> None:
    index = KeywordIndex([Keyword("invoice", "sender", "billing", 2)])
    parts: Any = frozenset(("sender",))
    assert index.matches("billing", TEXT) == []
    assert [match.words for match in index.matches("billing", parts)] == ["billing"]
