"""The tree says where things are: names mirror, catalogues are complete, handlers are small."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "layers/core/python/postroom"
FUNCTIONS = sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py"))
CATALOGUES = {"actions": "ACTIONS", "connections": "CONNECTIONS", "records": "KINDS"}
NOT_ENTRIES = {"__init__", "base", "catalogue", "stored"}
HANDLER_LINES = 60


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_its_construct_its_events_and_its_test_under_the_same_name(name: str) -> None:
    assert (ROOT / f"infra/functions/{name}.py").is_file()
    assert list((ROOT / f"events/{name}").glob("*.json")), f"events/{name}/*.json"
    assert (ROOT / f"tests/functions/test_{name}.py").is_file()


def test_no_construct_events_or_test_stands_for_a_function_that_does_not_exist() -> None:
    constructs = {path.stem for path in ROOT.glob("infra/functions/*.py")} - {"__init__", "catalogue"}
    assert constructs == set(FUNCTIONS)
    events = {path.name for path in ROOT.glob("events/*") if path.is_dir()} - {"mail", "journey"}
    assert events == set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_handler_is_small(name: str) -> None:
    lines = (ROOT / f"functions/{name}/handler.py").read_text().splitlines()
    assert len(lines) <= HANDLER_LINES


@pytest.mark.parametrize(("folder", "constant"), CATALOGUES.items())
def test_a_catalogue_lists_every_file_beside_it_sorted(folder: str, constant: str) -> None:
    entries = getattr(import_module(f"postroom.{folder}.catalogue"), constant)
    files = {path.stem for path in (CORE / folder).glob("*.py")} - NOT_ENTRIES
    modules = {getattr(entry, "module", entry) for entry in entries.values()}
    assert modules == files
    assert list(entries) == sorted(entries)


@pytest.mark.parametrize("name", sorted(import_module("postroom.actions.catalogue").ACTIONS))
def test_every_field_of_an_action_is_described_for_the_catalogue(name: str) -> None:
    action = import_module("postroom.actions.catalogue").action_named(name)
    for model in (action.input, action.output):
        undescribed = [field for field, info in model.model_fields.items() if not info.description]
        assert not undescribed, f"{name}.{model.__name__}: {undescribed}"


def test_the_core_takes_time_and_settings_as_arguments() -> None:
    reaching = re.compile(r"os\.environ|datetime\.(now|utcnow)\(|time\.time\(|random\.(random|choice)|uuid4\(")
    found = [str(path.relative_to(ROOT)) for path in CORE.rglob("*.py") if reaching.search(path.read_text())]
    assert found == []


def test_only_outermost_edges_catch_everything() -> None:
    files = [*(ROOT / "layers").rglob("*.py"), *(ROOT / "functions").rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in files if any(map(_catches_everything, _handlers(path)))}
    assert sorted(found) == EDGES


def _handlers(path: Path) -> list[ast.ExceptHandler]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ExceptHandler)]


def _catches_everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    )


EDGES = [
    "functions/sweep_events/handler.py",
    "layers/adapters/python/postroom_adapters/custom_resource.py",
    "layers/adapters/python/postroom_adapters/queue_batch.py",
    "layers/adapters/python/postroom_adapters/step_function.py",
]


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=lambda path: str(path.relative_to(CORE)))
def test_every_file_says_in_a_sentence_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text()))
    assert docstring, f"{path} has no docstring"


def test_no_lock_file_names_a_registry_host() -> None:
    locks = [path for path in ROOT.glob("**/*lock*") if path.is_file() and ".venv" not in path.parts]
    tracked = [path for path in locks if path.suffix in {".lock", ".json", ".txt"} and "node_modules" not in path.parts]
    assert tracked
    naming = [
        str(path)
        for path in tracked
        if re.search(r'"resolved"|--index-url|https?://[^"\s]*(pypi|npmjs)', path.read_text())
    ]
    assert naming == []
