"""set_fields: exactly what was given, if later steps can use it."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from postroom.actions.set_fields import ACTION
from postroom.errors import Refused
from postroom.models import refusal
from postroom.plain import plain
from tests.core.actions.drive import drive


def test_its_output_is_exactly_the_object_given() -> None:
    given = {"limit": Decimal("10.50"), "who": None, "list": [1, {"a": True}], "copy": "text"}
    driven = drive(ACTION, {"fields": given})
    assert driven.effects == []
    assert driven.output == given


def test_its_fields_are_stored_as_any_outputs() -> None:
    assert plain(ACTION.output.model_validate({"total": Decimal("1.5"), "_under": 1})) == {
        "total": Decimal("1.5"),
        "_under": 1,
    }


def test_a_field_of_any_name_that_an_expression_can_say_is_kept() -> None:
    assert drive(ACTION, {"fields": {"model_config": 1, "fields": 2, "self": 3}}).output == {
        "model_config": 1,
        "fields": 2,
        "self": 3,
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"a b": 1}, "'a b' is no name"),
        ({"1st": 1}, "is no name"),
        ({"": 1}, "is no name"),
        ({"a" * 65: 1}, "is no name"),
        ({f"f{n}": 1 for n in range(101)}, "more than 100 fields"),
        ({"a": "x" * 40_000}, "longer than 32768 bytes"),
    ],
)
def test_what_later_steps_cannot_use_or_is_too_much_is_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises((Refused, ValidationError), match=reason) as found:
        drive(ACTION, {"fields": fields})
    refused = refusal(found.value, "params") if isinstance(found.value, ValidationError) else found.value
    assert isinstance(refused, Refused)
    assert [one.path for one in refused.problems] == ["params.fields"]
