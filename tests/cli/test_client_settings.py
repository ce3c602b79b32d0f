"""Where the client finds the API: options, environment, config file, a local stack; each whole, in this order."""

import json
from pathlib import Path

import pytest

from postroom_client import ClientSettings, NotConfigured, read_client_settings

ENVIRONMENT = {"POSTROOM_API": "https://env.example/", "POSTROOM_TOKEN": "env"}


@pytest.fixture
def config(tmp_path: Path) -> dict[str, str]:
    file = tmp_path / "config.toml"
    file.write_text(
        '[default]\napi = "https://file.example"\ntoken = "file"\n[prod]\napi = "https://prod.example"\ntoken = "p"\n'
    )
    return {"POSTROOM_CONFIG": str(file)}


def local(folder: Path) -> None:
    (folder / ".local").mkdir()
    (folder / ".local/running.json").write_text(json.dumps({"api": "http://127.0.0.1:8787", "token": "t", "pid": 1}))


def test_options_alone_are_enough(tmp_path: Path) -> None:
    found = read_client_settings({}, tmp_path, api="https://option.example", token="o")
    assert found == ClientSettings(api="https://option.example", token="o")


def test_the_environment_comes_before_the_file(config: dict[str, str], tmp_path: Path) -> None:
    found = read_client_settings(ENVIRONMENT | config, tmp_path)
    assert found == ClientSettings(api="https://env.example", token="env")


def test_the_file_has_profiles(config: dict[str, str], tmp_path: Path) -> None:
    assert read_client_settings(config, tmp_path).api == "https://file.example"
    assert read_client_settings(config, tmp_path, profile="prod").token == "p"


def test_the_file_is_where_config_files_are(config: dict[str, str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".config/postroom").mkdir(parents=True)
    (home / ".config/postroom/config.toml").write_text(Path(config["POSTROOM_CONFIG"]).read_text())
    assert read_client_settings({"HOME": str(home)}, tmp_path).api == "https://file.example"
    assert read_client_settings({"XDG_CONFIG_HOME": str(home / ".config")}, tmp_path).token == "file"


def test_a_stack_that_runs_here_is_found(tmp_path: Path) -> None:
    local(tmp_path)
    found = read_client_settings({"HOME": str(tmp_path)}, tmp_path)
    assert found == ClientSettings(api="http://127.0.0.1:8787", token="t")


def test_an_option_replaces_one_half(config: dict[str, str], tmp_path: Path) -> None:
    found = read_client_settings(config, tmp_path, token="other")
    assert found == ClientSettings(api="https://file.example", token="other")


def test_an_address_without_its_token_is_never_given_anothers(config: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(NotConfigured, match="the environment says no token"):
        read_client_settings({"POSTROOM_API": "https://elsewhere.example"} | config, tmp_path)


def test_nothing_said_tells_how_to_say_it(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured, match=r"--api and --token, POSTROOM_API and POSTROOM_TOKEN(.|\n)*config.toml"):
        read_client_settings({"HOME": str(tmp_path)}, tmp_path)


@pytest.mark.parametrize("text", ["[default", '[default]\napi = "https://x.example"', '[default]\nurl = "x"'])
def test_a_broken_file_is_told_with_its_path(tmp_path: Path, text: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(NotConfigured, match=str(file)):
        read_client_settings({"POSTROOM_CONFIG": str(file)}, tmp_path)
