"""The operators of conditions: what each asks of the value found, and which values it can be given.

What is missing is null: it equals only null, is in no list, contains nothing, is empty, and stands in no order. A
value of a kind that the operator cannot take raises WrongType, which makes the condition false with that reason.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from postroom.match import wanted as given
from postroom.match.patterns import search
from postroom.match.typed import Span, WrongType, date_of, folded, is_number, kind_of, number_of

Operator = Literal[
    "equals",
    "not_equals",
    "contains",
    "not_contains",
    "starts_with",
    "ends_with",
    "matches",
    "in",
    "not_in",
    "greater_than",
    "less_than",
    "between",
    "exists",
    "is_empty",
    "before",
    "after",
]


_Decides = Callable[[Any, Any, bool], bool]
"""Over (found, wanted, case_sensitive)."""


class _Kind(NamedTuple):
    decides: _Decides
    takes: given.Check


def holds(operator: Operator, found: Any, wanted: Any, *, case_sensitive: bool = False) -> bool:
    """Whether the condition holds. Raises WrongType with the reason why the two cannot be compared."""
    return _OPERATORS[operator].decides(found, wanted, case_sensitive)


def problem_with(operator: Operator, wanted: Any) -> str | None:
    """Why the operator cannot be given this value; None if it can."""
    return _OPERATORS[operator].takes(wanted)


def _equals(found: Any, wanted: Any, case: bool) -> bool:
    if is_number(wanted):
        return number_of(found) == number_of(wanted)
    if isinstance(wanted, str) and isinstance(found, str):
        wanted_date, found_date = date_of(wanted), date_of(found)
        if wanted_date and found_date:
            return found_date.within(wanted_date)
        return folded(found, case_sensitive=case) == folded(wanted, case_sensitive=case)
    return type(found) is type(wanted) and bool(found == wanted)


def _contains(found: Any, wanted: Any, case: bool) -> bool:
    if found is None:
        return False
    if isinstance(found, list | tuple):
        return any(_equals(one, wanted, case) for one in found)
    text = wanted if isinstance(wanted, str) else str(wanted)
    return folded(text, case_sensitive=case) in folded(_text(found), case_sensitive=case)


def _starts_with(found: Any, wanted: Any, case: bool) -> bool:
    return found is not None and folded(_text(found), case_sensitive=case).startswith(
        folded(wanted, case_sensitive=case)
    )


def _ends_with(found: Any, wanted: Any, case: bool) -> bool:
    return found is not None and folded(_text(found), case_sensitive=case).endswith(folded(wanted, case_sensitive=case))


def _matches(found: Any, wanted: Any, case: bool) -> bool:
    return found is not None and search(wanted, _text(found), case_sensitive=case)


def _in(found: Any, wanted: Any, case: bool) -> bool:
    return any(_equals(found, one, case) for one in wanted)


def _greater(found: Any, wanted: Any, case: bool) -> bool:
    return _order(found, wanted, case) > 0


def _less(found: Any, wanted: Any, case: bool) -> bool:
    return _order(found, wanted, case) < 0


def _between(found: Any, wanted: Any, case: bool) -> bool:
    return found is not None and _order(found, wanted[0], case) >= 0 >= _order(found, wanted[1], case)


def _before(found: Any, wanted: Any, _case: bool) -> bool:
    return found is not None and _date(found).last < _date(wanted).first


def _after(found: Any, wanted: Any, _case: bool) -> bool:
    return found is not None and _date(found).first > _date(wanted).last


def _exists(found: Any, _wanted: Any, _case: bool) -> bool:
    return found is not None


def _is_empty(found: Any, _wanted: Any, _case: bool) -> bool:
    return found is None or (isinstance(found, str | list | tuple | dict) and not found)


def _order(found: Any, wanted: Any, case: bool) -> int:
    """Less than, equal to or greater than zero; of null nothing, so 0."""
    if found is None:
        return 0
    if is_number(wanted):
        number = number_of(found)
        if number is None:
            raise WrongType(f"is {kind_of(found)}, a number is wanted")
        return _sign(number, number_of(wanted))
    if date_of(wanted):
        day, other = _date(found), _date(wanted)
        return 1 if day.first > other.last else -1 if day.last < other.first else 0
    return _sign(folded(_text(found), case_sensitive=case), folded(wanted, case_sensitive=case))


def _sign(one: Any, other: Any) -> int:
    return 1 if one > other else -1 if one < other else 0


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise WrongType(f"is {kind_of(found)}, text is wanted")
    return found


def _date(found: Any) -> Span:
    date = date_of(found) if isinstance(found, str) else None
    if date is None:
        raise WrongType("is no date such as 2026-03-02 or 2026-03-02T09:00:00Z")
    return date


def _not(decides: _Decides) -> _Decides:
    return lambda found, wanted, case: not decides(found, wanted, case)


_OPERATORS: dict[Operator, _Kind] = {
    "equals": _Kind(_equals, given.anything),
    "not_equals": _Kind(_not(_equals), given.anything),
    "contains": _Kind(_contains, given.one),
    "not_contains": _Kind(_not(_contains), given.one),
    "starts_with": _Kind(_starts_with, given.text),
    "ends_with": _Kind(_ends_with, given.text),
    "matches": _Kind(_matches, given.pattern),
    "in": _Kind(_in, given.many),
    "not_in": _Kind(_not(_in), given.many),
    "greater_than": _Kind(_greater, given.ordered),
    "less_than": _Kind(_less, given.ordered),
    "between": _Kind(_between, given.bounds),
    "exists": _Kind(_exists, given.nothing),
    "is_empty": _Kind(_is_empty, given.nothing),
    "before": _Kind(_before, given.date),
    "after": _Kind(_after, given.date),
}
