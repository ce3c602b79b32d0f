"""Which ports the doors open: the usual ones, others where somebody else has them, or exactly those asked for."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

HTTP, SMTP, SLACK = 8787, 2525, 8788


class PortTaken(Exception):
    """A port that was asked for by its number belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class Port:
    """A port; one that is not `fixed` may be another, if it is taken. 0 is any free one."""

    what: str
    number: int = 0
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of all doors; any free ones, unless said otherwise."""

    http: Port = Port("the API")
    smtp: Port = Port("SMTP")
    slack: Port = Port("Slack")

    @classmethod
    def usual(cls, http: int | None = None, smtp: int | None = None, slack: int | None = None) -> Ports:
        """The usual ports; those given are kept to, and 0 is any free one."""
        return cls(
            Port("the API", HTTP if http is None else http, fixed=bool(http)),
            Port("SMTP", SMTP if smtp is None else smtp, fixed=bool(smtp)),
            Port("Slack", SLACK if slack is None else slack, fixed=bool(slack)),
        )


class Openable(Protocol):
    """A server that opens its port when it starts."""

    port: int

    def start(self) -> None:
        """Raises OSError if the port is taken."""


Server = TypeVar("Server", bound=Openable)


def opened(server: Server, port: Port, say: Callable[[str], None]) -> Server:
    """The server, started. Raises PortTaken if the port may be no other."""
    try:
        server.start()
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        if port.fixed:
            raise PortTaken(f"port {port.number} for {port.what} is taken") from error
        server.port = 0
        server.start()
        say(f"port {port.number} for {port.what} is taken, using {server.port}")
    return server
