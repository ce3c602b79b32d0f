"""Log lines: which are written at each level that the settings allow; metrics, which alarms live on, always are."""

import json
from collections.abc import Callable
from typing import get_args

import pytest

from infra.settings import Settings
from postroom_adapters.observability import LEVELS, crashed, decided

ALLOWED: tuple[str, ...] = get_args(Settings.model_fields["log_level"].annotation)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[str], list[str]]:
    """What is written of a decision, a counted decision and a crash at a level."""

    def at(level: str) -> list[str]:
        monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", level)
        decided("mail_classified", status="classified")
        decided("mail_classified", "MailHeld", status="held")
        crashed("step_crashed", TypeError("a fault"))
        return [
            f"{line['level']} {line.get('status') or line['exception_name']}"
            for line in map(json.loads, capsys.readouterr().out.splitlines())
        ]

    return at


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_decisions_are_written(written: Callable[[str], list[str]], level: str) -> None:
    assert written(level) == ["INFO classified", "INFO held", "ERROR TypeError"]


@pytest.mark.parametrize("level", ["WARN", "ERROR"])
def test_above_their_level_only_decisions_that_are_counted_are_written(
    written: Callable[[str], list[str]], level: str
) -> None:
    assert written(level) == ["INFO held", "ERROR TypeError"]


def test_every_level_that_the_settings_allow_is_known() -> None:
    assert ALLOWED == LEVELS


def test_a_counted_decision_is_a_metric_of_its_stage_and_service(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POWERTOOLS_LOG_LEVEL", "ERROR")
    monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "classify_event")
    monkeypatch.setenv("STAGE", "prod")
    decided("mail_classified", "MailHeld", status="held")
    line = json.loads(capsys.readouterr().out)
    (metric,) = line["_aws"]["CloudWatchMetrics"]
    assert metric["Namespace"] == "Postroom"
    assert metric["Metrics"] == [{"Name": "MailHeld", "Unit": "Count"}]
    dimensions = {key: line[key] for key in metric["Dimensions"][0]}
    assert (dimensions, line["MailHeld"]) == ({"stage": "prod", "service": "classify_event"}, 1)
