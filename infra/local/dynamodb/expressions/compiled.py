"""Expressions ready to run, remembered by their text and names so that each is parsed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..values import Item
from .applying import apply_update
from .checks import Check, compile_checks
from .conditions import Node, parse_condition
from .paths import Tree, check_overlap, cut, fold
from .predicates import Test, Values, compile_test
from .tokens import Path, Reader
from .updates import Update, parse_update

_REMEMBERED = 8192
Names = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Expression:
    """What every kind of expression knows: its kind and the placeholders it uses."""

    kind: str
    names_used: frozenset[str]
    values_used: frozenset[str]


@dataclass(frozen=True)
class Condition(Expression):
    """A condition, a filter or a key condition."""

    node: Node
    test: Test
    checks: tuple[Check, ...]
    attributes: frozenset[str]

    def check(self, given: Values) -> None:
        """Refuse values that make the condition meaningless for every item."""
        for check in self.checks:
            error = check(given)
            if error is not None:
                raise error


@dataclass(frozen=True)
class UpdateProgram(Expression):
    """An update and the paths it touches."""

    update: Update
    touched: Tree

    def apply(self, item: Item, given: Values) -> Item:
        """The item after the update."""
        return apply_update(self.update, item, given)


@dataclass(frozen=True)
class Projection(Expression):
    """The parts of an item that a read asks for."""

    tree: Tree

    def cut(self, item: Item) -> Item:
        """A copy of those parts."""
        return cut(item, self.tree)


def condition(text: str, names: Mapping[str, str], kind: str = "ConditionExpression") -> Condition:
    """The compiled condition, filter or key condition."""
    return _condition(kind, text, tuple(names.items()))


def update_program(text: str, names: Mapping[str, str]) -> UpdateProgram:
    """The compiled update."""
    return _update(text, tuple(names.items()))


def projection(text: str, names: Mapping[str, str]) -> Projection:
    """The compiled projection."""
    return _projection(text, tuple(names.items()))


@lru_cache(maxsize=_REMEMBERED)
def _condition(kind: str, text: str, names: Names) -> Condition:
    reader = Reader(kind, text, dict(names))
    node = parse_condition(reader)
    checks = tuple(compile_checks(node, reader))
    return Condition(kind, *_used(reader), node, compile_test(node), checks, frozenset(reader.attributes))


@lru_cache(maxsize=_REMEMBERED)
def _update(text: str, names: Names) -> UpdateProgram:
    reader = Reader("UpdateExpression", text, dict(names))
    update = parse_update(reader)
    return UpdateProgram("UpdateExpression", *_used(reader), update, fold(update.paths))


@lru_cache(maxsize=_REMEMBERED)
def _projection(text: str, names: Names) -> Projection:
    reader = Reader("ProjectionExpression", text, dict(names))
    paths: list[Path] = [reader.path()]
    while reader.accept(","):
        paths.append(reader.path())
    reader.finish()
    check_overlap(paths, reader)
    return Projection("ProjectionExpression", *_used(reader), fold(paths))


def _used(reader: Reader) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(reader.names_used), frozenset(reader.values_used)
