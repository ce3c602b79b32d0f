"""What a call can come to besides its answer.

ClientError
├── ApiProblem      the API answered with an error; it says which and names every wrong field
├── NoAnswer        no usable answer came; whether the request did something is not known, unless it only reads
└── NotConfigured   no address or token was given
"""

from collections.abc import Mapping
from typing import Any


class ClientError(Exception):
    """Base of the client's errors."""


class ApiProblem(ClientError):
    """An error of the API (RFC 9457); `problems` is field → what is wrong with it."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(body.get("code") or "")
        self.detail = str(body.get("detail") or body.get("message") or f"the API answered {status}")
        self.problems = {str(one["path"]): str(one["reason"]) for one in body.get("problems") or ()}
        self.request_id = body.get("request_id")
        lines = [f"{self.detail} ({status})", *(f"  {path}: {reason}" for path, reason in self.problems.items())]
        super().__init__("\n".join(lines))


class NoAnswer(ClientError):
    """The API could not be reached, or what came back is not an answer of it."""


class NotConfigured(ClientError):
    """Where the API is, or the token for it, was said nowhere."""
