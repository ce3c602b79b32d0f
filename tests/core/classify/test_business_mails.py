"""The layer on labelled mails it has not learned from: no worse than what was reached, and honest about it."""

import pytest

from tests.bench.classification import (
    BUSINESS_MAILS,
    SPAMASSASSIN,
    accuracy,
    calibration_error,
    classified,
    macro_f1,
    reliability,
    rows,
    spamassassin,
)

pytestmark = pytest.mark.skipif(not BUSINESS_MAILS.is_dir(), reason=f"the labelled mails are not at {BUSINESS_MAILS}")


@pytest.mark.parametrize(
    ("split", "language", "at_least"),
    [
        ("dev", "da", 0.92),
        ("dev", "de", 0.89),
        ("dev", "en", 0.82),
        ("dev", "zh", 0.87),
    ],
)
def test_accuracy_per_language(split: str, language: str, at_least: float) -> None:
    assert accuracy([mail for mail in classified(split) if mail.language == language]) >= at_least


def test_all_of_dev_in_numbers() -> None:
    dev = classified("dev")
    assert len(dev) == 156
    assert accuracy(dev) >= 0.89
    assert macro_f1(dev) >= 0.89
    assert calibration_error(dev) <= 0.05
    assert calibration_error([mail for mail in dev if not mail.found.fallback]) <= 0.05


def test_who_is_nearly_sure_is_nearly_always_right() -> None:
    surest = {row["bin"]: row for row in reliability(classified("dev"))}["0.9"]
    assert surest["right"] >= 0.93


@pytest.mark.skipif(not SPAMASSASSIN.is_dir(), reason=f"the mail of strangers is not at {SPAMASSASSIN}")
def test_hardly_any_ordinary_mail_of_strangers_is_taken_for_spam() -> None:
    taken = {row["set"].removeprefix("spamassassin "): row for row in spamassassin()}
    assert taken["easy-ham-2"]["spam"] <= 0.05
    assert taken["easy-ham-2"]["surely_spam"] <= 0.01
    assert taken["spam-2"]["spam"] >= 0.55


def test_the_bench_has_a_row_per_language_and_one_for_all() -> None:
    assert [(row["language"], row["mails"]) for row in rows() if row["set"] == "business-mails dev"] == [
        ("da", 39),
        ("de", 39),
        ("en", 39),
        ("zh", 39),
        ("all", 156),
    ]
