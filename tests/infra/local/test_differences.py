"""Differences between what was wanted and what was found are said where they are, and equal things are none."""

from typing import Any

import pytest

from infra.local.differences import differences

WANTED = {
    "status": "processed",
    "records": [{"kind": "ticket", "title": "A", "text": ["one", "two", "three"]}],
    "sent": [{"kind": "mail", "to": "a@x"}],
}


def test_equal_things_differ_in_nothing() -> None:
    assert differences("a.eml", WANTED, {**WANTED}) == []


@pytest.mark.parametrize(
    ("found", "line"),
    [
        ({"status": "failed"}, "a.eml status is 'failed', wanted 'processed'"),
        ({"sent": []}, "a.eml sent 1 is None, wanted {'kind': 'mail', 'to': 'a@x'}"),
        ({"sent": [{"kind": "mail"}]}, "a.eml sent 1 to is None, wanted 'a@x'"),
        ({"sent": [*WANTED["sent"], {"kind": "Slack"}]}, "a.eml sent 2 is {'kind': 'Slack'}, wanted None"),
        ({"more": 1}, "a.eml more is 1, wanted None"),
    ],
)
def test_what_is_other_missing_or_too_much_is_said_where_it_is(found: dict[str, Any], line: str) -> None:
    assert differences("a.eml", WANTED, WANTED | found) == [line]


@pytest.mark.parametrize("text", [["one", "2", "3"], ["one", "2"], ["one", "2", "3", "4"]])
def test_of_a_text_the_first_line_that_differs_is_said(text: list[str]) -> None:
    found = WANTED | {"records": [{"kind": "ticket", "title": "B", "text": text}]}
    assert differences("a.eml", WANTED, found) == [
        "a.eml records 1 title is 'B', wanted 'A'",
        "a.eml records 1 text 2 is '2', wanted 'two'",
    ]
