"""Opens every door of a local stack, in the order in which they need each other, and closes them again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from infra.local.doors.authorizing import Authorizing
from infra.local.doors.aws_wire import AwsDoor
from infra.local.doors.exchange import Answer, Request
from infra.local.doors.front import Front, starting
from infra.local.doors.http_api import HttpApi
from infra.local.doors.outbox import Outbox
from infra.local.doors.ports import Ports, opened
from infra.local.doors.routes import read_api
from infra.local.doors.sent_mail import KIND, sent_mail
from infra.local.doors.server import HttpServer
from infra.local.doors.signed_links import SignedLinks
from infra.local.doors.slack import SlackDouble
from infra.local.doors.smtp import SmtpServer
from infra.local.dynamodb.wire import respond
from infra.local.stack import LocalStack

S3_ENDPOINT = "AWS_ENDPOINT_URL_S3"
"""Where botocore lets signed links point to."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Doors:
    """What stands open."""

    stack: LocalStack
    http: HttpServer
    smtp: SmtpServer
    slack: SlackDouble
    outbox: Outbox


@contextmanager
def open_doors(stack: LocalStack, ports: Ports | None = None, say: Say = lambda _: None) -> Iterator[Doors]:
    """Start the stack and everything that leads to it and away from it; `say` hears of each step and of other ports.

    1. The outbox and Slack, because the first thing a stack does may be to go on with a message.
    2. The HTTP port, because signed links carry its address; until the stack stands it answers 503.
    3. The stack.
    4. The API behind the HTTP port, and SMTP last: a mail is only accepted by what can work on it.
    """
    ports = ports or Ports()
    with ExitStack() as closing:
        outbox = Outbox(stack.folder / "outbox", stack.clock)
        slack = opened(SlackDouble(outbox, port=ports.slack.number), ports.slack, say)
        closing.callback(slack.stop)
        front = _Switch()
        http = opened(HttpServer(front.handle, port=ports.http.number), ports.http, say)
        closing.callback(http.stop)
        _take_sent_mail(stack, outbox)
        closing.enter_context(_links_point_to(stack, http.url))
        say("starting the template's resources")
        stack.start(slack.webhooks())
        closing.callback(stack.stop)
        front.handle_with(_front(stack, outbox).handle)
        smtp = opened(SmtpServer(stack, port=ports.smtp.number), ports.smtp, say)
        closing.callback(smtp.stop)
        yield Doors(stack, http, smtp, slack, outbox)


class _Switch:
    """The HTTP port's handler, put in its place once there is something to answer with."""

    def __init__(self) -> None:
        self._handle: Callable[[Request], Answer] = starting

    def handle_with(self, handle: Callable[[Request], Answer]) -> None:
        self._handle = handle

    def handle(self, request: Request) -> Answer:
        return self._handle(request)


class _StoreWire:
    """DynamoDB's protocol, answered by the store itself; streams and the like are moto's."""

    def __init__(self, stack: LocalStack) -> None:
        self._store = stack.parts.store

    def answer(self, target: str, body: bytes) -> tuple[int, bytes] | None:
        return respond(self._store, target, body) if target.startswith("DynamoDB_") else None


def _front(stack: LocalStack, outbox: Outbox) -> Front:
    region = stack.templates.region
    authorizing = Authorizing(stack.invoke, stack.clock, region)
    api = HttpApi(read_api(stack.templates), stack.invoke, stack.clock, authorizing)
    links = SignedLinks(stack.parts.objects, _secret_of, stack.clock)
    return Front(api, outbox, links, AwsDoor((_StoreWire(stack), stack.wire), region), region)


def _secret_of(access_key: str) -> str | None:
    """The process's own credentials: moto's, while the stack runs."""
    return os.environ.get("AWS_SECRET_ACCESS_KEY") if access_key == os.environ.get("AWS_ACCESS_KEY_ID") else None


def _take_sent_mail(stack: LocalStack, outbox: Outbox) -> None:
    def taken(message_id: str, params: dict[str, Any]) -> None:
        to, listed, raw = sent_mail(message_id, params, stack.templates.region, stack.clock.now())
        outbox.add(KIND, to, listed, raw)

    stack.parts.mailer.on_send = taken


@contextmanager
def _links_point_to(stack: LocalStack, url: str) -> Iterator[None]:
    before = os.environ.get(S3_ENDPOINT)
    os.environ[S3_ENDPOINT] = url
    for function in stack.parts.lambdas:
        function.environment[S3_ENDPOINT] = url
    try:
        yield
    finally:
        if before is None:
            del os.environ[S3_ENDPOINT]
        else:
            os.environ[S3_ENDPOINT] = before
