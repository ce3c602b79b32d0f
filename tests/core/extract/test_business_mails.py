"""Extraction on the labelled business mails: nothing wrong returned, and no less found than was reached."""

import pytest

from tests.bench.extraction import outcomes, precision, recall, rows
from tests.shared_data import shared_data


@pytest.fixture(autouse=True)
def _data() -> None:
    shared_data("business-mails", "expected.jsonl")


@pytest.mark.parametrize(("split", "at_least"), [("tune", 0.99), ("dev", 0.96)])
def test_precision_and_recall_of_what_the_mails_themselves_state(split: str, at_least: float) -> None:
    members = outcomes(split)
    assert precision(members) == 1.0, [each for each in members if each.found is not None and not each.right]
    assert recall(members) >= at_least, [each for each in members if each.stated is not None and not each.right]


def test_the_bench_tells_every_field_of_both_splits() -> None:
    told = {(row["set"], row["field"]): row for row in rows()}
    assert len(told) == 20
    assert told["business-mails dev", "total"]["stated"] == 9
    assert told["business-mails dev", "all"]["precision"] == 1.0
