"""Every kind of connection: name → module; imported on first use."""

from importlib import import_module

from postroom.connections.base import Connection
from postroom.errors import Refused

CONNECTIONS: dict[str, str] = {
    "slack": "slack",
}


def connection_named(name: str) -> Connection:
    """The connection itself. Raises Refused for a name that is not a kind of connection."""
    if name not in CONNECTIONS:
        raise Refused(f"there is no connection named {name!r}; there are {', '.join(CONNECTIONS)}")
    connection: Connection = import_module(f"postroom.connections.{CONNECTIONS[name]}").CONNECTION
    return connection
