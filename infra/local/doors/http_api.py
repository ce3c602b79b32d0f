"""The HTTP API of the template: a request finds its route, passes the authorizer, and a function answers.

What API Gateway says by itself:
    401 Unauthorized            a route with an authorizer, and no identity sent
    403 Forbidden               the authorizer says no
    404 Not Found               no route
    413 Request Entity Too Large  a body over 10 MB, or an event over Lambda's 6 MB
    500 Internal Server Error   a function or the authorizer failed, or returned what is no answer
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from infra.local.doors.api_answer import BadAnswer, answer_of
from infra.local.doors.api_event import Arrival, function_event
from infra.local.doors.authorizing import AuthorizerFailed, Authorizing, Forbidden, Unauthorized
from infra.local.doors.contracts import Invoke, said
from infra.local.doors.exchange import Answer, Header, Request
from infra.local.doors.routes import Api

EVENT_BYTES = 6 * 1024 * 1024
"""Lambda's limit on an event."""


@dataclass(slots=True)
class HttpApi:
    """Answers requests as API Gateway would; `handle` is the handler of a server."""

    api: Api
    invoke: Invoke
    clock: Callable[[], datetime]
    authorizing: Authorizing

    def handle(self, request: Request) -> Answer:
        """One request."""
        taken = self.api.route(request.method, request.path)
        if taken is None:
            return _own(404, "Not Found")
        arrival = Arrival.of(self.api, taken, request, self.clock())
        answer = self._through(arrival)
        return Answer(answer.status, (*answer.headers, Header("apigw-requestid", arrival.id)), answer.body)

    def _through(self, arrival: Arrival) -> Answer:
        try:
            context = self.authorizing.context(arrival)
        except Unauthorized:
            return _own(401, "Unauthorized")
        except Forbidden:
            return _own(403, "Forbidden")
        except AuthorizerFailed as error:
            return _failed(arrival, str(error))
        event = function_event(arrival, context)
        if _larger_than_an_event(event.get("body", "")):
            return _own(413, "Request Entity Too Large")
        outcome = self.invoke(arrival.taken.route.function, event)
        if outcome.error is not None:
            return _failed(arrival, said(outcome.error))
        try:
            return answer_of(outcome.answer)
        except BadAnswer as error:
            return _failed(arrival, str(error))


def _larger_than_an_event(body: str) -> bool:
    return len(body) > EVENT_BYTES // 6 and len(json.dumps(body, ensure_ascii=False).encode()) > EVENT_BYTES


def _failed(arrival: Arrival, why: str) -> Answer:
    # API Gateway tells the client nothing; here somebody sits in front of it and wants to know.
    request = arrival.request
    print(f"{request.method} {request.path}: 500, {why}", file=sys.stderr)
    return _own(500, "Internal Server Error")


def _own(status: int, message: str) -> Answer:
    return Answer(status, (Header("content-type", "application/json"),), json.dumps({"message": message}).encode())
