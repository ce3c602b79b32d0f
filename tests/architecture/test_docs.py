"""The guides say what is so: their workflows can be saved, their routes are there, their commands are known."""

import json
import re
from pathlib import Path

import pytest

from postroom.workflows.validation import definition_of
from postroom_adapters.http.api import every_file, router_of
from postroom_cli.api_commands import COMMANDS

ROOT = Path(__file__).parents[2]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OFFLINE = {("mail", "show"), ("mail", "trace"), ("invoice", "extract"), ("tracking", "find")}


def blocks(guide: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", guide.read_text(), re.DOTALL)


WORKFLOWS = [(guide.name, block) for guide in GUIDES for block in blocks(guide, "json") if "workflow_steps" in block]


@pytest.mark.parametrize(("guide", "block"), WORKFLOWS)
def test_a_workflow_of_a_guide_can_be_saved(guide: str, block: str) -> None:
    written = {name: value for name, value in json.loads(block).items() if name != "enabled"}
    assert definition_of(written).workflow_steps, guide


def test_there_are_workflows_in_the_guides() -> None:
    assert len(WORKFLOWS) >= 3


def test_every_route_that_a_guide_names_is_there() -> None:
    routes = {re.sub(r"<\w+>", "X", path) for router in map(router_of, every_file()) for path, *_ in router._routes}
    named = {
        (guide.name, re.sub(r"\{\w+\}|(?<=/)[a-z]{3}_…", "X", path).rstrip("/."))
        for guide in GUIDES
        for path in re.findall(r"/api/v1(?:/[\w{}…-]+)+(?:\.json)?", guide.read_text())
    }
    assert named
    assert {(guide, path) for guide, path in named if path not in routes and not path.endswith(("/X", "/…"))} == set()


def test_every_command_that_a_guide_names_is_there() -> None:
    known = {command.words for command in COMMANDS} | OFFLINE
    named = {
        (guide.name, words)
        for guide in GUIDES
        for words in re.findall(r"(?:^|[`/ ])postroom ([a-z]+(?:-[a-z]+)?) ([a-z]+)\b", guide.read_text(), re.MULTILINE)
    }
    assert named
    assert {(guide, words) for guide, words in named if words not in known} == set()
