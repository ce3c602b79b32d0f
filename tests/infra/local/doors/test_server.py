"""The HTTP server, over real sockets."""

import http.client
import socket
import threading
from collections.abc import Iterator

import pytest

from infra.local.doors.exchange import Answer, HangUp, Header, Request
from infra.local.doors.server import HttpServer
from tests.infra.local.doors.fakes import ask


def _echo(request: Request) -> Answer:
    if request.path == "/hang-up":
        raise HangUp
    if request.path == "/crash":
        raise RuntimeError("a fault of ours")
    return Answer(200, (Header("X-Method", request.method),), request.target.encode() + b" " + request.body)


@pytest.fixture
def server() -> Iterator[HttpServer]:
    server = HttpServer(_echo, body_limit=100)
    server.start()
    yield server
    server.stop()


def _raw(server: HttpServer, text: bytes) -> bytes:
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(text)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        return received


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
def test_every_method_reaches_the_handler_with_target_and_body(server: HttpServer, method: str) -> None:
    reply = ask(server.port, "/a%20b?c=d&c=%26", method, body=b"hello")
    assert (reply.status, reply.headers["x-method"]) == (200, method)
    assert reply.body == b"/a%20b?c=d&c=%26 hello"


def test_head_gets_the_length_and_no_body(server: HttpServer) -> None:
    reply = ask(server.port, "/four", "HEAD")
    assert (reply.headers["content-length"], reply.body) == ("6", b"")


def test_a_connection_serves_many_requests(server: HttpServer) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for number in range(3):
        connection.request("GET", f"/{number}")
        assert connection.getresponse().read() == f"/{number} ".encode()
    connection.close()


def test_a_body_in_chunks_is_put_together(server: HttpServer) -> None:
    chunks = b"5\r\nhello\r\n6;name=value\r\n world\r\n0\r\nTrailer: x\r\n\r\n"
    answer = _raw(server, b"POST / HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    assert answer.endswith(b"\r\n\r\n/ hello world")


@pytest.mark.parametrize(
    "request_text",
    [
        b"POST / HTTP/1.1\r\nContent-Length: 101\r\nExpect: 100-continue\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n",
    ],
    ids=["by length, before it is sent", "in chunks, as soon as it is too much"],
)
def test_a_body_over_the_limit_is_413_unread(server: HttpServer, request_text: bytes) -> None:
    answer = _raw(server, request_text)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b'"Request Entity Too Large"' in answer


def test_a_client_that_waits_is_told_to_go_on(server: HttpServer) -> None:
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"ok")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("length", [b"many", b"-1"])
def test_a_length_that_is_none_is_400(server: HttpServer, length: bytes) -> None:
    assert _raw(server, b"POST / HTTP/1.1\r\nContent-Length: " + length + b"\r\n\r\n").startswith(b"HTTP/1.1 400 ")


def test_a_handler_may_cut_the_connection_without_an_answer(server: HttpServer) -> None:
    with pytest.raises(http.client.RemoteDisconnected):
        ask(server.port, "/hang-up")


def test_a_fault_of_the_handler_is_500_and_the_server_goes_on(
    server: HttpServer, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(server.port, "/crash").status == 500
    assert ask(server.port, "/fine").status == 200
    assert "a fault of ours" in capfd.readouterr().err


def test_after_stop_connections_are_refused_until_it_starts_again_on_the_same_port(server: HttpServer) -> None:
    port = server.port
    kept_open = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    kept_open.request("GET", "/")
    kept_open.getresponse().read()
    server.stop()
    assert kept_open.sock.recv(1) == b""
    kept_open.close()
    with pytest.raises(ConnectionRefusedError):
        ask(port, "/")
    server.start()
    assert (server.port, ask(port, "/").status) == (port, 200)


def test_requests_are_answered_at_the_same_time() -> None:
    both_are_here = threading.Barrier(2, timeout=10)

    def wait(_: Request) -> Answer:
        both_are_here.wait()
        return Answer(204)

    server = HttpServer(wait)
    server.start()
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(ask(server.port, "/").status)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.stop()
    assert statuses == [204, 204]
