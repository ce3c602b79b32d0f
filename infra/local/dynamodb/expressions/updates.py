"""The grammar of UpdateExpression: from text to the actions it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from .paths import check_overlap
from .tokens import Path, Reader


@dataclass(frozen=True)
class Old:
    """What the item has at a path before the update."""

    path: Path


@dataclass(frozen=True)
class New:
    """A value of the call."""

    name: str


@dataclass(frozen=True)
class IfNotExists:
    """What the item has at a path, or else something else."""

    path: Path
    otherwise: Term


@dataclass(frozen=True)
class ListAppend:
    """Two lists, one after the other."""

    first: Term
    second: Term


@dataclass(frozen=True)
class Sum:
    """Two numbers added, or subtracted."""

    operator: str
    left: Term
    right: Term


Term = Old | New | IfNotExists | ListAppend | Sum


@dataclass(frozen=True)
class Update:
    """The actions of one expression, by section."""

    sets: tuple[tuple[Path, Term], ...]
    removes: tuple[Path, ...]
    adds: tuple[tuple[Path, str], ...]
    deletes: tuple[tuple[Path, str], ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        """All paths that the update touches."""
        return (
            tuple(path for path, _ in self.sets)
            + self.removes
            + tuple(path for path, _ in self.adds)
            + tuple(path for path, _ in self.deletes)
        )


def parse_update(reader: Reader) -> Update:
    """The whole text as an update."""
    sets: list[tuple[Path, Term]] = []
    removes: list[Path] = []
    pairs: dict[str, list[tuple[Path, str]]] = {"ADD": [], "DELETE": []}
    seen: set[str] = set()
    while reader.peek().kind != "end":
        section = reader.peek().text.upper()
        if section not in ("SET", "REMOVE", "ADD", "DELETE"):
            raise reader.syntax_error()
        if section in seen:
            raise reader.error(f'The "{section}" section can only be used once in an update expression;')
        seen.add(section)
        reader.take()
        while True:
            path = reader.path()
            if section == "SET":
                reader.expect("=")
                sets.append((path, _sum(reader)))
            elif section == "REMOVE":
                removes.append(path)
            else:
                pairs[section].append((path, reader.value()))
            if not reader.accept(","):
                break
    update = Update(tuple(sets), tuple(removes), tuple(pairs["ADD"]), tuple(pairs["DELETE"]))
    check_overlap(list(update.paths), reader)
    return update


def _sum(reader: Reader) -> Term:
    left = _term(reader)
    for operator in ("+", "-"):
        if reader.accept(operator):
            return Sum(operator, left, _term(reader))
    return left


def _term(reader: Reader) -> Term:
    token = reader.peek()
    if token.kind == "value":
        return New(reader.value())
    if reader.accept("("):
        inner = _sum(reader)
        reader.expect(")")
        return inner
    if token.kind == "word" and reader.peek(1).text == "(":
        return _function(reader)
    return Old(reader.path())


def _function(reader: Reader) -> Term:
    function = reader.take().text
    if function not in ("if_not_exists", "list_append"):
        raise reader.error(f"Invalid function name; function: {function}")
    reader.expect("(")
    first = _sum(reader)
    reader.expect(",")
    second = _sum(reader)
    reader.expect(")")
    if function == "list_append":
        return ListAppend(first, second)
    if not isinstance(first, Old):
        raise reader.error("Operator or function requires a document path; operator or function: if_not_exists")
    return IfNotExists(first.path, second)
