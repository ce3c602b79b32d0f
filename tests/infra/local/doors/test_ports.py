"""Usual ports, other ports, and exactly the ports asked for."""

import socket
from collections.abc import Iterator

import pytest

from infra.local.doors.exchange import Answer
from infra.local.doors.ports import Port, Ports, PortTaken, opened
from infra.local.doors.server import HttpServer


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def _server(port: int) -> HttpServer:
    return HttpServer(lambda _: Answer(204), port=port)


def test_a_taken_port_is_replaced_and_that_is_said(taken: int) -> None:
    said: list[str] = []
    server = opened(_server(taken), Port("the API", taken), said.append)
    assert server.port not in (0, taken)
    assert said == [f"port {taken} for the API is taken, using {server.port}"]
    server.stop()


def test_a_port_asked_for_by_number_is_not_replaced(taken: int) -> None:
    with pytest.raises(PortTaken, match=f"port {taken} for the API is taken"):
        opened(_server(taken), Port("the API", taken, fixed=True), print)


def test_the_usual_ports_give_way_and_given_ones_do_not() -> None:
    ports = Ports.usual(smtp=2600, slack=0)
    assert (ports.http, ports.smtp, ports.slack) == (
        Port("the API", 8787),
        Port("SMTP", 2600, fixed=True),
        Port("Slack", 0),
    )
