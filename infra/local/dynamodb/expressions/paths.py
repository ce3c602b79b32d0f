"""Finding values by document path, and cutting an item down to some paths."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..values import Item, Value, copy
from .tokens import Path, Reader

Tree = dict[str | int, Any]
"""Paths folded together: a part leads to the tree of what follows it, or to None where a path ends."""


def find(item: Item, path: Path) -> Value | None:
    """The value at a path, or None."""
    value = item.get(path[0])  # type: ignore[arg-type]  # the first part of a path is always a name
    for part in path[1:]:
        if value is None:
            return None
        value = step(value, part)
    return value


def step(value: Value, part: str | int) -> Value | None:
    """The value one part further down, or None."""
    found: Value | None
    if isinstance(part, str):
        found = value["M"].get(part) if "M" in value else None
    else:
        found = value["L"][part] if "L" in value and part < len(value["L"]) else None
    return found


def fold(paths: Iterable[Path]) -> Tree:
    """The tree of some paths that do not overlap."""
    tree: Tree = {}
    for path in paths:
        branch = tree
        for part in path[:-1]:
            branch = branch.setdefault(part, {})
        branch[path[-1]] = None
    return tree


def check_overlap(paths: list[Path], reader: Reader) -> None:
    """Refuse two paths of which one leads to the other or to a part of it."""
    for later, second in enumerate(paths):
        for first in paths[:later]:
            shared = min(len(first), len(second))
            if first[:shared] == second[:shared]:
                raise reader.error(
                    "Two document paths overlap with each other; must remove or rewrite one of these "
                    f"paths; path one: {shown(first)}, path two: {shown(second)}"
                )
            if _forks(first, second):
                raise reader.error(
                    "Two document paths conflict with each other; must remove or rewrite one of these "
                    f"paths; path one: {shown(first)}, path two: {shown(second)}"
                )


def _forks(first: Path, second: Path) -> bool:
    """Whether the first difference of two paths is a name in one and a list position in the other."""
    differing = next((pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]), None)
    return differing is not None and type(differing[0]) is not type(differing[1])


def shown(path: Path) -> str:
    """A path in the words of an error message."""
    return "[" + ", ".join(f"[{part}]" if isinstance(part, int) else part for part in path) + "]"


def cut(item: Item, tree: Tree) -> Item:
    """A copy of those parts of an item that a tree of paths leads to."""
    found: Item = {}
    for name, branch in tree.items():
        if name in item:
            value = item[name]
            part = copy(value) if branch is None else _cut(value, branch)
            if part is not None:
                found[name] = part
    return found


def _cut(value: Value, tree: Tree) -> Value | None:
    is_list = "L" in value
    found: dict[str | int, Value] = {}
    for part, branch in tree.items():
        inner = step(value, part)
        if inner is not None:
            cut_inner = copy(inner) if branch is None else _cut(inner, branch)
            if cut_inner is not None:
                found[part] = cut_inner
    if not found:
        return None
    # A list keeps the order of its positions, without gaps.
    return {"L": [found[part] for part in sorted(found)]} if is_list else {"M": found}
