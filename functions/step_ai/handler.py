"""step_ai: the turn of the family `ai`."""

from functools import cache
from typing import Any

from postroom_adapters.step_edge import StepEdge
from postroom_adapters.step_function import inside_edge, take


@cache
def build() -> StepEdge:
    return inside_edge()


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A state of a dispatch: steps of this family, until another comes next."""
    return take("ai", build(), event, context.get_remaining_time_in_millis)
