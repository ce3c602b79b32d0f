"""The layer on the labelled business mails: no worse than what was reached, and honest about its confidence."""

import pytest

from tests.bench.classification import (
    BUSINESS_MAILS,
    accuracy,
    calibration_error,
    classified,
    macro_f1,
    milliseconds_per_mail,
    reliability,
    rows,
)

pytestmark = pytest.mark.skipif(not BUSINESS_MAILS.is_dir(), reason=f"the labelled mails are not at {BUSINESS_MAILS}")


@pytest.mark.parametrize(
    ("split", "language", "at_least"),
    [
        ("tune", "da", 0.91),
        ("tune", "de", 0.88),
        ("tune", "en", 0.89),
        ("tune", "zh", 0.89),
        ("dev", "da", 0.70),
        ("dev", "de", 0.77),
        ("dev", "en", 0.60),
        ("dev", "zh", 0.73),
    ],
)
def test_accuracy_per_language(split: str, language: str, at_least: float) -> None:
    assert accuracy([mail for mail in classified(split) if mail.language == language]) >= at_least


def test_all_of_dev_in_numbers() -> None:
    dev = classified("dev")
    assert len(dev) == 156
    assert accuracy(dev) >= 0.73
    assert macro_f1(dev) >= 0.73
    assert calibration_error([mail for mail in dev if not mail.found.fallback]) <= 0.07


def test_who_is_nearly_sure_is_nearly_always_right() -> None:
    surest = {row["bin"]: row for row in reliability(classified("dev"))}["0.9"]
    assert surest["right"] >= 0.93


def test_a_mail_takes_less_than_two_milliseconds() -> None:
    assert milliseconds_per_mail("dev") < 2


def test_the_bench_has_a_row_per_language_and_one_for_all() -> None:
    assert [(row["language"], row["mails"]) for row in rows()] == [
        ("da", 39),
        ("de", 39),
        ("en", 39),
        ("zh", 39),
        ("all", 156),
    ]
