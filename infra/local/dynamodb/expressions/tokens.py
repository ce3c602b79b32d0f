"""Reading an expression word by word, with DynamoDB's messages for what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

from ..errors import DynamoError, validation

RESERVED = frozenset(ReservedKeywords.get_reserved_keywords())
MAX_EXPRESSION_BYTES = 4096
END = "<EOF>"

_TOKEN = re.compile(
    r"\s*(?:(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<alias>#[A-Za-z0-9_]+)|(?P<value>:[A-Za-z0-9_]+)"
    r"|(?P<digits>[0-9]+)|(?P<mark><>|<=|>=|[=<>().,\[\]+\-]))"
)

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Token:
    """One word of an expression: its kind (word, alias, value, digits, mark or end) and its text."""

    kind: str
    text: str
    at: int


@dataclass
class Reader:
    """A cursor over the tokens of one expression that resolves names and notes what was used."""

    kind: str
    text: str
    names: Mapping[str, str]
    names_used: set[str] = field(default_factory=set)
    values_used: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise self.error("The expression can not be empty;")
        if len(self.text.encode()) > MAX_EXPRESSION_BYTES:
            raise self.error("Expression size has exceeded the maximum allowed size;")
        self._tokens = list(self._split())
        self._next = 0

    def _split(self) -> list[Token]:
        tokens, at, end = [], 0, len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if match is None or match.lastgroup is None:
                bad = self.text[at:].lstrip()[0]
                raise self.error(f'Syntax error; token: "{bad}", near: "{self.text[max(0, at - 5) : at + 5].strip()}"')
            tokens.append(Token(match.lastgroup, match.group(match.lastgroup), match.start(match.lastgroup)))
            at = match.end()
        return [*tokens, Token("end", END, end)]

    def error(self, detail: str) -> DynamoError:
        """A refusal of this expression."""
        return validation(f"Invalid {self.kind}: {detail}")

    def syntax_error(self) -> DynamoError:
        """A refusal of the token under the cursor."""
        around = self._tokens[max(0, self._next - 1) : self._next + 2]
        near = self.text[around[0].at : around[-1].at + (0 if around[-1].kind == "end" else len(around[-1].text))]
        return self.error(f'Syntax error; token: "{self.peek().text}", near: "{near.strip()}"')

    def peek(self, ahead: int = 0) -> Token:
        """The token under the cursor, or one further on."""
        return self._tokens[min(self._next + ahead, len(self._tokens) - 1)]

    def take(self) -> Token:
        """The token under the cursor; the cursor moves on."""
        token = self.peek()
        self._next += 1
        return token

    def accept(self, text: str) -> bool:
        """Move past a mark or a keyword if it is under the cursor."""
        token = self.peek()
        if token.text == text or (token.kind == "word" and token.text.upper() == text):
            self._next += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Move past a mark or a keyword that must be under the cursor."""
        if not self.accept(text):
            raise self.syntax_error()

    def finish(self) -> None:
        """Insist that the expression ends here."""
        if self.peek().kind != "end":
            raise self.syntax_error()

    def path(self) -> Path:
        """A document path: names, aliases and list positions."""
        name = self._name()
        self.attributes.add(name)
        parts: list[str | int] = [name]
        while True:
            if self.accept("."):
                parts.append(self._name())
            elif self.accept("["):
                if self.peek().kind != "digits":
                    raise self.syntax_error()
                parts.append(int(self.take().text))
                self.expect("]")
            else:
                return tuple(parts)

    def value(self) -> str:
        """A value placeholder such as `:limit`."""
        if self.peek().kind != "value":
            raise self.syntax_error()
        name = self.take().text
        self.values_used.add(name)
        return name

    def _name(self) -> str:
        token = self.peek()
        if token.kind == "alias":
            self._next += 1
            if token.text not in self.names:
                raise self.error(
                    "An expression attribute name used in the document path is not defined; "
                    f"attribute name: {token.text}"
                )
            self.names_used.add(token.text)
            return self.names[token.text]
        if token.kind != "word":
            raise self.syntax_error()
        if token.text.upper() in RESERVED:
            raise self.error(f"Attribute name is a reserved keyword; reserved keyword: {token.text}")
        self._next += 1
        return token.text
