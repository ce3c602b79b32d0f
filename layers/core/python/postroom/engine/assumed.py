"""What an outside effect is taken to have answered where nothing was sent, or nobody knows what came back."""

from collections.abc import Mapping
from typing import Any

from postroom.connections.catalogue import connection_named
from postroom.effects import CallConnection, OutsideEffect, SendMail


def assumed_answer(effect: OutsideEffect) -> Mapping[str, Any]:
    """What a success would have answered, as far as that can be said."""
    match effect:
        case CallConnection(connection, request):
            return connection_named(connection).rehearse(request)
        case SendMail():
            return {"message_id": "not-sent"}
