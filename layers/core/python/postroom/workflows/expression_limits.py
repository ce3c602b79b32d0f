"""What a JMESPath expression may be at most, so that none can take a mail's whole memory many times over."""

from collections.abc import Mapping
from math import inf, prod
from typing import Any

from postroom import limits

TOO_DEEP = f"an expression is nested at most {limits.EXPRESSION_DEPTH} deep"


def excess(parsed: Mapping[str, Any]) -> str | None:
    """Why a parsed expression is too much: it is nested too deep, or its value could outgrow what it is asked of."""
    if _depth(parsed) > limits.EXPRESSION_DEPTH:
        return TOO_DEEP
    if _growth(parsed) > limits.EXPRESSION_GROWTH:
        return (
            f"the expression's value could be more than {limits.EXPRESSION_GROWTH} times the mail: "
            "use fewer lists [a, b] one after the other"
        )
    return None


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
