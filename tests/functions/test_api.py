"""api: whose data it shows, how it says what is wrong, and how it is loaded."""

import importlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postroom.ids import TenantId
from postroom_adapters.bootstrapping import seed_workflows
from postroom_adapters.workflows_table import WorkflowsTable
from tests.functions.api_client import Api
from tests.functions.samples import mail, sample
from tests.functions.world import World

ROOT = Path(__file__).parents[2]
PROBLEM = "application/problem+json"


@pytest.mark.parametrize("name", ["health", "health_v1"])
def test_health_needs_no_token_and_touches_no_data(world: World, api: Api, name: str) -> None:
    for table in ("WORKFLOWS", "EXECUTIONS", "RECORDS"):
        world.setting(f"{table}_TABLE", "gone")
    answer = api(name)
    assert (answer.status, answer.body) == (200, {"status": "ok", "version": "0.1.0", "stage": "test"})


def test_another_tenants_ids_give_404_and_its_lists_are_not_shown(world: World, api: Api) -> None:
    world.enable("Invoice Processing")
    email = world.receive(mail())
    world.slack({})
    world.dispatch(email)
    [workflow, *_] = api("list_workflows").body["items"]
    [execution] = api("list_workflow_executions", query={}).body["items"]
    api("create_contact")
    other = Api(world, "other")
    seed_workflows(WorkflowsTable("workflows"), TenantId("other"), world.now)
    assert other("get_workflow", id=workflow["id"]).status == 404
    assert other("toggle_workflow", id=workflow["id"]).status == 404
    assert other("get_email", id=email).status == 404
    assert other("get_workflow_execution", id=execution["id"]).status == 404
    for filters in ({}, {"email_id": email}, {"workflow_id": execution["workflow_id"]}):
        assert other("list_workflow_executions", query=filters).body["items"] == []
    for name in ("list_emails", "list_contacts", "list_tickets"):
        assert other(name).body == {"items": [], "next_cursor": None}
    assert workflow["id"] not in {one["id"] for one in other("list_workflows").body["items"]}


def test_nothing_a_client_sends_says_whose_data_it_sees(world: World) -> None:
    seed_workflows(WorkflowsTable("workflows"), TenantId("other"), world.now)
    headers = {"tenant": "other", "x-tenant": "other", "cookie": "tenant=other"}
    answer = Api(world)("list_workflows", headers=headers)
    assert answer.body["items"] == Api(world)("list_workflows").body["items"]


def test_an_unexpected_exception_is_logged_and_told_without_internals(
    world: World, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    world.setting("RECORDS_TABLE", "a-table-that-is-gone")
    answer = api("list_tickets")
    assert (answer.status, answer.type) == (500, PROBLEM)
    assert answer.body["detail"] == "This is our fault; it is recorded under the request's id."
    assert "gone" not in json.dumps(answer.body)
    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "request_crashed" in line]
    assert (line["request_id"], line["tenant"]) == ("ZxYwVuTsRqPoNmL=", "root")
    assert line["exception_name"] == "ResourceNotFoundException"


def test_throttled_tables_are_503_with_the_seconds_to_wait(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postroom_adapters.dynamodb.CONFLICT_RETRIES", 1)
    world.store.faults.throttle_next(4, table="records")
    answer = api("list_tickets")
    assert (answer.status, answer.headers["retry-after"], answer.body["code"]) == (503, "2", "not_now")


def test_it_is_loaded_as_lambda_loads_it_a_module_without_a_package() -> None:
    """/var/task is functions/api, /opt/python the layers; the rest of the repository is not there."""
    asset, layers = ROOT / "functions/api", (ROOT / "layers/core/python", ROOT / "layers/adapters/python")
    program = (
        "import importlib, json, sys\n"
        "module = importlib.import_module('handler')\n"
        "print(json.dumps(module.lambda_handler(json.load(sys.stdin), None)))\n"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(map(str, (asset, *layers))),
        "STAGE": "lambda",
        "MAIL_BUCKET": "b",
        "DISPATCH_STATE_MACHINE_ARN": "arn:aws:states:eu-west-1:123456789012:stateMachine:dispatch",
        **{f"{name}_TABLE": "t" for name in ("DIRECTORY", "EXECUTIONS", "RECORDS", "WORKFLOWS")},
    }
    ran = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(sample("api/health")),
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(json.loads(ran.stdout)["body"]) == {"status": "ok", "version": "0.1.0", "stage": "lambda"}


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_requests_at_the_same_moment_are_answered_each_for_its_own_tenant(world: World) -> None:
    seed_workflows(WorkflowsTable("workflows"), TenantId("other"), world.now)
    heads = {tenant: WorkflowsTable("workflows").heads(TenantId(tenant)) for tenant in ("root", "other")}
    wanted = {tenant: {head.id for head in some} for tenant, some in heads.items()}
    api_module = importlib.import_module("functions.api.handler")
    for _ in range(3):
        api_module.build.cache_clear()  # the first requests of a process prepare the routes
        together = threading.Barrier(8)

        def ask(number: int, together: threading.Barrier = together) -> None:
            tenant = ("root", "other")[number % 2]
            client = Api(world, tenant)
            together.wait()
            for _ in range(5):
                assert {one["id"] for one in client("list_workflows").body["items"]} == wanted[tenant]
                assert client("list_emails", query={"limit": 0}).status == 422

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(ask, range(8)))
