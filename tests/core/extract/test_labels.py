"""Labels are found however they are spelled, the longest at a place, and every word has its place in the vocabulary."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.extract.label_index import find_labels
from postroom.extract.language import language_of
from postroom.extract.roles import Role
from postroom.extract.vocabulary import LABELS


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Rechnungs-Nr.", Role.NUMBER),
        ("RECHNUNGSNR.:", Role.NUMBER),
        ("Invoice No", Role.NUMBER),
        ("发票号码", Role.NUMBER),
        ("Fälligkeitsdatum", Role.DUE),
        ("Faelligkeitsdatum", Role.DUE),
        ("inkl. 25 % moms", Role.INCLUSIVE),
        ("zzgl. (19%) MwSt.", Role.PLUS_VAT),
        ("价税合计", Role.GRAND_TOTAL),
    ],
)
def test_a_label_is_found_however_it_is_spelled(text: str, role: Role) -> None:
    (label,) = find_labels(text)
    assert role in label.roles


def test_the_longest_label_at_a_place_wins() -> None:
    (label,) = find_labels("VAT no")
    assert label.roles == {Role.VAT_NUMBER}


def test_a_label_does_not_go_on_in_the_next_cell_or_line() -> None:
    assert [label.end for label in find_labels("total\tamount")] == [5, 12]
    assert [label.end for label in find_labels("total\namount")] == [5, 12]


def test_a_word_that_only_contains_a_label_is_none() -> None:
    assert list(find_labels("totality invoicing subtotals")) == []


@pytest.mark.parametrize("words", LABELS, ids=("zh", "da", "nl", "en", "fr", "de", "sv-no", "pl", "es-it"))
def test_every_phrase_of_the_vocabulary_is_found_as_itself(words: dict[Role, str]) -> None:
    for role, phrases in words.items():
        for phrase in (each.strip() for each in phrases.split("|")):
            found = list(find_labels(phrase))
            assert [(label.start, label.end) for label in found] == [(0, len(phrase))], phrase
            assert role in found[0].roles


@given(st.text(max_size=200))
def test_labels_stand_in_order_and_apart(text: str) -> None:
    assert all(first.end <= second.start for first, second in pairwise(find_labels(text)))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hej, vedhæftet faktura. Beløbet bedes betalt inden forfald. Venlig hilsen", "da"),
        ("Sehr geehrte Damen und Herren, anbei die Rechnung. Mit freundlichen Grüßen", "de"),
        ("Please find the invoice attached. Kind regards", "en"),
        ("您好，附件是本月的发票，请查收", "zh"),
        ("請求書をお送りします", "ja"),
        ("Hej, här är din faktura och belopp att betala. Vänlig hälsning", "sv"),
        ("Hei, vedlagt faktura. Beløpet betales innen forfall. Vennlig hilsen", "no"),
        ("4711 0815", None),
    ],
)
def test_the_language_of_a_business_text_is_told(text: str, language: str | None) -> None:
    assert language_of(text) == language
