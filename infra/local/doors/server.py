"""A small threaded HTTP/1.1 server around one function: connections are kept open, and closing it ends them all."""

from __future__ import annotations

import socket
import sys
import threading
import traceback
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from infra.local.doors.bodies import BadBody, read_body
from infra.local.doors.exchange import Answer, Handler, HangUp, Header, Request, TooLarge

BODY_BYTES = 10 * 1024 * 1024
"""API Gateway's limit on a request's body, https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html."""

IDLE_SECONDS = 60.0
"""A connection on which nothing comes for so long is closed."""

BACKLOG = 256
LINGER_SECONDS = 2.0
LINGER_BYTES = 64 * 1024 * 1024
END_SECONDS = 5.0


class HttpServer:
    """Answers on a port of this machine from `start` to `stop`; it may be started again, on the same port."""

    def __init__(self, handle: Handler, host: str = "127.0.0.1", port: int = 0, body_limit: int = BODY_BYTES) -> None:
        self.host = host
        self.port = port
        self._handle = handle
        self._body_limit = body_limit
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        """Open the port. Raises OSError if it is taken."""
        self._server = _Server((self.host, self.port), _Connection)
        self._server.handle, self._server.body_limit = self._handle, self._body_limit
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name=f"http {self.port}")
        self._thread.daemon = True
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection; requests that are being answered lose their answer."""
        server, self._server = self._server, None
        if server is None or self._thread is None:
            return
        server.shutdown()
        self._thread.join(END_SECONDS)
        server.server_close()
        server.hang_up()


class _Server(ThreadingHTTPServer):
    request_queue_size = BACKLOG
    daemon_threads = True
    handle: Handler
    body_limit: int

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: dict[threading.Thread, socket.socket] = {}
        self._lock = threading.Lock()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Without the base class's look-up of this host's name, which may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open[threading.current_thread()] = request
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._lock:
                del self._open[threading.current_thread()]

    def hang_up(self) -> None:
        """End every connection and wait for its thread."""
        with self._lock:
            still_open = dict(self._open)
        for connection in still_open.values():
            _shut(connection)
        for thread in still_open:
            if thread is not threading.current_thread():
                thread.join(END_SECONDS)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - as the base class calls it
        """A connection that broke is the client's affair; anything else is a fault of ours and shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            traceback.print_exc()


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    server: _Server

    def __getattr__(self, name: str) -> Any:
        # The base class looks for `do_<METHOD>`; here every method is answered by the one function.
        if name.startswith("do_"):
            return self._exchange
        raise AttributeError(name)

    def _exchange(self) -> None:
        try:
            body = read_body(self.headers, self.rfile, self.server.body_limit, self._go_on)  # type: ignore[arg-type]
        except TooLarge:
            self.close_connection = True
            self._answer(Answer.json(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"message": "Request Entity Too Large"}))
            _let_finish(self.connection)
            return
        except BadBody as error:
            self.close_connection = True
            self._answer(Answer.json(HTTPStatus.BAD_REQUEST, {"message": f"Bad Request: {error}"}))
            return
        headers = tuple(Header(name, value) for name, value in self.headers.items())
        request = Request(self.command, self.path, headers, body, self.client_address[0], self.request_version)
        try:
            answer = self.server.handle(request)
        except HangUp:
            self.close_connection = True
            _shut(self.connection)
            return
        except Exception:  # noqa: BLE001 - a fault of ours: shown here, and the client is told as much as it may know
            traceback.print_exc()
            answer = Answer.json(HTTPStatus.INTERNAL_SERVER_ERROR, {"message": "Internal Server Error"})
        self._answer(answer)

    def handle_expect_100(self) -> bool:
        """Not yet: a body that is too large is refused before it is sent."""
        return True

    def _go_on(self) -> None:
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(HTTPStatus.CONTINUE)
            self.end_headers()

    def _answer(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        self.send_header("Date", self.date_time_string())
        for header in answer.headers:
            self.send_header(header.name, header.value)
        if self.close_connection:
            self.send_header("Connection", "close")
        if answer.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
            self.wfile.write(answer.body)


def _let_finish(connection: socket.socket) -> None:
    """Most clients send everything before they listen; closed too early, the connection would swallow the answer."""
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(LINGER_SECONDS)
    left = LINGER_BYTES
    try:
        while left > 0 and (dropped := len(connection.recv(65_536))):
            left -= dropped
    except OSError:
        """It says nothing more, or is gone."""


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        """The other side was faster."""
