"""api: whatever is asked of it, it answers as it is described, and nothing is its own fault."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.functions.samples import sample
from tests.functions.test_api_openapi import OPERATIONS, Seeded
from tests.functions.world import world as new_world

REQUESTS = 8
"""Of each operation; run with more to search."""
DEPTH = 6
ODD_TEXTS = ("", "0", "-1", "0.5", "1e400", "\ud800", "\x00", "'", "9" * 5_000, "a" * 50_000, "null", "{{ x }}", "*")
ODD_NUMBERS = (0, -1, 0.5, 1e300, 1e-200, 10**40, -(2**63), 2**31)
TEXTS = st.sampled_from(ODD_TEXTS) | st.text(max_size=30)
NUMBERS = st.sampled_from(ODD_NUMBERS) | st.integers()
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def seeded() -> Iterator[Seeded]:
    with pytest.MonkeyPatch.context() as patch, new_world(patch) as made:
        yield Seeded(made)


class Drawing:
    """Requests as the description has them in mind, and now and then not."""

    def __init__(self, data: st.DataObject, document: Mapping[str, Any]) -> None:
        self._draw = data.draw
        self._schemas = document["components"]["schemas"]

    def one_in(self, number: int) -> bool:
        """True for one of so many."""
        return self._draw(st.integers(1, number)) == number

    def value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        """A value for a schema; one in eight is for none."""
        while "$ref" in schema:
            schema = self._schemas[schema["$ref"].rpartition("/")[2]]
        if depth > DEPTH or self.one_in(8):
            return self._draw(ANYTHING)
        if schema.get("examples") and self.one_in(3):
            return self._draw(st.sampled_from(schema["examples"]))
        match schema:
            case {"anyOf": choices} | {"oneOf": choices}:
                return self.value(self._draw(st.sampled_from(choices)), depth + 1)
            case {"enum": choices}:
                return self._draw(st.sampled_from(choices))
        return self._of_type(schema, depth)

    def _of_type(self, schema: Mapping[str, Any], depth: int) -> Any:
        match schema:
            case {"type": "object"}:
                needed, fields = schema.get("required", ()), schema.get("properties", {})
                chosen = [name for name in fields if name in needed or self.one_in(2)]
                return {name: self.value(fields[name], depth + 1) for name in chosen}
            case {"type": "array"}:
                return [self.value(schema.get("items", {}), depth + 1) for _ in range(self._draw(st.integers(0, 2)))]
            case {"type": "string", "pattern": pattern}:
                return self._draw(st.from_regex(pattern, fullmatch=True))
            case {"type": "string", "format": "date-time"}:
                return self._draw(st.datetimes()).isoformat() + self._draw(
                    st.sampled_from(["Z", "-14:00", "+14:00", ""])
                )
            case {"type": "string", "format": "date"}:
                return self._draw(st.dates()).isoformat()
            case {"type": "string"}:
                return self._draw(TEXTS)
            case {"type": "integer" | "number"}:
                return self._draw(NUMBERS)
            case {"type": "boolean"}:
                return self._draw(st.booleans())
        return self._draw(ANYTHING)

    def event(self, path: str, method: str, operation: Mapping[str, Any], known: str) -> dict[str, Any]:
        """What API Gateway would send for a request, about something that is there."""
        event = sample("api/list_workflows")
        event["rawPath"] = re.sub(r"\{\w+\}", known, path)
        event["requestContext"]["http"] |= {"method": method.upper(), "path": event["rawPath"]}
        query = {}
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path" or self.one_in(2):
                continue
            text = str(self.value(parameter["schema"]))
            if parameter["in"] == "query":
                query[parameter["name"]] = text
            else:
                event["headers"][parameter["name"].lower()] = text
        event |= {"queryStringParameters": query, "rawQueryString": urlencode(query, errors="replace")}
        if "requestBody" in operation:
            [content] = operation["requestBody"]["content"].values()
            event["body"] = json.dumps(self.value(content["schema"]))
            event["headers"]["content-type"] = "application/json"
        whole: dict[str, Any] = event
        return whole


@pytest.mark.parametrize("name", sorted(OPERATIONS.values()))
def test_any_request_is_answered_as_described(seeded: Seeded, name: str) -> None:
    [(path, method, operation)] = [one for one in seeded.operations() if one[2]["operationId"] == name]
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

    @settings(max_examples=REQUESTS, database=None, derandomize=True, suppress_health_check=quiet)
    @given(st.data())
    def asked(data: st.DataObject) -> None:
        event = Drawing(data, seeded.document).event(path, method, operation, seeded.ids.get(name, "invoice"))
        answer = seeded.api.send(event)
        assert answer.status < 500, (event["queryStringParameters"], event["headers"], event.get("body"), answer.body)
        assert seeded.problems(seeded.schema(name, str(answer.status)), answer.body) == []

    asked()
