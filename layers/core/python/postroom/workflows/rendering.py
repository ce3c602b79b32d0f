"""Parameters and conditions with JMESPath expressions in `{{ … }}` over an execution's scope.

A text that is one expression keeps the value's type; in a longer text, None is empty and lists are JSON.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from postroom import limits
from postroom.errors import Problem, Refused
from postroom.plain import to_json
from postroom.workflows.expression_limits import TOO_DEEP, excess

_OPEN, _CLOSE, _PLACEHOLDER = "{{", "}}", "KEY:"

_PYTHON_ERRORS = (ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What JMESPath lets through of Python's own: `1 > 'a'`, a slice of step 0, a number sought in a text, deep nesting."""


def render(value: Any, scope: Mapping[str, Any], path: str = "params") -> Any:
    """`value` with every expression replaced. Raises Refused naming the parameter's path."""
    if isinstance(value, str):
        return _render_text(value, scope, path)
    if isinstance(value, Mapping):
        return {key: render(item, scope, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [render(item, scope, f"{path}.{number}") for number, item in enumerate(value)]
    return value


def condition_holds(expression: str, scope: Mapping[str, Any]) -> tuple[bool, str | None]:
    """Whether `expression` is true as JMESPath counts truth; a type error is false, with its reason."""
    try:
        return is_true(evaluate(expression, scope, "when")), None
    except Refused as refusal:
        return False, str(refusal)


def is_true(value: Any) -> bool:
    """JMESPath: false, null, and empty strings, lists and objects are false; zero is true."""
    return value is not None and value is not False and value not in ("", [], {})


def evaluate(expression: str, scope: Mapping[str, Any], path: str) -> Any:
    """The value of one expression. Raises Refused naming `path`."""
    from jmespath.exceptions import JMESPathError

    try:
        return compiled(expression).search(scope, _options())
    except (JMESPathError, *_PYTHON_ERRORS) as error:
        reason = f"{expression!r} cannot be evaluated: {error}"
        raise Refused(f"{path}: {reason}", Problem(path, reason)) from error


def step_references(value: Any) -> frozenset[str] | None:
    """The ids of the steps whose outputs the expressions in `value` read; None if it cannot be told (all)."""
    found: set[str] = set()
    for _, expression in expressions_in(value, "params"):
        names = expression_references(expression)
        if names is None:
            return None
        found |= names
    return frozenset(found)


def expression_references(expression: str) -> frozenset[str] | None:
    """As `step_references`, for one bare expression; one that cannot be compiled reads none and fails its own step."""
    from jmespath.exceptions import JMESPathError

    try:
        return _references(compiled(expression).parsed)
    except (JMESPathError, *_PYTHON_ERRORS):
        return frozenset()


def expressions_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every expression in braces in `value`, with the path of the text it stands in."""
    for place, text in _texts_in(value, path):
        found = (expression for _, expression in _parts(text) if expression is not None)
        yield from ((place, expression) for expression in found if not expression.startswith(_PLACEHOLDER))


def unclosed_braces(value: Any, path: str) -> Iterator[str]:
    """The paths of the texts in which an expression begins and never ends."""
    for place, text in _texts_in(value, path):
        *_, (rest, _) = _parts(text)
        if _OPEN in rest:
            yield place


def _texts_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts_in(item, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _texts_in(item, f"{path}.{number}")


def has_braces(value: Any) -> bool:
    """Whether an expression or a placeholder is anywhere in `value`, so that it is known only when rendered."""
    if isinstance(value, str):
        return "{{" in value
    if isinstance(value, Mapping):
        return any(map(has_braces, value.values()))
    return isinstance(value, list | tuple) and any(map(has_braces, value))


def expression_problem(expression: str) -> str | None:
    """Why the expression is not taken: too long or too much, no JMESPath, or a call of a function that there is not."""
    from jmespath.exceptions import JMESPathError

    if len(expression) > limits.EXPRESSION_CHARACTERS:
        return f"an expression has at most {limits.EXPRESSION_CHARACTERS} characters, this one {len(expression)}"
    try:
        parsed = compiled(expression).parsed
    except RecursionError:
        return TOO_DEEP
    except (JMESPathError, *_PYTHON_ERRORS) as error:
        return f"{expression!r} is no JMESPath: {error}"
    if (reason := excess(parsed)) is not None:
        return reason
    known = _options().custom_functions.FUNCTION_TABLE
    unknown = sorted(name for name in _functions(parsed) if name not in known)
    return f"{expression!r} calls {unknown[0]}(), which is no function" if unknown else None


@lru_cache(maxsize=4_096)
def compiled(expression: str) -> Any:
    """The parsed expression; raises JMESPathError, and RecursionError if it is nested too deeply."""
    import jmespath

    return jmespath.compile(expression)


@cache
def _options() -> Any:
    import jmespath

    from postroom.workflows.functions import DecimalFunctions

    return jmespath.Options(custom_functions=DecimalFunctions())


def _render_text(text: str, scope: Mapping[str, Any], path: str) -> Any:
    if _OPEN not in text:
        return text
    parts = list(_parts(text))
    for _, expression in parts:
        if expression is not None and expression.startswith(_PLACEHOLDER):
            reason = f"the placeholder {expression.removeprefix(_PLACEHOLDER)!r} has no value"
            raise Refused(f"{path}: {reason}", Problem(path, reason))
    if len(parts) == 2 and parts[0][1] is not None and not (parts[0][0] + parts[1][0]).strip():
        return evaluate(parts[0][1], scope, path)
    rendered = "".join(
        before if expression is None else before + _as_text(evaluate(expression, scope, path))
        for before, expression in parts
    )
    if len(rendered.encode(errors="surrogatepass")) > limits.RENDERED_PARAMETER_BYTES:
        reason = f"is longer than {limits.RENDERED_PARAMETER_BYTES} bytes"
        raise Refused(f"{path} {reason}", Problem(path, reason))
    return rendered


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """What stands before each `{{ … }}`, and the expression in it; at the end what follows, and None."""
    at = 0
    while (begin := text.find(_OPEN, at)) >= 0 and (end := text.find(_CLOSE, begin + len(_OPEN))) >= 0:
        yield text[at:begin], text[begin + len(_OPEN) : end].strip()
        at = end + len(_CLOSE)
    yield text[at:], None


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else to_json(value).strip('"')


def _functions(node: Mapping[str, Any]) -> Iterator[str]:
    if node["type"] == "function_expression":
        yield node["value"]
    for child in node.get("children") or []:
        if isinstance(child, Mapping):
            yield from _functions(child)


def _references(node: Mapping[str, Any]) -> frozenset[str] | None:
    children = node.get("children") or []
    if node["type"] == "subexpression" and children[0] == {"type": "field", "children": [], "value": "steps"}:
        name = _name_after_steps(children[1])
        return None if name is None else frozenset({name})
    if node["type"] == "current" or (node["type"] == "field" and node["value"] == "steps"):
        return None
    found: set[str] = set()
    for child in children:
        if isinstance(child, Mapping):
            names = _references(child)
            if names is None:
                return None
            found |= names
    return frozenset(found)


def _name_after_steps(node: Mapping[str, Any]) -> str | None:
    """The step named by what follows `steps.`: `loop`, `loop[0]`, `loop[*].x`, …; None for `*` and the like."""
    while node["type"] in ("index_expression", "projection", "filter_projection", "flatten"):
        node = node["children"][0]
    return str(node["value"]) if node["type"] == "field" else None
