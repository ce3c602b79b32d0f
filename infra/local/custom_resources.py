"""Custom resources: their functions are called as CloudFormation would, and answer to an address of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

from infra.local.kept import Kept
from infra.local.lambdas.lambdas import Lambdas
from infra.local.template import Resource

ANSWER_SECONDS = 60.0


class CustomResourceFailed(Exception):
    """A custom resource could not be created or updated; the message is what its function said."""


class CustomResources:
    """Creates and updates those of the template, once for each change of their properties."""

    def __init__(self, lambdas: Lambdas, kept: Kept) -> None:
        self._lambdas = lambdas
        self._kept = kept

    def bring_up_to_date(self, resources: Iterable[Resource]) -> None:
        """Call the functions of all whose properties are new or have changed, in the template's order."""
        for resource in resources:
            properties = {key: _as_text(value) for key, value in resource.properties.items()}
            before = self._kept.get(resource.logical_id)
            if before is None or before["properties"] != properties:
                answer = self._request(resource, properties, before)
                done = {"properties": properties, "id": answer["PhysicalResourceId"]}
                self._kept.put(resource.logical_id, done)

    def _request(self, resource: Resource, properties: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
        with _Receiver() as receiver:
            event = {
                "RequestType": "Update" if before else "Create",
                "ServiceToken": resource.properties["ServiceToken"],
                "ResponseURL": receiver.url,
                "StackId": f"arn:aws:cloudformation:local:000000000000:stack/{resource.stack}/local",
                "RequestId": str(uuid4()),
                "ResourceType": resource.type,
                "LogicalResourceId": resource.logical_id,
                "ResourceProperties": properties,
            }
            if before:
                event |= {"PhysicalResourceId": before["id"], "OldResourceProperties": before["properties"]}
            outcome = self._lambdas.invoke(resource.properties["ServiceToken"], event)
            answer = receiver.answer(0.0 if outcome.error else ANSWER_SECONDS)
        if answer is None:
            said = "\n".join((outcome.error.type, outcome.error.message, *outcome.error.trace)) if outcome.error else ""
            raise CustomResourceFailed(f"{resource.logical_id}: {outcome.function} did not answer. {said}")
        if answer["Status"] != "SUCCESS":
            raise CustomResourceFailed(f"{resource.logical_id}: {answer.get('Reason')}")
        return answer


class _Receiver:
    """The address that a custom resource's function puts its answer to."""

    def __init__(self) -> None:
        self._answered = threading.Event()
        self._body: bytes = b""
        self._server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/answer"

    def __enter__(self) -> _Receiver:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, seconds: float) -> dict[str, Any] | None:
        """What was put, if something was within that time."""
        if not self._answered.wait(seconds):
            return None
        answer: dict[str, Any] = json.loads(self._body)
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                receiver._body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                receiver._answered.set()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


def _as_text(value: Any) -> Any:
    """CloudFormation hands numbers and booleans over as text."""
    if isinstance(value, dict):
        return {key: _as_text(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_as_text(entry) for entry in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
