"""api: its own description is valid, complete, and true."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from postroom import VERSION
from tests.functions.api_client import Api
from tests.functions.holding import held_mails
from tests.functions.samples import EVENTS, mail, sample
from tests.functions.world import World
from tests.functions.world import world as new_world

NAME = "urn:postroom"
ROOT = Path(__file__).parents[2]
PUBLIC = {"/health", "/api/v1/health", "/api/v1/openapi.json"}
OPERATIONS = {
    "get /health": "health_at_root",
    "get /api/v1/health": "health",
    "get /api/v1/openapi.json": "openapi",
    "get /api/v1/workflows": "list_workflows",
    "get /api/v1/workflows/{workflow_id}": "get_workflow",
    "post /api/v1/workflows": "create_workflow",
    "put /api/v1/workflows/{workflow_id}": "replace_workflow",
    "delete /api/v1/workflows/{workflow_id}": "delete_workflow",
    "post /api/v1/workflows/{workflow_id}/toggle": "toggle_workflow",
    "get /api/v1/emails/statistics": "count_emails",
    "get /api/v1/workflows/stats/summary": "summarize_workflows",
    "get /api/v1/workflows/{workflow_id}/statistics": "get_workflow_statistics",
    "post /api/v1/workflows/{workflow_id}/pause": "pause_workflow",
    "post /api/v1/workflows/{workflow_id}/resume": "resume_workflow",
    "get /api/v1/workflow-actions": "list_workflow_actions",
    "get /api/v1/emails": "list_emails",
    "get /api/v1/emails/{email_id}": "get_email",
    "get /api/v1/emails/{email_id}/decision": "get_email_decision",
    "post /api/v1/emails/{email_id}/match": "match_email",
    "post /api/v1/emails/{email_id}/execute-workflows": "execute_workflows",
    "post /api/v1/emails/{email_id}/reprocess": "reprocess_email",
    "post /api/v1/emails/{email_id}/release": "release_email",
    "get /api/v1/tickets/{record_id}/messages": "list_ticket_messages",
    "post /api/v1/emails/{email_id}/discard": "discard_email",
    "get /api/v1/manual-events": "list_manual_events",
    "get /api/v1/manual-events/{event_id}": "get_manual_event",
    "get /api/v1/workflow-executions": "list_workflow_executions",
    "get /api/v1/workflow-executions/{execution_id}": "get_workflow_execution",
    "patch /api/v1/workflows/{workflow_id}": "change_workflow",
    **{
        f"{method} /api/v1/{path}{one}": f"{operation}_{name}"
        for path, name in (("contacts", "contact"), ("tickets", "ticket"), ("time-entries", "time_entry"))
        for method, one, operation in (
            ("post", "", "create"),
            ("get", "/{record_id}", "get"),
            ("put", "/{record_id}", "replace"),
            ("patch", "/{record_id}", "change"),
            ("delete", "/{record_id}", "delete"),
        )
    },
    "post /api/v1/workflow-executions/{execution_id}/cancel": "cancel_workflow_execution",
    "get /api/v1/categories": "list_categories",
    "get /api/v1/categories/{name}": "get_category",
    "post /api/v1/categories": "create_category",
    "put /api/v1/categories/{name}": "replace_category",
    "delete /api/v1/categories/{name}": "delete_category",
    "post /api/v1/categories/try": "try_categories",
    "get /api/v1/workflow-executions/{execution_id}/rerun/plan": "plan_rerun",
    "post /api/v1/workflow-executions/{execution_id}/rerun": "rerun_execution",
    "get /api/v1/contacts": "list_contacts",
    "get /api/v1/tickets": "list_tickets",
    "get /api/v1/time-entries": "list_time_entries",
}


class Seeded:
    """A world with a mail that ran, and the description of its API."""

    def __init__(self, world: World) -> None:
        self.api = Api(world)
        world.enable("Invoice Processing")
        world.slack({})
        self.api("create_contact")
        self.email = world.receive(mail())
        world.dispatch(self.email)
        [execution] = self.api("list_workflow_executions", query={}).body["items"]
        answered = mail(In_Reply_To="<117@supplier.example>", Message_ID="<118@supplier.example>")
        world.dispatch(world.receive(answered, "ses-answered"))
        tickets = self.api("list_tickets", query={}).body["items"]
        [appended] = [ticket["id"] for ticket in tickets if ticket["messages"]]
        another = self.api("create_workflow").body["id"]
        records = {name: self.api(f"create_{name}").body["id"] for name in ("contact", "ticket", "time_entry")}
        deleted = {name: self.api(f"create_{name}", headers={"idempotency-key": None}).body["id"] for name in records}
        self.ids = {
            "replace_workflow": execution["workflow_id"],
            "delete_workflow": another,
            "change_workflow": another,
            "get_email": self.email,
            **{f"{verb}_{name}": record for name, record in records.items() for verb in ("get", "replace", "change")},
            **{f"delete_{name}": record for name, record in deleted.items()},
            "get_workflow": execution["workflow_id"],
            "toggle_workflow": execution["workflow_id"],
            "get_workflow_execution": execution["id"],
            "plan_rerun": execution["id"],
            "rerun_execution": execution["id"],
            "execute_workflows": self.email,
            "get_email_decision": self.email,
            "match_email": self.email,
            "reprocess_email": self.email,
            "list_ticket_messages": appended,
            **dict(zip(("release_email", "discard_email"), held_mails(world, 2), strict=True)),
            "get_manual_event": self.api("execute_workflows", id=self.email).body["event_id"],
            "get_workflow_statistics": execution["workflow_id"],
            "pause_workflow": execution["workflow_id"],
            "resume_workflow": execution["workflow_id"],
        }
        self.ids["cancel_workflow_execution"] = _waiting(world, self.api)
        self.document: dict[str, Any] = self.api("openapi").body

    def confirmed_rerun(self) -> dict[str, Any]:
        """The body that confirms the plan as it would be made now."""
        self.api("resume_workflow", id=self.ids["resume_workflow"], headers={"if-match": None})
        plan = self.api("plan_rerun", id=self.ids["plan_rerun"]).body
        return {"plan": plan["plan"], "steps_from": plan["steps_from"], "on_version": plan["on_version"]}

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, methods in self.document["paths"].items():
            for method, operation in methods.items():
                yield path, method, operation

    def schema(self, name: str, status: str) -> dict[str, Any]:
        """The schema of the body that the operation `name` answers with a status."""
        [operation] = [operation for *_, operation in self.operations() if operation["operationId"] == name]
        [content] = operation["responses"][status]["content"].values()
        schema: dict[str, Any] = content["schema"]
        return schema

    def problems(self, schema: dict[str, Any], value: Any) -> list[str]:
        """What of `value` is not as the schema says."""
        whole = Resource.from_contents(self.document, default_specification=DRAFT202012)
        registry: Registry[Any] = Registry().with_resource(NAME, whole)
        rooted = json.loads(json.dumps(schema).replace('"#/', f'"{NAME}#/'))
        validator = OAS31Validator(rooted, registry=registry)
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def _waiting(world: World, api: Api) -> str:
    """An execution that waits."""
    trigger = {
        "triggers": [
            {"type": "email", "conditions": [{"field": "message_id", "operator": "starts_with", "value": "wait"}]}
        ]
    }
    steps = [{"action": "wait", "params": {"for": "P1D"}}]
    workflow = world.add_workflow({"name": "Waits", **trigger, "workflow_steps": steps})
    world.dispatch(world.receive(mail(Message_ID="<wait@x.example>"), "ses-wait"))
    [execution] = api("list_workflow_executions", query={"workflow_id": workflow}).body["items"]
    return str(execution["id"])


@pytest.fixture(scope="module")
def seeded() -> Iterator[Seeded]:
    with pytest.MonkeyPatch.context() as patch, new_world(patch) as made:
        yield Seeded(made)


def test_the_description_is_valid_openapi_3_1(seeded: Seeded) -> None:
    assert seeded.document["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(seeded.document).iter_errors()) == []


def test_it_lists_every_route_under_a_name_for_clients(seeded: Seeded) -> None:
    assert {f"{method} {path}": one["operationId"] for path, method, one in seeded.operations()} == OPERATIONS


def test_every_route_but_three_wants_the_bearer_token(seeded: Seeded) -> None:
    assert seeded.document["security"] == [{"bearer": []}]
    scheme = seeded.document["components"]["securitySchemes"]["bearer"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert {path for path, _, one in seeded.operations() if one.get("security") == []} == PUBLIC


def test_every_field_of_every_model_is_described(seeded: Seeded) -> None:
    bare = [
        f"{name}.{field}"
        for name, schema in seeded.document["components"]["schemas"].items()
        for field, said in schema.get("properties", {}).items()
        if not said.get("description")
    ]
    assert bare == []


def test_every_parameter_and_every_answer_is_described(seeded: Seeded) -> None:
    for path, method, operation in seeded.operations():
        where = f"{method} {path}"
        assert operation["summary"], where
        assert all(one.get("description") for one in operation.get("parameters", ())), where
        assert all(one["description"] for one in operation["responses"].values()), where
        if path not in PUBLIC:
            assert {"401", "403", "422", "500", "503"} <= set(operation["responses"]), where


def test_errors_are_described_as_problems(seeded: Seeded) -> None:
    for path, method, operation in seeded.operations():
        for status, answer in operation["responses"].items():
            if status >= "400" and status not in ("401", "403"):
                [(kind, content)] = answer["content"].items()
                said = (kind, content["schema"]["$ref"])
                assert said == ("application/problem+json", "#/components/schemas/ProblemView"), f"{method} {path}"


def test_nothing_of_our_own_storage_is_shown(seeded: Seeded) -> None:
    schemas = seeded.document["components"]["schemas"]
    assert "first" not in schemas["WorkflowView"]["properties"]
    assert "key" not in schemas["AttachmentView"]["properties"]
    assert "tenant" not in schemas["ExecutionView"]["properties"]


def test_every_example_is_one(seeded: Seeded) -> None:
    schemas = seeded.document["components"]["schemas"]
    tried = 0
    for name, schema in schemas.items():
        for example in schema.get("examples", ()):
            assert seeded.problems({"$ref": f"#/components/schemas/{name}"}, example) == [], name
            tried += 1
        for field, said in schema.get("properties", {}).items():
            for example in said.get("examples", ()):
                where = {"$ref": f"#/components/schemas/{name}/properties/{field}"}
                assert seeded.problems(where, example) == [], f"{name}.{field}"
                tried += 1
    assert tried > 5


@pytest.mark.parametrize("name", sorted(path.stem for path in (EVENTS / "api").glob("*.json")))
def test_answers_are_as_described(seeded: Seeded, name: str) -> None:
    operation = {"health": "health_at_root", "health_v1": "health"}.get(name, name)
    query: dict[str, Any] | None = {} if name.startswith("list_") else None
    body = seeded.confirmed_rerun() if name == "rerun_execution" else None
    answer = seeded.api(name, id=seeded.ids.get(name), query=query, body=body, headers={"if-match": None})
    assert answer.status < 300
    assert seeded.problems(seeded.schema(operation, str(answer.status)), answer.body) == []
    if "items" in answer.body:
        assert answer.body["items"]


@pytest.mark.parametrize(("name", "query"), [("list_emails", {"limit": 0}), ("get_email", None)])
def test_problems_are_as_described(seeded: Seeded, name: str, query: dict[str, int] | None) -> None:
    answer = seeded.api(name, query=query)
    assert answer.status in (404, 422)
    assert seeded.problems(seeded.schema(name, str(answer.status)), answer.body) == []


def test_bodies_of_the_sample_events_are_as_described(seeded: Seeded) -> None:
    for path, method, operation in seeded.operations():
        if "requestBody" in operation:
            body = json.loads(sample(f"api/{operation['operationId']}")["body"])
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            assert seeded.problems(schema, body) == [], f"{method} {path}"


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
