"""What a command is, and the arguments and answers that several have."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:  # the offline tools start without the client
    from postroom_client import Postroom
    from postroom_client.models import ApiModel

ROWS = 50
Argument = tuple[tuple[str, ...], dict[str, Any]]


def argument(*names: str, **options: Any) -> Argument:
    """As argparse's add_argument takes them."""
    return names, options


ID = argument("id", metavar="ID")
NAME = argument("id", metavar="NAME")
FILE = argument("file", metavar="FILE", help="JSON; - reads standard input")
REVISION = argument("--revision", type=int, help="change it only at this revision")
LIMIT = argument("--limit", type=int, default=ROWS, help=f"how many to show at most ({ROWS})")


@dataclass(frozen=True, slots=True)
class Rows:
    """A list: its items and the columns people see."""

    items: "Iterable[ApiModel]"
    columns: tuple[str, ...]


Shown: TypeAlias = "ApiModel | Rows | Mapping[str, Any] | Sequence[Any] | None"
Run: TypeAlias = "Callable[[Postroom, argparse.Namespace], Shown]"


@dataclass(frozen=True, slots=True)
class Command:
    """Two words, what they do, and what they take."""

    words: tuple[str, str]
    help: str
    run: "Run"
    arguments: tuple[Argument, ...] = ()


def filters(*names: str) -> tuple[Argument, ...]:
    """An option for each filter of a list, and how many are shown."""
    return (*(argument(f"--{name.replace('_', '-')}", dest=f"filter_{name}") for name in names), LIMIT)


def given_filters(given: argparse.Namespace) -> dict[str, Any]:
    """The filters that were given, by the API's names."""
    return {
        name.removeprefix("filter_"): value
        for name, value in vars(given).items()
        if name.startswith("filter_") and value is not None
    }


def body(given: argparse.Namespace) -> dict[str, Any]:
    """The object that FILE holds. Raises ValueError for anything else."""
    text = sys.stdin.read() if given.file == "-" else Path(given.file).read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValueError(f"{given.file} holds no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"{given.file} holds no JSON object")  # noqa: TRY004 - told to the person as a wrong file
    return found
