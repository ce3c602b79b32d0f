"""api: the catalogue of actions."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS31Validator

from postroom.actions.catalogue import ACTIONS
from tests.functions.api_client import Api

ROOT = Path(__file__).parents[2]
FIRST_LIST = {
    "conditional_branch",
    "create_ticket",
    "extract_invoice_data",
    "link_to_vendor",
    "mark_as_processed",
    "send_slack_notification",
}
WITHOUT_FIELDS = {
    ("stop", "input"),
    ("stop", "output"),
    ("set_fields", "output"),
    ("for_each", "output"),
    ("parallel", "output"),
}


def items(api: Api) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in api("list_workflow_actions").body["items"]}


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a schema and of the models it names."""
    for one in (schema, *schema.get("$defs", {}).values()):
        yield from one.get("properties", {}).items()


def test_every_action_is_listed_by_name(api: Api) -> None:
    found = items(api)
    assert list(found) == sorted(ACTIONS)
    assert set(found) >= FIRST_LIST


def test_an_action_says_what_it_is_what_it_takes_and_what_it_gives(api: Api) -> None:
    ticket = items(api)["create_ticket"]
    assert (ticket["title"], ticket["family"], ticket["effects"]) == ("Create ticket", "records", "pure")
    assert ticket["description"].endswith(".")
    assert set(ticket["input"]["properties"]) == {"title", "description", "type", "priority", "contact_id", "append"}
    assert set(ticket["output"]["required"]) == {"id", "title", "type"}


def test_branches_take_their_steps_by_the_names_that_are_written(api: Api) -> None:
    taken = items(api)["conditional_branch"]["input"]["properties"]
    assert set(taken) == {"condition", "then", "else"}


def test_every_field_of_every_action_is_described(api: Api) -> None:
    bare, without = [], set()
    for name, item in items(api).items():
        for side in ("input", "output"):
            OAS31Validator.check_schema(item[side])
            said = list(fields(item[side]))
            bare += [f"{name}.{side}.{field}" for field, one in said if not one.get("description")]
            if not said:
                without.add((name, side))
    assert (bare, without - WITHOUT_FIELDS) == ([], set())


def test_a_cold_start_imports_no_action() -> None:
    """Only the request for the catalogue does; each action would add to every other cold start."""
    code = (
        "import json, sys; from postroom_adapters.http.api import router_of; router_of('service');"
        "print(json.dumps([name for name in sys.modules if name.startswith('postroom.actions.')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
