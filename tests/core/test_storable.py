"""What no table keeps is told with its place: numbers, halves of characters, depth, and what is no value at all."""

from decimal import Decimal
from typing import Any

import pytest

from postroom.storable import unstorable


@pytest.mark.parametrize(
    "value",
    [
        *(
            None,
            True,
            0,
            10**124,
            -1.5e124,
            Decimal("0E+200"),
            Decimal("4295.50"),
            Decimal(f"{'9' * 38}E+80"),
            "æ😀",
            b"\xff",
        ),
        *("æ😀", b"\xff", {"a": [{"b": ()}]}),
    ],
)
def test_what_a_table_keeps_passes(value: Any) -> None:
    assert list(unstorable(value, 4)) == []


@pytest.mark.parametrize(
    ("value", "place", "reason"),
    [
        ({"a": [1, float("nan")]}, ("a", 1), "38 digits"),
        (float("inf"), (), "38 digits"),
        (Decimal("NaN"), (), "38 digits"),
        (Decimal("-Infinity"), (), "38 digits"),
        (Decimal("1E+125"), (), "38 digits"),
        (Decimal("1E-131"), (), "38 digits"),
        (Decimal("9" * 39), (), "38 digits"),
        (10**125, (), "38 digits"),
        ({"a": "x\ud800"}, ("a",), "half a surrogate pair"),
        ({"a": {"\udc00": 1}}, ("a",), "a name in it"),
        ([[[[]]]], (0, 0, 0), "more than 3 deep"),
        ({"a": object()}, ("a",), "no value"),
    ],
)
def test_what_none_keeps_is_told_where_it_stands(value: Any, place: tuple[str | int, ...], reason: str) -> None:
    [(found, said)] = unstorable(value, 3)
    assert found == place
    assert reason in said
