"""The API function of the test world behind a real socket, for clients that speak HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.functions.samples import sample
from tests.functions.world import TOKEN, World

Answer = tuple[int, dict[str, str], bytes]
Interrupt = Callable[[str, str], Answer | None]
"""Method and path → an answer in the place of the API's; raising ConnectionError cuts the connection instead."""


class ApiServer:
    """Where it is, what was asked, and what comes between: `interrupt` sees a request before the API does."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.interrupt: Interrupt = lambda *_: None
        self.url = ""

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """What the function answers to a request, as API Gateway would ask it."""
        self.requests.append((method, target, headers))
        if (between := self.interrupt(method, target)) is not None:
            return between
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 403, {"content-type": "application/json"}, b'{"message":"Forbidden"}'
        event = sample("api/list_workflows")
        parts = urlsplit(target)
        event["rawPath"] = event["requestContext"]["http"]["path"] = parts.path
        event["requestContext"]["http"]["method"] = method
        event["rawQueryString"] = parts.query
        event["queryStringParameters"] = dict(parse_qsl(parts.query))
        event["headers"] = headers
        if body:
            event["body"] = body.decode()
        answer = self.world.invoke("api", event)
        return answer["statusCode"], answer["headers"], answer["body"].encode()


@contextmanager
def api_server(world: World) -> Iterator[ApiServer]:
    """It serves until the end of the block."""
    server = ApiServer(world)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                status, answered, content = server.answer(self.command, self.path, headers, body)
            except ConnectionError:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {**answered, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's word
            """Tests print nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def busy(seconds: str = "2") -> Answer:
    """The API cannot do it now, and has done nothing."""
    return 503, {"content-type": "application/problem+json", "retry-after": seconds}, json.dumps({}).encode()
