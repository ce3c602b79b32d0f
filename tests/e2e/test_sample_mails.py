"""The sample mails over SMTP, on a day on which nothing goes wrong."""

from collections.abc import Iterator

import pytest

from tests.e2e.exactly_once import assert_exactly_once, assert_mails_came_out, records
from tests.e2e.installation import INVOICE_PROCESSING, Installation, installed, samples


@pytest.fixture(scope="module", params=["short cut", pytest.param("whole wire", marks=pytest.mark.slow)])
def good_day(request: pytest.FixtureRequest) -> Iterator[tuple[Installation, dict[str, str]]]:
    """All sample mails, and nothing that goes wrong; AWS is called by the short cut, or all the way over botocore."""
    with installed(INVOICE_PROCESSING, short_cut=request.param == "short cut") as made:
        sent = made.send_samples()
        made.run()
        yield made, sent


def test_every_mail_comes_out_as_expected(good_day: tuple[Installation, dict[str, str]]) -> None:
    installation, sent = good_day
    assert_mails_came_out(installation, sent)
    assert len(installation.emails()) == len(sent)


def test_every_effect_is_there_once_and_every_invoice_has_one_ticket(
    good_day: tuple[Installation, dict[str, str]],
) -> None:
    installation, _ = good_day
    assert_exactly_once(installation)
    invoices = [one for one in samples() if one.workflows]
    assert [one["status"] for one in installation.executions()] == ["completed"] * len(invoices)
    assert len(records(installation, "ticket")) == len(installation.posts()) == len(invoices)


def test_a_mail_takes_one_dispatch_whatever_it_is(good_day: tuple[Installation, dict[str, str]]) -> None:
    installation, sent = good_day
    names = sorted(f"{installation.event_id(ses_id)}-1" for ses_id in sent.values())
    assert sorted(installation.stack.transitions) == names
    assert installation.dead_letters() == 0


def test_each_change_of_family_costs_two_transitions(
    good_day: tuple[Installation, dict[str, str]],
) -> None:
    installation, sent = good_day
    transitions = installation.stack.transitions[f"{installation.event_id(sent['invoice_en.eml'])}-1"]
    families = ["Classify", "Match", "StepRecords", "StepAi", "StepRecords", "StepNotify", "StepRecords"]
    after_each_but_classify = ["Next"] * len(families[1:])
    assert transitions == len(families) + len(after_each_but_classify) + len(["Done"])
