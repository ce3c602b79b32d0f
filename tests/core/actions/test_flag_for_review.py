"""flag_for_review: the mail's status and its reason."""

import pytest

from postroom.actions.flag_for_review import ACTION, NO_REASON
from postroom.effects import SetMailStatus
from tests.core.actions.drive import drive


def test_the_mail_is_flagged_with_the_reason() -> None:
    driven = drive(ACTION, {"reason": "Notice of bankruptcy"}, "flagged")
    assert driven.effects == [SetMailStatus("flagged", "Notice of bankruptcy")]
    assert driven.output == {"status": "flagged", "reason": "Notice of bankruptcy"}


@pytest.mark.parametrize("given", [{}, {"reason": ""}, {"reason": " \n "}])
def test_without_a_reason_it_says_who_asked(given: dict[str, str]) -> None:
    assert drive(ACTION, given, "flagged").effects == [SetMailStatus("flagged", NO_REASON)]


def test_an_endless_reason_of_a_strangers_words_is_cut_and_on_one_line() -> None:
    output = drive(ACTION, {"reason": "a\n b" + "x" * 900}, "flagged").output
    assert output["reason"].startswith("a bxxx")
    assert len(output["reason"]) == 500
