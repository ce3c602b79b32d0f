"""Fields of conditions: names and indices, and null where something is missing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.match.fields import look_up, path_of

ROOT = {"subject": "S", "from": {"domain": "a.example"}, "headers": {"x-id": ["1", "2"]}, "empty": None}


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("subject", "S"),
        ("from.domain", "a.example"),
        ('headers."x-id"[0]', "1"),
        ('headers."x-id"[-1]', "2"),
        ('headers."x-id"[2]', None),
        ('headers."x-id"[-3]', None),
        ("nothing.at.all", None),
        ("subject.more", None),
        ("subject[0]", None),
        ("from[0]", None),
        ("empty.more", None),
        ("[0]", None),
    ],
)
def test_a_field_is_looked_up_and_what_is_missing_is_null(field: str, found: Any) -> None:
    assert look_up(ROOT, path_of(field)) == found


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("", "no JMESPath"),
        ("a.", "no JMESPath"),
        ("a b", "no JMESPath"),
        ("a[*].b", "more than names and indices"),
        ("length(a)", "more than names and indices"),
        ("a || b", "more than names and indices"),
        ("@", "more than names and indices"),
        ("a[?b]", "more than names and indices"),
        ("a[0:2]", "more than names and indices"),
        ("a" * 201, "at most 200 characters"),
        (".".join("abcdefghijk"), "at most 10 deep, this one 11"),
    ],
)
def test_a_field_that_is_more_or_less_than_a_place_is_refused_with_the_reason(field: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        path_of(field)


@given(st.text(max_size=30))
def test_any_text_is_a_field_or_refused(field: str) -> None:
    try:
        path = path_of(field)
    except ValueError:
        return
    look_up(ROOT, path)
