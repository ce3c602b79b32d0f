"""step_notify: the turn of the family `notify`."""

from functools import cache
from typing import Any

from postroom_adapters.step_edge import StepEdge
from postroom_adapters.step_function import outside_edge, take


@cache
def build() -> StepEdge:
    return outside_edge()


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """A state of a dispatch: steps of this family, until another comes next."""
    return take("notify", build(), event, context.get_remaining_time_in_millis)
