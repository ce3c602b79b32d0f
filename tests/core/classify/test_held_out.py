"""The layer on mails of our own that were written without knowing it: as good as on those it was calibrated on."""

from collections import Counter

import pytest

from tests.bench.classification import accuracy, calibration_error, held_out_mails
from tests.core.classify.held_out import held_out


def test_there_are_four_of_each_category_and_language() -> None:
    assert set(Counter((one.language, one.category) for one in held_out()).values()) == {4}
    assert len({one.name for one in held_out()}) == 208


def test_all_of_them_in_numbers() -> None:
    mails = held_out_mails()
    assert accuracy(mails) >= 0.95
    assert calibration_error(mails) <= 0.05


@pytest.mark.parametrize("language", ["da", "de", "en", "zh"])
def test_accuracy_per_language(language: str) -> None:
    assert accuracy([mail for mail in held_out_mails() if mail.language == language]) >= 0.92


@pytest.mark.parametrize(("style", "at_least"), [("plain", 0.98), ("avoids its word", 0.88), ("borrows words", 0.94)])
def test_accuracy_per_style(style: str, at_least: float) -> None:
    assert accuracy([mail for mail in held_out_mails() if mail.split == style]) >= at_least
