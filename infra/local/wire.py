"""The JSON services at the door of the process: requests on the wire, from botocore or from the AWS CLI."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore import handlers
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from infra.local.service_errors import Service

TARGETS = {
    "AmazonSQS": "sqs",
    "AmazonSSM": "ssm",
    "AWSStepFunctions": "stepfunctions",
    "secretsmanager": "secretsmanager",
}
"""The service that each prefix of the header X-Amz-Target names."""


class Wire:
    """Answers requests for the services that this machine has of its own; the others are moto's."""

    def __init__(self, services: Mapping[str, Service]) -> None:
        self._services = services
        self._handler = ("before-send", self._before_send)

    def install(self) -> None:
        """Let every client made from now on ask here before moto."""
        handlers.BUILTIN_HANDLERS.insert(0, self._handler)

    def remove(self) -> None:
        """Stop answering; clients made meanwhile get no answer from here any more."""
        handlers.BUILTIN_HANDLERS.remove(self._handler)
        self._services = {}

    def answer(self, target: str, body: bytes) -> tuple[int, bytes] | None:
        """Status and body for one request; None if its service is not one of ours."""
        prefix, _, operation = target.partition(".")
        service = self._services.get(TARGETS.get(prefix, ""))
        if service is None:
            return None
        try:
            answer: Any = service.answer(operation, json.loads(body or b"{}"))
            status = 200
        except Exception as error:
            if not hasattr(error, "code"):
                raise
            status = getattr(error, "status", 400)
            answer = {"__type": error.code, "message": getattr(error, "message", str(error))}
        return status, json.dumps(answer, default=_plain).encode()

    def _before_send(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
        target = request.headers.get("X-Amz-Target")
        if isinstance(target, bytes):
            target = target.decode()
        answered = self.answer(target, _body(request)) if target else None
        if answered is None:
            return None
        status, content = answered
        headers = {"Content-Type": "application/x-amz-json-1.0", "x-amzn-RequestId": "LOCAL"}
        return AWSResponse(request.url, status, headers, _Raw(content))  # type: ignore[arg-type] # a dict will do


class _Raw:
    """As much of urllib3's response as botocore reads."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: Any) -> Any:
        yield self._content


def _body(request: AWSPreparedRequest) -> bytes:
    body: Any = request.body
    return body.encode() if isinstance(body, str) else bytes(body or b"")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{value!r} has no place in an answer of JSON")
