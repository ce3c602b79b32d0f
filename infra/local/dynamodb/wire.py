"""DynamoDB's HTTP protocol in front of a store, so that the AWS CLI can look inside with `--endpoint-url`."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from botocore.exceptions import ParamValidationError
from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX
from moto.dynamodb.models.utilities import dynamo_json_dump

from .binary import with_bytes
from .errors import DynamoError
from .store import LocalStore

CONTENT_TYPE = "application/x-amz-json-1.0"


def respond(store: LocalStore, target: str, body: bytes) -> tuple[int, bytes]:
    """The status and body for one request; `target` is the X-Amz-Target header."""
    try:
        params = with_bytes(json.loads(body))
        return 200, dynamo_json_dump(store.answer(target.rpartition(".")[2], params)).encode()
    except DynamoError as error:
        return 400, error_body(error).encode()
    except ParamValidationError as error:
        return 400, error_body(DynamoError("ValidationException", str(error))).encode()


def error_body(error: DynamoError) -> str:
    """An error as DynamoDB writes it."""
    fields: Mapping[str, Any] = {"message": error.message, **error.fields}
    return dynamo_json_dump({"__type": ERROR_TYPE_PREFIX + error.code, **fields})


@contextmanager
def endpoint(store: LocalStore, port: int = 0) -> Iterator[str]:
    """Serve a store on this machine; gives the URL."""

    class Handler(BaseHTTPRequestHandler):
        """One request to the store."""

        def do_POST(self) -> None:
            """Answer one operation."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = respond(store, self.headers["X-Amz-Target"], body)
            self.send_response(status)
            self.send_header("Content-Type", CONTENT_TYPE)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing: the store's observers know of each call."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
