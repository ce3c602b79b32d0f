"""Where the API is and the token for it: options, the environment, a config file, or a local stack running here."""

import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from postroom_client.errors import NotConfigured

API_VARIABLE, TOKEN_VARIABLE, CONFIG_VARIABLE = "POSTROOM_API", "POSTROOM_TOKEN", "POSTROOM_CONFIG"
CONFIG_FILE = Path("postroom") / "config.toml"
LOCAL_STACK = Path(".local") / "running.json"
"""What `make up` says of itself, in the folder it was started in."""


class ClientSettings(BaseModel):
    """An address such as https://api.example.com, without /api/v1, and a token for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    api: str
    token: str


def read_client_settings(
    environment: Mapping[str, str],
    folder: Path,
    *,
    api: str | None = None,
    token: str | None = None,
    profile: str = "default",
) -> ClientSettings:
    """The first of options, environment, the config file's `[profile]` and a stack running in `folder` that says it.

    Address and token are taken from one place, so that no token goes to an address it is not for; an option replaces
    either. Raises NotConfigured.
    """
    options = {name: value for name, value in (("api", api), ("token", token)) if value}
    places: dict[str, Callable[[], dict[str, str] | None]] = {
        "the environment": lambda: _environment(environment),
        str(_config_path(environment)): lambda: _config(environment, profile),
        str(LOCAL_STACK): lambda: _local_stack(folder),
        "the options": dict,
    }
    for place, look in places.items():
        found = look()
        if found is None or (not found and not options):
            continue
        found = {**found, **options}
        if missing := sorted({"api", "token"} - found.keys()):
            raise NotConfigured(f"{place} says no {missing[0]}; it needs both, or --{missing[0]}")
        return ClientSettings(api=found["api"].rstrip("/"), token=found["token"])
    raise NotConfigured(
        f"say where the API is and give a token: --api and --token, {API_VARIABLE} and {TOKEN_VARIABLE}, or\n"
        f'[{profile}]\napi = "https://…"\ntoken = "…"\nin {_config_path(environment)}; or run `make up` here'
    )


def _environment(environment: Mapping[str, str]) -> dict[str, str] | None:
    names = {"api": API_VARIABLE, "token": TOKEN_VARIABLE}
    found = {name: environment[variable] for name, variable in names.items() if environment.get(variable)}
    return found or None


def _config(environment: Mapping[str, str], profile: str) -> dict[str, str] | None:
    path = _config_path(environment)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        section: Any = tomllib.loads(text).get(profile)
        return None if section is None else ClientSettings.model_validate(section).model_dump()
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise NotConfigured(f"{path}: {error}") from error


def _config_path(environment: Mapping[str, str]) -> Path:
    if named := environment.get(CONFIG_VARIABLE):
        return Path(named)
    home = environment.get("XDG_CONFIG_HOME") or Path(environment.get("HOME") or Path.home()) / ".config"
    return Path(home) / CONFIG_FILE


def _local_stack(folder: Path) -> dict[str, str] | None:
    try:
        running = json.loads((folder / LOCAL_STACK).read_bytes())
    except (OSError, ValueError):
        return None
    return {"api": str(running["api"]), "token": str(running["token"])}
