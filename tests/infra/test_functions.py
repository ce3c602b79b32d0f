"""Functions: their runtime, their environment, value by value, and the limits of Lambda."""

import importlib
import re
from typing import Any

import pytest
from pydantic import BaseModel

from infra.functions.catalogue import FUNCTIONS
from infra.settings import ROOT
from postroom_adapters.step_function import OutsideSettings, StepSettings
from tests.infra.templates import Template, written

NAMES = [spec.name for spec in FUNCTIONS]

TABLES = {
    f"{name.upper()}_TABLE": f"postroom-local-{name}" for name in ("directory", "executions", "records", "workflows")
}
BUCKET = {"MAIL_BUCKET": "postroom-local-mail-<AWS::AccountId>-eu-west-1"}
DISPATCH = {
    "DISPATCH_STATE_MACHINE_ARN": "arn:<AWS::Partition>:states:eu-west-1:<AWS::AccountId>:"
    "stateMachine:postroom-local-dispatch"
}
PLATFORM = {
    *("STAGE", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_LOG_LEVEL"),
    "PYDANTIC_DISABLE_PLUGINS",
}
MAIL_KEY = {"MAIL_KEY_SECRET_ARN": "<MailKey>"}
THRESHOLD = {"EMAIL_AI_CONFIDENCE_THRESHOLD": "0.7"}


def tables(*names: str) -> dict[str, str]:
    return {f"{name.upper()}_TABLE": f"postroom-local-{name}" for name in names}


ENVIRONMENT: dict[str, dict[str, str]] = {
    "activate_receipt_rules": {},
    "api": {
        **TABLES,
        **BUCKET,
        **DISPATCH,
        **THRESHOLD,
        "EMAIL_WORKFLOWS_ENABLED": "true",
    },
    "authorize_request": tables("directory"),
    "bootstrap_tenant": tables("directory", "workflows"),
    "classify_event": {**tables("directory", "executions", "workflows"), **BUCKET, **MAIL_KEY},
    "match_workflows": {
        **tables("executions", "workflows"),
        **THRESHOLD,
        "EMAIL_WORKFLOWS_ENABLED": "true",
    },
    "receive_mail": {**tables("directory", "executions"), **DISPATCH, "EMAIL_TO_TICKET_ENABLED": "true"},
    "receive_mail_feedback": tables("directory"),
    "record_failed_dispatch": {**tables("executions"), **DISPATCH},
    "step_ai": {**TABLES, **BUCKET, **DISPATCH},
    "step_notify": {**TABLES, **BUCKET, **DISPATCH, "MAIL_CONFIGURATION_SET": "postroom-local", **MAIL_KEY},
    "step_records": {**TABLES, **BUCKET, **DISPATCH},
    "sweep_events": {**tables("executions"), **DISPATCH},
}


def test_the_catalogue_is_sorted_and_lists_every_file_and_every_folder() -> None:
    assert sorted(NAMES) == NAMES
    files = {path.stem for path in (ROOT / "infra" / "functions").glob("*.py")} - {"__init__", "catalogue"}
    folders = {path.parent.name for path in (ROOT / "functions").glob("*/handler.py")}
    assert files == folders == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_function_is_told_what_it_uses_and_nothing_else(service: Template, name: str) -> None:
    variables = service.functions()[name]["Environment"]["Variables"]
    assert {key: re.sub(r"<MailKey\w+>", "<MailKey>", written(value)) for key, value in variables.items()} == {
        "STAGE": "local",
        "POWERTOOLS_SERVICE_NAME": name,
        "POWERTOOLS_METRICS_NAMESPACE": "Postroom",
        "POWERTOOLS_LOG_LEVEL": "INFO",
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
        **ENVIRONMENT[name],
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_a_handler_reads_is_what_the_template_tells_it(service: Template, name: str) -> None:
    """A variable that is missing would show on the first cold start only, and one too many never."""
    handler = importlib.import_module(f"functions.{name}.handler")
    if not hasattr(handler, "lambda_handler"):
        pytest.skip("its handler is being written")
    step = OutsideSettings if name == "step_notify" else StepSettings
    settings = step if name.startswith("step_") else getattr(handler, "Settings", BaseModel)
    told = set(service.functions()[name]["Environment"]["Variables"]) - PLATFORM
    assert {field.upper() for field in settings.model_fields} - PLATFORM == told


@pytest.mark.parametrize("name", NAMES)
def test_every_function_runs_traced_with_json_logs_on_the_three_layers(service: Template, name: str) -> None:
    function = service.functions()[name]
    assert function["FunctionName"] == f"postroom-local-{name}"
    assert (function["Runtime"], function["Architectures"]) == ("python3.14", ["arm64"])
    assert function["Handler"] == "handler.lambda_handler"
    assert function["TracingConfig"] == {"Mode": "Active"}
    assert function["LoggingConfig"]["LogFormat"] == "JSON"
    layers = {written(layer)[1:].split("Layer")[0] for layer in function["Layers"]}
    assert layers == {"Core", "Adapters", "Vendor"}


def test_memory_and_time(service: Template) -> None:
    assert {name: (one["MemorySize"], one["Timeout"]) for name, one in service.functions().items()} == {
        "activate_receipt_rules": (256, 30),
        "api": (1024, 29),
        "authorize_request": (512, 10),
        "bootstrap_tenant": (512, 60),
        "classify_event": (1024, 60),
        "match_workflows": (512, 60),
        "receive_mail": (512, 30),
        "receive_mail_feedback": (512, 30),
        "record_failed_dispatch": (512, 30),
        "step_ai": (1024, 300),
        "step_notify": (512, 120),
        "step_records": (512, 120),
        "sweep_events": (512, 55),
    }


def test_the_switches_follow_the_settings(prod_service: Template) -> None:
    variables = prod_service.functions()["match_workflows"]["Environment"]["Variables"]
    assert (variables["STAGE"], variables["EMAIL_WORKFLOWS_ENABLED"]) == ("prod", "true")


def test_the_settings_level_is_for_our_lines_and_lambda_drops_none_of_them(prod_service: Template) -> None:
    functions = prod_service.functions().values()
    assert {one["Environment"]["Variables"]["POWERTOOLS_LOG_LEVEL"] for one in functions} == {"ERROR"}
    assert {one["LoggingConfig"]["ApplicationLogLevel"] for one in functions} == {"INFO"}


def test_logs_are_kept_as_long_as_the_stage_says(service: Template, prod_service: Template) -> None:
    def kept(template: Template) -> set[tuple[int, str]]:
        groups = template.of_type("AWS::Logs::LogGroup").values()
        return {(one["Properties"]["RetentionInDays"], one["DeletionPolicy"]) for one in groups}

    assert kept(service) == {(7, "Delete")}
    assert kept(prod_service) == {(90, "Retain")}


def environment_bytes(function: dict[str, Any]) -> int:
    return sum(len(key) + len(written(value)) for key, value in function["Environment"]["Variables"].items())


def test_lambdas_quotas_hold(service: Template) -> None:
    for function in service.functions().values():
        assert len(function["Layers"]) <= 5
        assert environment_bytes(function) <= 4096
        assert len(function["FunctionName"]) <= 64
