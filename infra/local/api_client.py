"""A client of the API for what runs beside the local stack: JSON in, JSON out, refusals with their reasons."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

SECONDS = 60.0
PAGE = 200
"""The most the API gives at once."""


class ApiError(Exception):
    """The API refused; `problem` is its problem+json."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status}: {problem.get('detail') or problem.get('message')}")
        self.status = status
        self.problem = problem

    @property
    def reasons(self) -> list[str]:
        """What is wrong, each in words."""
        return [one["reason"] for one in self.problem.get("problems", [])] or [str(self)]


class Api:
    """The API of a running stack."""

    def __init__(self, address: str, token: str) -> None:
        self._base = f"{address}/api/v1"
        self._token = token

    def get(self, path: str) -> Any:
        """What GET answers. Raises ApiError."""
        return self._call("GET", path, None)

    def items(self, path: str) -> list[dict[str, Any]]:
        """Everything in a list, page after page. Raises ApiError."""
        found, cursor = [], ""
        while True:
            page = self.get(f"{path}?limit={PAGE}{cursor}")
            found += page["items"]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    def post(self, path: str, body: Any) -> Any:
        """What POST answers. Raises ApiError."""
        return self._call("POST", path, json.dumps(body).encode())

    def _call(self, method: str, path: str, body: bytes | None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._base + path, body, headers, method=method)  # noqa: S310 - our own stack
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise ApiError(error.code, json.loads(error.read() or b"{}")) from error
