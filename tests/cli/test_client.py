"""The client: what it asks and gets of the real API function over a real socket."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any, get_type_hints

import pytest
from pydantic import BaseModel

import postroom_client.models
from postroom_client import ApiProblem, NoAnswer, Postroom
from postroom_client.models import RerunPlan
from tests.cli.api_server import Answer, ApiServer, busy
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.world import TOKEN, World
from tests.functions.world import world as new_world

WRITTEN = {"name": "New", "classification_trigger": "invoice", "workflow_steps": [{"action": "mark_as_processed"}]}


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def api(server: ApiServer, pauses: list[float]) -> Iterator[Postroom]:
    with Postroom(server.url, TOKEN, sleep=pauses.append) as made:
        yield made


def test_a_workflow_is_made_changed_switched_and_deleted(api: Postroom) -> None:
    made = api.workflows.create(WRITTEN)
    assert (made.version, made.enabled, made.priority) == (1, False, 100)
    changed = api.workflows.change(made.id, {"priority": 5}, revision=made.revision)
    assert (changed.version, changed.priority, changed.definition["priority"]) == (2, 5, 5)
    assert api.workflows.replace(made.id, WRITTEN).version == 3
    assert api.workflows.toggle(made.id, enabled=True).enabled is True
    assert made.id in {one.id for one in api.workflows.list()}
    assert api.workflows.delete(made.id).id == made.id
    with pytest.raises(ApiProblem) as gone:
        api.workflows.get(made.id)
    assert (gone.value.status, gone.value.code) == (404, "not_found")


def test_everything_wrong_is_named(api: Postroom) -> None:
    with pytest.raises(ApiProblem) as wrong:
        api.workflows.create({"name": "", "workflow_steps": [{"action": "fly"}]})
    assert wrong.value.status == 422
    assert "workflow_steps.0.action" in wrong.value.problems
    assert "workflow_steps.0.action: " in str(wrong.value)


def test_an_older_revision_changes_nothing(api: Postroom) -> None:
    ticket = api.tickets.create({"title": "Call"})
    api.tickets.change(ticket.id, {"status": "closed"}, revision=ticket.revision)
    with pytest.raises(ApiProblem) as outdated:
        api.tickets.change(ticket.id, {"title": "Lost"}, revision=ticket.revision)
    assert (outdated.value.status, api.tickets.get(ticket.id).title) == (412, "Call")


def test_records_have_their_types_and_come_from_all_pages(world: World, api: Postroom) -> None:
    for number in range(5):
        world.move(1)
        api.time_entries.create({"hours": f"{number + 1}.25", "date_from": "2026-03-02"})
    first = api.time_entries.page(limit=2)
    assert [entry.hours for entry in first.items] == [Decimal("5.25"), Decimal("4.25")]
    assert first.next_cursor is not None
    entries = list(api.time_entries.list())
    assert [entry.hours for entry in entries] == [Decimal(f"{number}.25") for number in (5, 4, 3, 2, 1)]
    assert entries[0].created_at == datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)


def test_filters_reach_the_list(api: Postroom) -> None:
    api.contacts.create({"name": "Papir", "roles": ["vendor"], "emails": ["a@papir.example"]})
    api.contacts.create({"name": "Pap", "roles": ["vendor"]})
    assert [one.name for one in api.contacts.list(email="a@papir.example")] == ["Papir"]
    morning = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert [one.name for one in api.contacts.list(email="a@papir.example", created_from=morning)] == ["Papir"]
    assert list(api.contacts.list(email="a@papir.example", created_to=morning)) == []


def test_a_mail_and_its_execution(world: World, api: Postroom) -> None:
    api.workflows.toggle(api.workflows.create(WRITTEN).id, enabled=True)
    email_id = world.receive(mail())
    world.dispatch(email_id)
    [item] = api.emails.list()
    email = api.emails.get(item.id)
    assert (item.id, item.status, email.classification and email.classification.category) == (
        email_id,
        "processed",
        "invoice",
    )
    [execution] = api.executions.list(email_id=email_id)
    assert [step.action for step in api.executions.get(execution.id).steps] == ["mark_as_processed"]


def test_what_was_decided_when_a_person_asked_is_read_by_its_event(world: World, api: Postroom) -> None:
    email_id = world.receive(mail())
    world.dispatch(email_id)
    api.workflows.toggle(api.workflows.create(WRITTEN).id, enabled=True)
    run = api.emails.execute(email_id)
    assert api.emails.decision(email_id).matching == 0
    decided = api.emails.decision(email_id, event_id=run.event_id)
    assert decided.matching == 1


def test_a_create_whose_answer_was_lost_is_sent_again_and_made_once(
    server: ApiServer, api: Postroom, pauses: list[float]
) -> None:
    lost: list[str] = []

    def interrupt(method: str, target: str) -> Answer | None:
        if method == "POST" and not lost:
            lost.append(target)
            server.interrupt = lambda *_: None
            # It is done, and then the connection is cut.
            sent = server.requests[-1]
            server.answer(sent[0], sent[1], sent[2], b'{"title": "Call"}')
            raise ConnectionResetError
        return None

    server.interrupt = interrupt
    ticket = api.tickets.create({"title": "Call"})
    assert [one.id for one in api.tickets.list()] == [ticket.id]
    assert pauses == [0.5]


def test_a_run_whose_answer_was_lost_is_asked_for_again_under_the_same_key(
    world: World, server: ApiServer, api: Postroom, pauses: list[float]
) -> None:
    email = world.receive(mail())
    world.dispatch(email)
    for ask in (api.emails.execute, api.emails.reprocess):
        answers: list[Answer | None] = [busy("1"), None]
        server.requests.clear()
        server.interrupt = lambda *_, answers=answers: answers.pop(0)
        ask(email)
        [first, again] = [sent[2]["idempotency-key"] for sent in server.requests]
        assert first == again
        assert first
    assert pauses == [1.0, 1.0]


def test_a_call_that_is_not_safe_to_repeat_is_not_repeated(server: ApiServer, api: Postroom) -> None:
    def cut(*_: str) -> Answer | None:
        raise ConnectionResetError

    server.interrupt = cut
    with pytest.raises(NoAnswer):
        api.workflows.toggle("wfl_01KJQCX8G0E4KV55RZ3FNTGY0G")
    assert len(server.requests) == 1


def test_busy_is_waited_for_as_long_as_it_says(server: ApiServer, api: Postroom, pauses: list[float]) -> None:
    answers: list[Answer | None] = [busy("2"), busy("7"), None]
    server.interrupt = lambda *_: answers.pop(0)
    assert len(api.workflows.list()) == 5
    assert pauses == [2.0, 7.0]


def test_busy_for_ever_is_told(server: ApiServer, api: Postroom, pauses: list[float]) -> None:
    server.interrupt = lambda *_: busy("1")
    with pytest.raises(ApiProblem) as told:
        api.workflows.list()
    assert (told.value.status, pauses) == (503, [1.0, 1.0, 1.0])


def test_a_bad_token_is_told(server: ApiServer) -> None:
    with Postroom(server.url, "wrong") as api, pytest.raises(ApiProblem, match="Forbidden"):
        api.workflows.list()


def test_an_address_that_is_not_postrooms_is_told(server: ApiServer, api: Postroom) -> None:
    server.interrupt = lambda *_: (200, {"content-type": "text/html"}, b"<html>")
    with pytest.raises(NoAnswer, match="is this Postroom's address"):
        api.workflows.list()


def test_nobody_there_is_told(pauses: list[float]) -> None:
    with Postroom("http://127.0.0.1:9", TOKEN, sleep=pauses.append) as api, pytest.raises(NoAnswer):
        api.health()
    assert len(pauses) == 3


SCHEMAS = {
    "WorkflowItem": "WorkflowItem",
    "Workflow": "WorkflowView",
    "WorkflowStatistics": "WorkflowStatisticsView",
    "EmailStatistics": "EmailStatistics",
    "Classification": "Classification",
    "ExecutionItem": "ExecutionItem",
    "Step": "StepView",
    "Execution": "ExecutionView",
    "EmailItem": "EmailItem",
    "Email": "EmailView",
    "Contact": "Contact",
    "Ticket": "Ticket",
    "TicketMessage": "TicketMessage",
    "TimeEntry": "TimeEntry",
    "ActionItem": "ActionItem",
    "Health": "Health",
    "Decision": "DecisionView",
    "CategoryItem": "CategoryItem",
    "Category": "CategoryView",
    "CategoryTrial": "TrialResult",
    "TriedMatch": "TriedMatch",
    "Run": "RunView",
    "PlannedStep": "PlannedStep",
    "RerunPlan": "RerunPlan",
    "StartedRerun": "StartedRerun",
    "RunDetail": "ExecutedWorkflow",
    "ManualEventItem": "ManualEventItem",
    "ManualEvent": "ManualEventView",
}
"""Model of the client → schema of the API."""


def test_the_models_name_what_the_api_shows(api: Postroom) -> None:
    schemas = api.openapi()["components"]["schemas"]
    unknown = {
        f"{model}.{field}"
        for model, schema in SCHEMAS.items()
        for field in _model(model).model_fields
        if field not in schemas[schema]["properties"]
    }
    assert unknown == set()


def test_every_model_is_compared_with_the_api() -> None:
    named = {
        name
        for name, value in vars(postroom_client.models).items()
        if isinstance(value, type) and issubclass(value, BaseModel)
    }
    assert named - {"ApiModel", "Record", "Page"} == set(SCHEMAS)


def _model(name: str) -> type[BaseModel]:
    model: Any = getattr(postroom_client.models, name)
    assert get_type_hints(model)
    return model  # type: ignore[no-any-return]


ID = "X"
PLAN = RerunPlan(plan="p", execution_id=ID, steps_from="all", on_version="recorded", version=1, steps=())
OPERATIONS: dict[str, Callable[[Postroom], Any]] = {
    "list_workflows": lambda api: api.workflows.list(),
    "get_workflow": lambda api: api.workflows.get(ID),
    "create_workflow": lambda api: api.workflows.create({}),
    "replace_workflow": lambda api: api.workflows.replace(ID, {}),
    "change_workflow": lambda api: api.workflows.change(ID, {}),
    "delete_workflow": lambda api: api.workflows.delete(ID),
    "toggle_workflow": lambda api: api.workflows.toggle(ID),
    "pause_workflow": lambda api: api.workflows.pause(ID, "why"),
    "resume_workflow": lambda api: api.workflows.resume(ID),
    "summarize_workflows": lambda api: api.workflows.summary(),
    "get_workflow_statistics": lambda api: api.workflows.statistics(ID),
    "count_emails": lambda api: api.emails.statistics(),
    "list_workflow_actions": lambda api: api.actions(),
    "list_emails": lambda api: api.emails.page(),
    "get_email": lambda api: api.emails.get(ID),
    "get_email_decision": lambda api: api.emails.decision(ID),
    "match_email": lambda api: api.emails.match(ID),
    "execute_workflows": lambda api: api.emails.execute(ID, workflow_ids=[ID]),
    "reprocess_email": lambda api: api.emails.reprocess(ID),
    "release_email": lambda api: api.emails.release(ID),
    "discard_email": lambda api: api.emails.discard(ID),
    "list_workflow_executions": lambda api: api.executions.page(),
    "get_workflow_execution": lambda api: api.executions.get(ID),
    "plan_rerun": lambda api: api.executions.plan_rerun(ID),
    "rerun_execution": lambda api: api.executions.rerun(PLAN),
    "cancel_workflow_execution": lambda api: api.executions.cancel(ID, reason="why"),
    "list_categories": lambda api: api.categories.list(),
    "get_category": lambda api: api.categories.get(ID),
    "create_category": lambda api: api.categories.create({}),
    "replace_category": lambda api: api.categories.replace(ID, {}),
    "delete_category": lambda api: api.categories.delete(ID),
    "try_categories": lambda api: api.categories.try_out(save=[{}], limit=10),
    "list_manual_events": lambda api: api.manual_events.page(),
    "get_manual_event": lambda api: api.manual_events.get(ID),
    "health": lambda api: api.health(),
    "openapi": lambda api: api.openapi(),
    **{
        f"{verb}_{name}": partial(call, plural)
        for name, plural in (("contact", "contacts"), ("ticket", "tickets"), ("time_entry", "time_entries"))
        for verb, call in {
            "create": lambda plural, api: getattr(api, plural).create({}),
            "get": lambda plural, api: getattr(api, plural).get(ID),
            "replace": lambda plural, api: getattr(api, plural).replace(ID, {}),
            "change": lambda plural, api: getattr(api, plural).change(ID, {}),
            "delete": lambda plural, api: getattr(api, plural).delete(ID),
        }.items()
    },
    "list_contacts": lambda api: api.contacts.page(),
    "list_ticket_messages": lambda api: api.tickets.messages(ID),
    "list_tickets": lambda api: api.tickets.page(),
    "list_time_entries": lambda api: api.time_entries.page(),
}
"""Operation of the API → the call of the client that asks for it."""
AT_THE_ROOT = {"health_at_root"}
"""Asked for by monitors, which have no client."""


@pytest.fixture(scope="module")
def described() -> dict[str, tuple[str, str]]:
    """Operation → method and path, as the API describes itself."""
    with pytest.MonkeyPatch.context() as patch, new_world(patch) as made:
        document = Api(made)("openapi").body
    return {
        operation["operationId"]: (method.upper(), re.sub(r"\{\w+\}", ID, path))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_every_operation_of_the_api_has_a_call(described: dict[str, tuple[str, str]]) -> None:
    assert set(OPERATIONS) == set(described) - AT_THE_ROOT


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_a_call_asks_for_its_operation(operation: str, described: dict[str, tuple[str, str]]) -> None:
    asked: list[tuple[str, str]] = []

    class Pool:
        """Notes what is asked and refuses it."""

        def request(self, method: str, url: str, **_: Any) -> Any:
            asked.append((method, url.removeprefix("http://api.example").partition("?")[0]))
            return SimpleNamespace(status=404, headers={}, data=b"{}")

    api = Postroom("http://api.example", "token")
    api._transport._pool = Pool()  # type: ignore[assignment]
    with pytest.raises(ApiProblem):
        OPERATIONS[operation](api)
    assert asked == [described[operation]]
