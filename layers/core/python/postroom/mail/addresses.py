"""Address lists (RFC 5322, 3.4) as mail really writes them: groups, comments, routes, missing commas, raw 8-bit names.

A reader of its own: the standard library's recurses over comments and gives up on a whole list for one bad entry.
"""

import re

from ..limits import MAIL_ADDRESSES
from .domains import ascii_domain
from .model import Address
from .words import decode_header

# An encoded word is one token: unescaped commas and brackets in it separate nothing.
_TOKEN = re.compile(
    rb'"(?:[^"\\]|\\.)*+"?+|=\?[^?\s]+\?[bBqQ]\?[^?\s]*\?=|[<>,;:()]|(?:[^"<>,;:()=]|=(?!\?))+|=', re.DOTALL
)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_ROUTE = re.compile(rb"\A\s*@[^:]*:")
_APART = re.compile(rb"[\s\"<>,;:()]+")
_QUOTED = re.compile(rb'\s*("(?:[^"\\]|\\.)*+"@[^\s"<>,;:()]+)\s*', re.DOTALL)
_BARE = re.compile(rb"[!#$%&'*+/=?^_`{|}~0-9A-Za-z.-]+")


def read_addresses(value: bytes, charset: str | None = None) -> tuple[Address, ...]:
    """Every mailbox that can be seen in the header value, in order, up to MAIL_ADDRESSES; groups are opened."""
    return tuple(_Reader(charset).read(value))


class _Reader:
    def __init__(self, charset: str | None) -> None:
        self._charset = charset
        self._found: list[Address] = []
        self._bare: tuple[str, bytes] | None = None
        self._clear()

    def read(self, value: bytes) -> list[Address]:
        depth = 0
        for match in _TOKEN.finditer(value):
            token = match[0]
            if len(self._found) >= MAIL_ADDRESSES:
                return self._found[:MAIL_ADDRESSES]
            if token == b"(":
                depth += 1
            elif token == b")":
                depth = max(0, depth - 1)
            elif depth:
                self._comment.append(token)
            elif self._angle is not None:
                self._inside(token)
            else:
                self._outside(token)
        self._flush()
        if not self._found and self._bare:
            # A local name only, as a system's own mail has it (From: root).
            self._add(*self._bare)
        return self._found

    def _clear(self) -> None:
        self._phrase: list[bytes] = []
        self._comment: list[bytes] = []
        self._angle: list[bytes] | None = None
        self._address = b""
        self._has_at = False

    def _inside(self, token: bytes) -> None:
        assert self._angle is not None
        if token == b">":
            self._address, self._angle = b"".join(self._angle), None
        elif token in {b",", b";"} and self._has_at:
            # The bracket was never closed.
            self._flush()
        elif token == b"<":
            self._angle = []
        else:
            # A route (`@a,@b:`) begins with its @; that one is not the address's.
            self._has_at = self._has_at or token.strip().find(b"@") > 0
            self._angle.append(token)

    def _outside(self, token: bytes) -> None:
        if token == b"<":
            if self._address:
                # A comma is missing between two mailboxes.
                self._flush()
            self._angle, self._has_at = [], False
        elif token in {b",", b";"}:
            self._flush()
        elif token == b":" and not self._has_at:
            # What stood before it is a group's name (RFC 5322, 3.4).
            self._clear()
        elif token != b">":
            if self._address and token.strip():
                self._flush()
            self._has_at = self._has_at or b"@" in token
            self._phrase.append(token)

    def _flush(self) -> None:
        phrase, comment = b"".join(self._phrase), b"".join(self._comment)
        address = self._address or b"".join(self._angle or ())
        if address.strip():
            self._add(self._name(self._phrase) or self._name([comment]), address)
        elif b"=?" in phrase and "@" in (decoded := decode_header(phrase, self._charset)) and "=?" not in decoded:
            # Some encode the whole mailbox, address and all.
            self._found += _Reader(self._charset).read(decoded.encode("utf-8", "replace"))
        elif quoted := _QUOTED.fullmatch(phrase):
            self._add(self._name([comment]), quoted[1])
        elif found := _seen(phrase):
            name = (self._name([phrase.replace(found[0], b" ", 1)]) if len(found) == 1 else "") or self._name([comment])
            for each in found:
                self._add(name, each)
        elif _BARE.fullmatch(phrase.strip()):
            self._bare = (self._name([comment]), phrase)
        self._clear()

    def _name(self, pieces: list[bytes]) -> str:
        text = b"".join(
            _ESCAPED.sub(rb"\1", piece[1:].removesuffix(b'"')) if piece.startswith(b'"') else piece for piece in pieces
        )
        return " ".join(decode_header(text, self._charset).split()).strip("'\"")

    def _add(self, name: str, address: bytes) -> None:
        inner = _ROUTE.sub(b"", address)
        found = [] if _QUOTED.fullmatch(inner) else _seen(inner)
        text = decode_header(found[0] if found else inner, self._charset)
        local, at, domain = text.rpartition("@")
        host = ascii_domain("".join(domain.split())) if at else ""
        whole = f"{local.lower()}@{host}" if at else domain.lower()
        if whole.strip("@"):
            self._found.append(Address(name=name, address=whole, domain=host))


def _seen(text: bytes) -> list[bytes]:
    """The words in it that look like addresses."""
    if b"@" not in text:
        return []
    return [word for word in _APART.split(text) if 0 < word.find(b"@") < len(word) - 1]
