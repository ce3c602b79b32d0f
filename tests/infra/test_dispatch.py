"""The dispatch state machine: every state can be reached and left, every task is tried again, every family has one."""

import json
from typing import Any

import pytest
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from infra.functions.catalogue import FUNCTIONS
from infra.shared.dispatch_definition import FAMILIES
from postroom import limits
from postroom.engine.model import Turn
from tests.infra.templates import Template, written

States = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def definition(service: Template) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(service.only("AWS::StepFunctions::StateMachine")["DefinitionString"])
    return content


@pytest.fixture(scope="module")
def states(definition: dict[str, Any]) -> States:
    found: States = definition["States"]
    return found


def follow(state: dict[str, Any]) -> set[str]:
    choices = [choice["Next"] for choice in state.get("Choices", [])]
    return {*choices, *(state[key] for key in ("Next", "Default") if key in state)}


def test_mail_is_classified_then_matched_then_asked_what_is_next(definition: dict[str, Any], states: States) -> None:
    assert definition["StartAt"] == "Classify"
    assert [states[name]["Next"] for name in ("Classify", "Match")] == ["Match", "Next"]
    assert states["Next"]["Default"] == "UnknownNext"
    assert {choice["StringEquals"]: choice["Next"] for choice in states["Next"]["Choices"]} == {
        "step:ai": "StepAi",
        "step:notify": "StepNotify",
        "step:records": "StepRecords",
        "wait": "Wait",
        "fan_out": "FanOut",
        "done": "Done",
    }
    assert {choice["Variable"] for choice in states["Next"]["Choices"]} == {"$.next"}


def test_every_state_can_be_reached_and_leads_somewhere(definition: dict[str, Any], states: States) -> None:
    reached: set[str] = set()
    ahead = {definition["StartAt"]}
    while ahead:
        reached |= ahead
        ahead = {following for name in ahead for following in follow(states[name])} - reached
    assert reached == set(states)
    assert {name for name, state in states.items() if not follow(state)} == {"Done", "UnknownNext"}


def test_a_step_comes_back_to_next_and_so_does_a_wait(states: States) -> None:
    assert {states[f"Step{family.capitalize()}"]["Next"] for family in FAMILIES} == {"Next"}
    assert states["Wait"] == {"Type": "Wait", "TimestampPath": "$.until", "OutputPath": "$.after", "Next": "Next"}


def test_branches_walk_the_same_line_ten_at_once_and_their_answers_are_dropped(states: States) -> None:
    fan_out = states["FanOut"]
    inner = fan_out["ItemProcessor"]["States"]
    assert [fan_out[name] for name in ("MaxConcurrency", "ResultPath", "OutputPath")] == [
        limits.FAN_OUT_CONCURRENCY,
        None,
        "$.after",
    ]
    assert not set(inner) & set(states), "names are unique in the whole machine"
    outer = {name: state for name, state in states.items() if name not in ("Classify", "Match", "FanOut")}
    renamed = json.dumps(inner).replace('"Branch', '"')
    choices = [one for one in outer["Next"]["Choices"] if one["Next"] != "FanOut"]
    assert json.loads(renamed) == outer | {"Next": outer["Next"] | {"Choices": choices}}


def test_what_a_branch_is_given_is_a_turn(states: States) -> None:
    given = {name.removesuffix(".$") for name in states["FanOut"]["ItemSelector"]}
    assert given <= set(Turn.model_fields)
    needed = {"tenant", "event", "dispatch", "next", "execution", "workflow", "version", "branch", "history_limit"}
    assert given == needed


def test_there_is_a_state_for_every_family_that_has_a_function() -> None:
    assert {f"step_{family}" for family in FAMILIES} == {s.name for s in FUNCTIONS if s.name.startswith("step_")}


def test_a_task_is_its_function_itself_so_that_payloads_pass_unwrapped(service: Template, states: States) -> None:
    machine = service.only("AWS::StepFunctions::StateMachine")
    functions = {name: one["Properties"] for name, one in service.of_type("AWS::Lambda::Function").items()}
    called = {}
    for name, state in states.items():
        if state["Type"] == "Task":
            arn = machine["DefinitionSubstitutions"][state["Resource"].strip("${}")]
            called[name] = functions[written(arn)[1:].split(".")[0]]["FunctionName"].removeprefix("postroom-local-")
    assert called == {
        "Classify": "classify_event",
        "Match": "match_workflows",
        "StepAi": "step_ai",
        "StepNotify": "step_notify",
        "StepRecords": "step_records",
    }


def test_every_task_waits_longer_than_its_function_may_run(states: States) -> None:
    seconds = {spec.construct_id: spec.timeout_seconds for spec in FUNCTIONS}
    names = {"Classify": "ClassifyEvent", "Match": "MatchWorkflows"}
    tasks = {name: state for name, state in states.items() if state["Type"] == "Task"}
    assert all(task["TimeoutSeconds"] > seconds[names.get(name, name)] for name, task in tasks.items())


def test_what_has_not_happened_is_tried_longer_than_what_crashed(states: States) -> None:
    for state in (one for one in states.values() if one["Type"] == "Task"):
        not_now, crashed = state["Retry"]
        assert "NotNow" in not_now["ErrorEquals"]
        assert {"Lambda.ServiceException", "Lambda.TooManyRequestsException"} <= set(not_now["ErrorEquals"])
        assert crashed["ErrorEquals"] == ["States.TaskFailed", "States.Timeout"]
        assert not_now["MaxAttempts"] > crashed["MaxAttempts"] >= 3
        assert {retry["JitterStrategy"] for retry in state["Retry"]} == {"FULL"}
        assert {retry["BackoffRate"] for retry in state["Retry"]} == {2}


def test_the_definition_is_read_by_motos_parser(definition: dict[str, Any]) -> None:
    text = json.dumps(definition)
    for spec in FUNCTIONS:
        arn = f"arn:aws:lambda:eu-west-1:123456789012:function:{spec.name}"
        text = text.replace(f"${{{spec.construct_id}Arn}}", arn)
    assert "${" not in text
    program: Any = AmazonStateLanguageParser.parse(text)[0]
    assert program.states.states.keys() == definition["States"].keys()


def test_it_is_standard_and_traced_and_logs_everything_but_what_travels(service: Template) -> None:
    machine = service.only("AWS::StepFunctions::StateMachine")
    assert machine["StateMachineName"] == "postroom-local-dispatch"
    assert machine["StateMachineType"] == "STANDARD"
    assert machine["TracingConfiguration"] == {"Enabled": True}
    logging = machine["LoggingConfiguration"]
    assert (logging["Level"], logging["IncludeExecutionData"]) == ("ALL", False)
    service.named("AWS::Logs::LogGroup", LogGroupName="/aws/vendedlogs/postroom-local/dispatch")
