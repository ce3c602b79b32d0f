"""Real bounces: recipients and permanence as labelled; real other mail: nothing claimed."""

import pytest

from tests.bench import automatic
from tests.shared_data import shared_data


def test_of_the_labelled_bounces_at_least_ninety_eight_percent_are_right() -> None:
    shared_data("bounce-flufl")
    assert len(automatic.flufl()) == 115
    # Names of Yale's directory, whose two domains its report does not tell.
    assert automatic.wrong(automatic.flufl()) == ["yale_01.txt"]


def test_the_text_alone_tells_whom_exim_could_not_reach() -> None:
    shared_data("bounce-phpbh")
    assert len(automatic.phpbh()) == 44
    assert automatic.wrong(automatic.phpbh()) == []


@pytest.mark.parametrize(
    ("folder", "mails", "least"),
    [
        ("class-spamassassin", automatic.spamassassin, 330),
        ("business-mails", automatic.business, 350),
        ("mime-mikel", automatic.mime, 500),
    ],
)
def test_nothing_is_claimed_of_ordinary_mail(folder: str, mails: object, least: int) -> None:
    shared_data(folder)
    assert callable(mails)
    samples = mails()
    assert len(samples) >= least
    assert automatic.claims(samples) == []
