"""Outgoing HTTP: one call, no redirects, no retries of its own; what went wrong decides what is known of it."""

from functools import cache
from typing import Any

from postroom.connections.base import HttpRequest, HttpResponse
from postroom.errors import NotNow, UnknownOutcome

CONNECT_SECONDS = 3.0
READ_SECONDS = 10.0
ANSWER_BYTES = 256 * 1024
RETRY_AFTER_SECONDS = 5.0


def send(request: HttpRequest) -> HttpResponse:
    """The answer. Raises NotNow if no connection came about, UnknownOutcome if it broke after that."""
    import urllib3.exceptions as wrong

    try:
        answer = _pool().request(
            request.method,
            request.url,
            body=request.body,
            headers=dict(request.headers),
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=_timeout(),
        )
        body = answer.read(ANSWER_BYTES, decode_content=True)
        answer.release_conn()
    except (wrong.NewConnectionError, wrong.ConnectTimeoutError, wrong.NameResolutionError) as error:
        raise NotNow(f"no connection: {_kind(error)}", RETRY_AFTER_SECONDS) from error
    except wrong.HTTPError as error:
        raise UnknownOutcome(f"the connection broke after the request was sent: {_kind(error)}") from error
    return HttpResponse(answer.status, {name.lower(): value for name, value in answer.headers.items()}, body)


@cache
def _pool() -> Any:
    import urllib3

    return urllib3.PoolManager(num_pools=16, maxsize=8)


def _timeout() -> Any:
    import urllib3

    return urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)


def _kind(error: Exception) -> str:
    """The kind of fault only: urllib3's text may hold the address, which may be a secret."""
    return type(error).__name__
