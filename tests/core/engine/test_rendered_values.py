"""What expressions make of a mail: values that nothing keeps fail their step alone, numbers are texts if need be."""

import pytest

from tests.core.engine.memory_edge import MemoryEdge, workflow

PROCESSED = {"action": "mark_as_processed"}


def fields(value: str) -> dict[str, object]:
    return {"id": "set", "action": "set_fields", "params": {"fields": {"a": value}}}


@pytest.mark.parametrize(
    ("value", "path", "reason"),
    [
        ("{{ to_number('nan') }}", "params.fields.a", "38 digits"),
        ("{{ to_number('1234567890123456789012345678901234567890123') }}", "params.fields.a", "38 digits"),
        ('{{ `"\\ud800"` }}', "params.fields.a", "half a surrogate pair"),
        ('x {{ `"\\ud800"` }}', "params.fields.a", "half a surrogate pair"),
        ("{{ &a }}", "params.fields.a", "no value"),
        (f"{{{{ {'[' * 25}email.subject{']' * 25} }}}}", "params.fields.a" + ".0" * 18, "nested more than 20 deep"),
    ],
)
def test_a_value_that_nothing_keeps_fails_its_step_and_the_rest_goes_on(value: str, path: str, reason: str) -> None:
    edge = MemoryEdge(workflow(fields(value), PROCESSED))
    edge.run()
    error = edge.steps()["set"].error
    assert error is not None
    assert (error.code, error.path) == ("refused", path)
    assert reason in error.message
    assert edge.steps()["mark_as_processed"].status == "completed"


def test_a_flag_is_set_though_its_reason_is_null() -> None:
    edge = MemoryEdge(workflow({"action": "flag_for_review", "params": {"reason": "{{ match.nothing }}"}}))
    edge.run()
    assert edge.steps()["flag_for_review"].output == {
        "status": "flagged",
        "reason": "A workflow asked for a person to look at it",
    }


def test_a_number_is_a_text_where_one_is_wanted() -> None:
    steps = (fields("{{ `4711` }}"), {"action": "create_ticket", "params": {"title": "{{ steps.set.a }}"}})
    edge = MemoryEdge(workflow(*steps))
    edge.run()
    output = edge.steps()["create_ticket"].output
    assert output is not None
    assert output["title"] == "4711"


def test_null_for_what_must_be_given_is_refused() -> None:
    edge = MemoryEdge(workflow({"action": "create_ticket", "params": {"title": "x", "type": "{{ match.nothing }}"}}))
    edge.run()
    error = edge.steps()["create_ticket"].error
    assert error is not None
    assert error.path == "params.type"
