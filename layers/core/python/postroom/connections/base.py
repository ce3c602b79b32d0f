"""What a connection is: pure halves around a transport that knows nothing of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from postroom.models import Model


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One outgoing call. The URL may be a secret (Slack's is), so it has no place in the repr."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What came back; header names are lower-cased, the body is cut at the transport's limit."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Connection:
    """One kind of connection.

    `build(secret, request)` makes the call from the tenant's secret settings and the effect's request.
    Raises Refused where the settings do not allow it.
    `read(request, response)` gives the effect's result; raises NotNow, Refused, Broken or UnknownOutcome.
    `rehearse(request)` gives the result a success would have, for rehearsals in which nothing is sent.
    """

    title: str
    secret: type[Model]
    build: Callable[[Any, Mapping[str, Any]], HttpRequest]
    read: Callable[[Mapping[str, Any], HttpResponse], Mapping[str, Any]]
    rehearse: Callable[[Mapping[str, Any]], Mapping[str, Any]]
