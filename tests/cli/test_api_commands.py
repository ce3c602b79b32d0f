"""`postroom workflows …` and its like: the commands over a real socket, as a person types them."""

import json
from pathlib import Path

import pytest

from postroom_cli.main import main
from tests.cli.api_server import ApiServer
from tests.functions.samples import mail
from tests.functions.world import TOKEN, World

WRITTEN = {"name": "New", "classification_trigger": "invoice", "workflow_steps": [{"action": "mark_as_processed"}]}


class Shell:
    """Runs commands; the last one's output and errors."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self._folder = folder
        self.out = self.err = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        assert main(words) == code
        self.out, self.err = self._capsys.readouterr()
        return self.out

    def file(self, content: object) -> str:
        path = self._folder / "body.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)


@pytest.fixture
def shell(
    server: ApiServer, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Shell:
    monkeypatch.setenv("POSTROOM_API", server.url)
    monkeypatch.setenv("POSTROOM_TOKEN", TOKEN)
    return Shell(capsys, tmp_path)


def test_a_workflow_from_a_file_to_its_end(shell: Shell) -> None:
    made = json.loads(shell("workflows", "create", shell.file(WRITTEN), "--json"))
    assert "enabled: yes" in shell("workflows", "enable", made["id"])
    shell("workflows", "change", made["id"], shell.file({"priority": 5}), "--revision", "2")
    shown = shell("workflows", "show", made["id"])
    assert "priority: 5" in shown
    assert "  - id: mark_as_processed" in shown
    rows = shell("workflows", "list").splitlines()
    assert rows[0].split() == ["id", "enabled", "priority", "version", "name"]
    assert [made["id"], "yes", "5", "2", "New"] in [row.split() for row in rows]
    shell("workflows", "disable", made["id"])
    shell("workflows", "delete", made["id"])
    assert made["id"] not in shell("workflows", "list")


def test_a_list_as_json_is_an_object_a_line(shell: Shell) -> None:
    shell("tickets", "create", shell.file({"title": "One"}))
    shell("tickets", "create", shell.file({"title": "Two"}))
    lines = shell("tickets", "list", "--status", "open", "--json").splitlines()
    assert {json.loads(line)["title"] for line in lines} == {"One", "Two"}
    assert len(shell("tickets", "list", "--limit", "1").splitlines()) == 2
    before = ("--status", "open", "--created-to", "2026-03-02T09:00:00Z")
    assert shell("tickets", "list", *before, "--json") == ""


def test_mails_and_executions(world: World, shell: Shell) -> None:
    made = json.loads(shell("workflows", "create", shell.file({**WRITTEN, "enabled": True}), "--json"))
    email_id = world.receive(mail())
    world.dispatch(email_id)
    assert email_id in shell("emails", "list")
    assert "category: invoice" in shell("emails", "show", email_id)
    [row] = shell("executions", "list", "--workflow-id", made["id"]).splitlines()[1:]
    assert "completed" in row
    assert "action: mark_as_processed" in shell("executions", "show", row.split()[0])


def test_what_is_said_of_a_rerun_is_said_of_each_step_that_is_named(world: World, shell: Shell) -> None:
    shell("workflows", "create", shell.file({**WRITTEN, "enabled": True}))
    email_id = world.receive(mail())
    world.dispatch(email_id)
    execution = world.event(email_id).executions[0].id
    shown = shell("executions", "plan-rerun", execution, "--steps", "all")
    [plan] = [line.partition(": ")[2] for line in shown.splitlines() if line.startswith("plan:")]
    said = ("--keep", "a", "--repeat", "b", "--repeat-unknown", "c", "--repeat-unknown", "d")
    shell("executions", "rerun", execution, "--steps", "all", "--plan", plan, *said, code=1)
    assert [f"outside.{step}" in shell.err for step in "abcde"] == [True] * 4 + [False]


def test_any_call(shell: Shell) -> None:
    made = json.loads(shell("api", "call", "post", "contacts", shell.file({"name": "Pap", "roles": ["vendor"]})))
    assert json.loads(shell("api", "call", "GET", f"contacts/{made['id']}")) == made
    assert "create_ticket" in shell("api", "actions")
    assert "status: ok" in shell("api", "health")


def test_a_refusal_names_every_field_and_ends_with_one(shell: Shell) -> None:
    shell("contacts", "create", shell.file({"roles": ["friend"]}), code=1)
    assert "name: Field required" in shell.err
    assert "roles.0: " in shell.err


@pytest.mark.parametrize("content", ["{", "[]"])
def test_a_file_that_holds_no_object_ends_with_two(shell: Shell, content: str) -> None:
    shell("contacts", "create", shell.file(content), code=2)
    assert shell.err.startswith("postroom: ")
    assert "holds no JSON" in shell.err


def test_without_settings_it_says_how_to_give_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in ("POSTROOM_API", "POSTROOM_TOKEN"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("POSTROOM_CONFIG", str(tmp_path / "none.toml"))
    assert main(["workflows", "list"]) == 2
    assert "--api and --token" in capsys.readouterr().err


def test_what_a_terminal_would_obey_is_written_out(shell: Shell) -> None:
    shell("tickets", "create", shell.file({"title": "a\x1b[2Jb", "description": "one\ntwo\x07"}))
    listed = shell("tickets", "list")
    assert "a\\x1b[2Jb" in listed
    ticket_id = listed.splitlines()[1].split()[0]
    assert "\n  one\n  two\\x07" in shell("tickets", "show", ticket_id)


def test_a_category_is_made_tried_and_deleted(world: World, shell: Shell) -> None:
    world.dispatch(world.receive(mail("Hytteferie", "Ang. hytteferie i juni.")))
    written = {"name": "cabin", "description": "Cabins.", "keywords": [{"words": "hytteferie", "weight": 8}]}
    tried = shell("categories", "try", shell.file(written))
    assert "read: 1" in tried
    assert "after: cabin" in tried
    shell("categories", "create", shell.file(written))
    assert "cabin" in shell("categories", "list")
    assert "words: hytteferie" in shell("categories", "show", "cabin")
    shell("categories", "delete", "cabin")
    assert "cabin" not in shell("categories", "list")
