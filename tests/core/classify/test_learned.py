"""Learned words: read where they stand, added up, named as evidence; the shipped ones are of the corpus as it is."""

import json
from importlib.resources import files

import pytest

from layers.training.classify.__main__ import corpus_hash
from layers.training.classify.corpus import LANGUAGES, written
from postroom.classify.categories import DEFAULT_CATEGORIES
from postroom.classify.features import text_features
from postroom.classify.keyword_layer import KeywordLayer, default_layer
from postroom.classify.learned import ATTACHED, LearnedModel, Texts, read_features, shipped_model
from postroom.classify.scoring import Calibration
from postroom.classify.text import normalise
from tests.core.classify.mails import mail

PLAIN = Calibration(
    subject=1, replied=1, attachment=1, attached=1, forwarded=1, decay=1, general=0, temperature=1, doubt=0
)
NO_TEXT = Texts("", "", "", "", "")
MODEL = LearnedModel(
    ("invoice", "spam"),
    (0.5, 0.0),
    0.1,
    {"faktura": "ZP", "subject:faktura": "UK", "sign:question": "PZ", "发票": "dP"},
)


def features(text: str) -> list[str]:
    return list(text_features(normalise(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hej Pia", ["hej", "pia", "hej pia"]),
        ("Stromrechnung", ["stromrechnung", "stromr*", "*chnung"]),
        ("Sag 4471", ["sag"]),
        ("电子发票", ["电子", "子发", "发票", "电子发", "子发票"]),
        ("PDF发票", ["发票", "pdf"]),
    ],
)
def test_features_are_words_pairs_ends_of_long_words_and_twos_and_threes_of_chinese(
    text: str, found: list[str]
) -> None:
    assert features(text) == found


def test_a_feature_is_read_once_where_it_stands_first() -> None:
    texts = Texts(subject="faktura", sender="bo", body="faktura kage", handed_on="kage mel", attachments="bilag.pdf")
    read = read_features(texts, [("structure", "question")])
    assert read["faktura"] == ("subject", "faktura", 1.0)
    assert read["subject:faktura"] == ("subject", "faktura", 1.0)
    assert read["kage"] == ("body", "kage", 1.0)
    assert read["mel"] == ("body", "mel", 0.5)
    assert read["sender:bo"] == ("sender", "bo", 1.0)
    assert read["attachment:bilag"] == ("attachment", "bilag", 1.0)
    assert read["sign:question"] == ("structure", "question", 1.0)


def test_scores_are_the_bias_and_the_weights_of_what_was_read() -> None:
    read = MODEL.read(NO_TEXT._replace(subject="faktura", handed_on="发票"), [("structure", "question")])
    assert MODEL.scores(read) == {
        "invoice": pytest.approx(0.5 + 1.0 + 0.5 + 0.5 * 2.0),
        "spam": pytest.approx(-0.5 + 1.0),
    }
    assert [(part, words, round(weight, 3)) for part, words, weight in MODEL.evidence(read, "invoice")] == [
        ("subject", "faktura", 1.0),
        ("subject", "faktura", 0.5),
        ("body", "发票", 1.0),
    ]
    assert list(MODEL.evidence(read, "warranty")) == []


def test_what_only_a_document_says_counts_less_and_is_its_evidence() -> None:
    read = MODEL.read(NO_TEXT._replace(body="faktura", attached="faktura 发票", attached_share=0.5), [])
    assert [(one.part, one.words, one.share) for one in read] == [
        ("body", "faktura", 1.0),
        ("attachment", "发票", ATTACHED * 0.5),
    ]


def test_what_is_learned_counts_beside_keywords_and_its_words_are_evidence_once() -> None:
    two = [category for category in DEFAULT_CATEGORIES if category.name in MODEL.categories]
    answer = KeywordLayer(two, [], {}, PLAIN, MODEL).classify(mail("Faktura", "hvornår?"))
    assert answer.category == "invoice"
    assert [(item.part, item.words, item.weight) for item in answer.evidence] == [("subject", "faktura", 1.5)]


def test_a_category_that_a_tenant_has_not_gets_nothing_from_what_was_learned() -> None:
    only = [category for category in DEFAULT_CATEGORIES if category.name != "invoice"]
    answer = KeywordLayer(only, [], {}, PLAIN, MODEL).classify(mail("Faktura"))
    assert answer.category == "general"
    assert "invoice" not in {item.category for item in answer.evidence}


def test_the_shipped_weights_are_learned_from_the_corpus_as_it_is() -> None:
    data = json.loads(files("postroom.classify").joinpath("data", "learned.json").read_bytes())
    assert data["corpus"] == corpus_hash(), "python -m layers.training.classify"
    assert shipped_model().categories == tuple(category.name for category in DEFAULT_CATEGORIES)
    assert {len(code) for code in data["features"].values()} == {len(DEFAULT_CATEGORIES)}


def test_every_language_of_the_corpus_has_every_category() -> None:
    seen = {(language, line.category) for language in LANGUAGES for line in written(language)}
    assert seen == {(language, one.name) for language in ("da", "de", "en", "zh") for one in DEFAULT_CATEGORIES}


def test_an_unusual_spelling_of_what_is_well_known_is_told_by_its_parts() -> None:
    answer = default_layer().classify(mail("Heizungswartungsrechnung", "Im Anhang. Bitte Überweisung binnen 10 Tagen."))
    assert answer.category == "invoice"
