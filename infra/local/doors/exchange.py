"""What the HTTP doors take in and give back: a request, an answer, and the two ways to have no answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote


class Header(NamedTuple):
    """One header line, its name as it was sent."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, read to its end."""

    method: str
    target: str
    """Path and query as they were sent, percent-encoded."""
    headers: tuple[Header, ...]
    body: bytes = field(repr=False)
    peer: str
    protocol: str = "HTTP/1.1"

    @property
    def path(self) -> str:
        """The path as it was sent."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What follows the question mark, as it was sent."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """The values of a header, joined by commas; None if it was not sent."""
        values = [header.value for header in self.headers if header.name.lower() == name.lower()]
        return ",".join(values) if values else None

    def parameters(self) -> Iterator[tuple[str, str]]:
        """The decoded parameters of the query, in order; one without a value has an empty one."""
        for pair in self.query.split("&"):
            if pair:
                name, _, value = pair.partition("=")
                yield unquote(name.replace("+", " ")), unquote(value.replace("+", " "))


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; the length is the server's to say."""

    status: int
    headers: tuple[Header, ...] = ()
    body: bytes = b""

    @classmethod
    def text(cls, status: int, text: str) -> Answer:
        """Plain text."""
        return cls(status, (Header("Content-Type", "text/plain; charset=utf-8"),), text.encode())

    @classmethod
    def json(cls, status: int, value: Any) -> Answer:
        """JSON, indented: it is read by people too."""
        body = json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"
        return cls(status, (Header("Content-Type", "application/json"),), body)


class TooLarge(Exception):
    """A request's body is longer than the door lets in; it was not read."""


class HangUp(Exception):
    """Raised by a handler: close the connection without an answer."""


Handler = Callable[[Request], Answer]
