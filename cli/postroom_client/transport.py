"""One call of the API: JSON out, JSON back, problems raised, and tried again only where that cannot do harm."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from postroom_client.errors import ApiProblem, NoAnswer
from postroom_client.settings import ClientSettings

TRIES = 4
TIMEOUT_SECONDS = 35.0
"""Longer than the 30 s after which API Gateway answers by itself."""
PAUSE_SECONDS = 0.5
SAFE = frozenset({"GET", "PUT", "DELETE"})
"""Methods that may be sent again when no answer came (RFC 9110, 9.2.2); a POST only under an Idempotency-Key."""
BUSY = 503


class Transport:
    """The connection to one API; `send` is made for several threads."""

    def __init__(
        self,
        settings: ClientSettings,
        *,
        pool: urllib3.PoolManager | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._pool = pool or urllib3.PoolManager(timeout=TIMEOUT_SECONDS, retries=False)
        self._sleep = sleep

    def call(
        self,
        method: str,
        *path: str,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Any:
        """The answer's body. Raises ApiProblem and NoAnswer."""
        where = "/".join(quote(part, safe="") for part in path)
        if given := {name: _text(value) for name, value in (query or {}).items() if value is not None}:
            where += f"?{urlencode(given)}"
        return self.call_path(method, where, body=body, headers=headers)

    def call_path(
        self, method: str, path: str, *, body: Any = None, headers: Mapping[str, str | None] | None = None
    ) -> Any:
        """As `call`, with path and query as they go over the wire."""
        url = f"{self._settings.api}/api/v1/{path.lstrip('/')}"
        sent = {"Authorization": f"Bearer {self._settings.token}", "Accept": "application/json"}
        sent |= {name: value for name, value in (headers or {}).items() if value is not None}
        content = None
        if body is not None:
            content = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/merge-patch+json" if method == "PATCH" else "application/json"
        return self._sent(method, url, sent, content)

    def close(self) -> None:
        """Let go of the connections."""
        self._pool.clear()

    def _sent(self, method: str, url: str, headers: dict[str, str], content: bytes | None) -> Any:
        repeatable = method in SAFE or "Idempotency-Key" in headers
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES
            try:
                answer = self._pool.request(method, url, body=content, headers=headers, redirect=False)
            except urllib3.exceptions.HTTPError as error:
                # A refused connection is no request yet; what was cut later may have done its work.
                if last or not (repeatable or isinstance(error, urllib3.exceptions.NewConnectionError)):
                    raise NoAnswer(f"{method} {url.partition('?')[0]}: {error}") from error
                self._sleep(_pause(attempt))
                continue
            if answer.status == BUSY and not last:
                # Nothing has happened, the API says.
                self._sleep(_seconds(answer.headers.get("Retry-After"), attempt))
                continue
            return _body(answer)
        raise AssertionError("the last try returns or raises")


def _body(answer: urllib3.BaseHTTPResponse) -> Any:
    try:
        body = json.loads(answer.data)
    except ValueError as error:
        raise NoAnswer(f"the answer ({answer.status}) is not JSON; is this Postroom's address?") from error
    if answer.status < 300:
        return body
    raise ApiProblem(answer.status, body if isinstance(body, dict) else {})


def _seconds(retry_after: str | None, attempt: int) -> float:
    try:
        return min(float(retry_after or ""), TIMEOUT_SECONDS)
    except ValueError:
        return _pause(attempt)


def _pause(attempt: int) -> float:
    seconds: float = PAUSE_SECONDS * 2 ** (attempt - 1)
    return seconds


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
