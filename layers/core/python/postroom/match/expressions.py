"""A condition said as one JMESPath expression: what is refused at save, so that none can take a mail's whole memory."""

from collections.abc import Mapping
from math import inf, prod
from typing import Any

from postroom import limits
from postroom.workflows.rendering import compiled


def check_expression(expression: str) -> None:
    """Raise ValueError with the reason if the expression is too long, too deep, too much, or no JMESPath."""
    from jmespath.exceptions import JMESPathError

    if len(expression) > limits.EXPRESSION_CHARACTERS:
        allowed = limits.EXPRESSION_CHARACTERS
        raise ValueError(f"an expression has at most {allowed} characters, this one {len(expression)}")
    try:
        parsed = compiled(expression).parsed
    except JMESPathError as error:
        raise ValueError(f"{expression!r} is no JMESPath: {error}") from error
    except RecursionError:
        parsed = None
    if parsed is None or _depth(parsed) > limits.EXPRESSION_DEPTH:
        raise ValueError(f"an expression is nested at most {limits.EXPRESSION_DEPTH} deep")
    if _growth(parsed) > limits.EXPRESSION_GROWTH:
        raise ValueError(
            f"the expression's value could be more than {limits.EXPRESSION_GROWTH} times the mail: "
            "use fewer lists [a, b] one after the other"
        )


def _depth(node: Mapping[str, Any]) -> int:
    return 1 + max(map(_depth, _children(node)), default=0)


def _growth(node: Mapping[str, Any]) -> float:
    """How many times its input a value can be: `[@, @]` doubles it, and each one after another does so again."""
    inner = _children(node)
    parts = [_growth(child) for child in inner]
    match node["type"]:
        case "literal":
            return 0
        case "comparator" | "and_expression" | "or_expression" | "not_expression":
            return max(parts)
        case "filter_projection":
            return max(_product(parts[:2]), parts[2])
        case "multi_select_list" | "multi_select_dict":
            return sum(parts)
        case "function_expression" if node["value"] == "join" and not (inner and inner[0]["type"] == "literal"):
            return inf  # It repeats one part of the mail for every member of another.
        case "function_expression" if node["value"] != "map":
            return sum(parts) * (2 if node["value"] == "to_string" else 1)
    return _product(parts)


def _product(parts: list[float]) -> float:
    return prod(max(part, 1) for part in parts)


def _children(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [child for child in node.get("children") or [] if isinstance(child, Mapping)]
