"""Texts that every mail a pattern is found in must hold: what narrows thousands of patterns to a few.

A small reader of RE2's syntax that knows less than RE2 and is never bolder: what it does not know for certain to be
required, it leaves out. Texts are case-folded, so a required literal is looked for in `text.casefold()`.
"""

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

AnyOf = tuple[str, ...]
"""Literals of which at least one must be in the text."""

ALTERNATIVES = 16
"""A choice among more than these narrows too little to be followed."""

DEPTH = 30
"""Groups inside groups that are followed."""

_BEYOND_ASCII = "\u00a0-\u017f\u0400-\u04ff\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
_PLAIN = re.compile(f"[ -~{_BEYOND_ASCII}]")
"""Characters of which `str.casefold` and RE2 agree which others they are the same as, whatever their Unicode."""

_RUN = re.compile("[A-Za-z0-9 _@,:;'\"<>=!%&#/~-]+(?=[A-Za-z0-9 _@])")
"""Plain characters that another one follows, so that none of them is repeated."""

_LITERAL = re.compile(f"[A-Za-z0-9 _@,:;'\"<>=!%&#/~{_BEYOND_ASCII}-]+")
_REPEAT = re.compile(r"(?:[*+?]|\{(\d+)(,\d*)?\})\??")
_FLAGS = re.compile(r"\(\?[imsU-]*\)")
_GROUP = re.compile(r"\((?:\?(?:P?<\w+>|[imsU-]*:))?")
_CLASS = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\[pP]\{\^?\w+\}|\\.|[^\]\\])*+\]", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:(?P<zero>[bBAz])|(?P<char>[!-/:-@\[-^`{-~ ])"
    r"|x\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|[pP](?:\{\^?\w+\}|\w)|[0-7]{1,3}|[dDsSwWCaftnrv])"
)


def required_literals(pattern: str) -> tuple[AnyOf, ...]:
    """Every text the pattern is found in holds, of each of these, at least one; empty if nothing can be said."""
    reader = _Reader(pattern)
    required = reader.alternatives()
    return tuple(required) if reader.understood and reader.at == len(pattern) else ()


def is_literal(pattern: str) -> bool:
    """Whether the pattern says nothing but its own characters, all plain and none of which folds to several, as ß."""
    return _LITERAL.fullmatch(pattern) is not None and len(pattern.casefold()) == len(pattern)


class _Atom(NamedTuple):
    """One character, something of no width, a group with what it requires, or anything else."""

    kind: Literal["char", "zero", "group", "other"]
    char: str = ""
    required: tuple[AnyOf, ...] = ()


_ZERO, _OTHER = _Atom("zero"), _Atom("other")


@dataclass(slots=True)
class _Sequence:
    """What stands one after the other: the literal being read, and what is required so far."""

    required: list[AnyOf] = field(default_factory=list)
    run: list[str] = field(default_factory=list)

    def end_run(self) -> None:
        if self.run:
            self.required.append(("".join(self.run).casefold(),))
            self.run.clear()


@dataclass(slots=True)
class _Reader:
    pattern: str
    at: int = 0
    understood: bool = True
    depth: int = 0

    def alternatives(self) -> list[AnyOf]:
        """Up to the end of the pattern or group."""
        branches = [self.sequence()]
        while self.understood and self.pattern.startswith("|", self.at):
            self.at += 1
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else _either(branches)

    def sequence(self) -> list[AnyOf]:
        """One branch."""
        read = _Sequence()
        while self.understood and self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            if plain := _RUN.match(self.pattern, self.at):
                read.run += plain[0]
                self.at = plain.end()
            atom = self.atom()
            least, exact = self.repeats()
            if atom.kind == "zero":
                continue
            if least:
                read.run += atom.char
            if atom.kind != "char" or not exact:
                read.end_run()
            if least:
                read.required += atom.required
        read.end_run()
        return read.required

    def atom(self) -> _Atom:
        """The next atom, without what repeats it."""
        char = self.pattern[self.at]
        if char == "(":
            return self.group()
        if char == "\\":
            return self.escape()
        if char == "[":
            return self.character_class()
        self.at += 1
        if char in "^$":
            return _ZERO
        return _Atom("char", char) if char != "." and _PLAIN.fullmatch(char) else _OTHER

    def group(self) -> _Atom:
        """`(?flags)` has no width; any other group requires what its alternatives do."""
        if flags := _FLAGS.match(self.pattern, self.at):
            self.at = flags.end()
            self.understood = not _REPEAT.match(self.pattern, self.at)  # It would repeat what stands before the flags.
            return _ZERO
        self.depth += 1
        opening = _GROUP.match(self.pattern, self.at)
        self.at = opening.end() if opening else self.at
        required = self.alternatives() if self.depth <= DEPTH else []
        self.understood = self.understood and self.pattern.startswith(")", self.at)
        self.at += 1
        self.depth -= 1
        return _Atom("group", required=tuple(required))

    def escape(self) -> _Atom:
        """An escaped mark is itself; a pattern with \\Q is given up, for what is repeated after \\E is hard to tell."""
        found = _ESCAPE.match(self.pattern, self.at)
        if found is None:
            self.understood = False
            return _OTHER
        self.at = found.end()
        if found["zero"]:
            return _ZERO
        return _Atom("char", found["char"]) if found["char"] else _OTHER

    def character_class(self) -> _Atom:
        """Any of several characters: nothing is required."""
        found = _CLASS.match(self.pattern, self.at)
        self.understood = found is not None
        self.at = found.end() if found else self.at
        return _OTHER

    def repeats(self) -> tuple[bool, bool]:
        """Whether what was just read must be there at all, and whether it is there exactly once."""
        least, exact = True, True
        while repeat := _REPEAT.match(self.pattern, self.at):
            self.at = repeat.end()
            exact = False
            least = least and (repeat[0][0] == "+" or (repeat[1] is not None and int(repeat[1]) > 0))
        return least, exact


def _either(branches: list[list[AnyOf]]) -> list[AnyOf]:
    """One of several branches: the best that each requires, if each requires anything."""
    best = [max(required, key=lambda any_of: min(map(len, any_of)), default=()) for required in branches]
    together = tuple(literal for any_of in best for literal in any_of)
    return [together] if all(best) and len(together) <= ALTERNATIVES else []
