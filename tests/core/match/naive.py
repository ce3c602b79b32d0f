"""Conditions said a second time, plainly, by somebody who has not seen the first: for the property tests.

It knows the events of `EVENTS` only: texts, whole numbers, dates as ISO texts in UTC, lists of texts.
"""

import re
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

DATES = ["2026-03-01T00:00:00Z", "2026-03-02T09:30:00Z", "2026-03-02", "2026-04-01"]
WORDS = ["faktura", "FAKTURA 7", "Nordisk Papir", "", "7", "12"]
EVENTS = st.fixed_dictionaries(
    {
        "word": st.sampled_from([*WORDS, None]),
        "size": st.sampled_from([0, 5, 7, 12, None]),
        "date": st.sampled_from([*DATES, None]),
        "list": st.lists(st.sampled_from(WORDS), max_size=3),
    }
)
FIELDS = ["word", "size", "date", "list", "list[0]", "missing", "missing.more", "word.more"]


def _leaf(operators: list[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"field": st.sampled_from(FIELDS), "operator": st.sampled_from(operators), "value": values},
        optional={"case_sensitive": st.booleans()},
    )


_ORDERED = st.one_of(st.integers(0, 12), st.sampled_from(["a", "m", "7"]), st.sampled_from(DATES))
LEAVES = st.one_of(
    _leaf(["equals", "not_equals"], st.one_of(st.sampled_from([*WORDS, *DATES, None]), st.integers(0, 12))),
    _leaf(["contains", "not_contains"], st.sampled_from(WORDS)),
    _leaf(["starts_with", "ends_with", "matches"], st.sampled_from(["fak", "FAK", "a", "7", "papir"])),
    _leaf(["in", "not_in"], st.lists(st.one_of(st.sampled_from(WORDS), st.integers(0, 12)), min_size=1, max_size=3)),
    _leaf(["greater_than", "less_than"], _ORDERED),
    _leaf(["between"], st.tuples(st.integers(0, 6), st.integers(6, 12)).map(list)),
    _leaf(["exists", "is_empty"], st.none()),
    _leaf(["before", "after"], st.sampled_from(DATES)),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda one: {"all": one}),
        st.lists(inner, min_size=1, max_size=3).map(lambda one: {"any": one}),
        inner.map(lambda one: {"not": one}),
    ),
    max_leaves=6,
)


def naive_holds(condition: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether it holds."""
    if "all" in condition:
        return not [one for one in condition["all"] if not naive_holds(one, event)]
    if "any" in condition:
        return bool([one for one in condition["any"] if naive_holds(one, event)])
    if "not" in condition:
        return not naive_holds(condition["not"], event)
    answer = _asked(condition["operator"].removeprefix("not_"), condition, _found(condition["field"], event))
    if answer is None:
        return False
    return bool(answer != condition["operator"].startswith("not_"))


def _found(field: str, event: Mapping[str, Any]) -> Any:
    if field == "list[0]":
        return event["list"][0] if event["list"] else None
    return event.get(field)


def _asked(operator: str, condition: Mapping[str, Any], found: Any) -> bool | None:
    """None for values that cannot be compared."""
    wanted, fold = condition["value"], str if condition.get("case_sensitive") else str.lower
    text = isinstance(found, str)
    match operator:
        case "equals":
            return _same(found, wanted, fold)
        case "in":
            return any(_same(found, one, fold) for one in wanted)
        case "exists":
            return found is not None
        case "is_empty":
            return found is None or found in ("", [])
    if found is None:
        return False
    match operator:
        case "contains" if isinstance(found, list):
            return any(_same(one, wanted, fold) for one in found)
        case "contains":
            return fold(wanted) in fold(found) if text else None
        case "starts_with" | "ends_with":
            return getattr(fold(found), operator.replace("_", ""))(fold(wanted)) if text else None
        case "matches":
            flags = 0 if condition.get("case_sensitive") else re.IGNORECASE
            return bool(re.search(wanted, found, flags)) if text else None
        case "before" | "after":
            sides = (_day(found), _day(wanted)) if text and _is_date(found) else None
            return _less(*(sides if operator == "before" else sides[::-1])) if sides else None
        case "between":
            number = _number(found)
            return wanted[0] <= number <= wanted[1] if number is not None else None
    return _ordered(operator, found, wanted, fold)


def _ordered(operator: str, found: Any, wanted: Any, fold: Any) -> bool | None:
    if isinstance(wanted, int):
        sides: Any = (_number(found), wanted)
        if sides[0] is None:
            return None
    elif _is_date(wanted):
        if not (isinstance(found, str) and _is_date(found)):
            return None
        first, second = (_day(found), _day(wanted)) if operator == "less_than" else (_day(wanted), _day(found))
        return _less(first, second)
    elif not isinstance(found, str):
        return None
    else:
        sides = (fold(found), fold(wanted))
    return bool(sides[0] > sides[1] if operator == "greater_than" else sides[0] < sides[1])


def _same(found: Any, wanted: Any, fold: Any) -> bool:
    if isinstance(wanted, int):
        return _number(found) == wanted
    if isinstance(found, str) and isinstance(wanted, str):
        if _is_date(found) and _is_date(wanted):
            return _day(wanted)[0] <= _day(found)[0] and _day(found)[1] <= _day(wanted)[1]
        return bool(fold(found) == fold(wanted))
    return found is None and wanted is None


def _number(found: Any) -> int | None:
    return int(found) if isinstance(found, int) or (isinstance(found, str) and found.isdigit()) else None


def _is_date(text: str) -> bool:
    return text in DATES


def _day(text: str) -> tuple[str, str]:
    """First and last moment, as texts that sort."""
    return (f"{text}T00:00:00Z", f"{text}T23:59:59Z") if "T" not in text else (text, text)


def _less(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[1] < other[0]
