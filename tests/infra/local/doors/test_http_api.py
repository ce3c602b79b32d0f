"""The HTTP API over real sockets: routes, authorizer, answers and refusals as API Gateway has them."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.doors.exchange import Answer, Request
from infra.local.doors.routes import read_api
from infra.local.doors.server import HttpServer
from tests.infra.local.doors.fakes import API_FUNCTION, AUTHORIZER, Clock, Functions, ask, by_token, http_api, template

GOOD = {"Authorization": "Bearer good"}


class Setting:
    """An API on a port; `answer` is what its function returns."""

    def __init__(self) -> None:
        self.answer: Any = {"statusCode": 200, "body": "fine"}
        self.clock = Clock()
        self.functions = Functions({API_FUNCTION: self._answer, AUTHORIZER: by_token})
        self.api = http_api(self.functions, self.clock)
        self.server = HttpServer(self._handle)
        self.server.start()
        self.port = self.server.port

    def _handle(self, request: Request) -> Answer:
        return self.api.handle(request)

    def _answer(self, _: Any) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    @property
    def asked(self) -> int:
        """How often the authorizer was asked."""
        return len(self.functions.given(AUTHORIZER))


@pytest.fixture
def setting() -> Iterator[Setting]:
    setting = Setting()
    yield setting
    setting.server.stop()


def test_an_answer_with_status_headers_cookies_and_body_reaches_the_client(setting: Setting) -> None:
    setting.answer = {
        "statusCode": 201,
        "headers": {"Content-Type": "application/json", "X-Number": 7, "X-Flag": True, "Content-Length": "999"},
        "cookies": ["a=1; Path=/", "b=2"],
        "body": '{"å": 1}',
    }
    reply = ask(setting.port, "/health")
    assert (reply.status, reply.json) == (201, {"å": 1})
    assert (reply.headers["content-type"], reply.headers["x-number"], reply.headers["x-flag"]) == (
        "application/json",
        "7",
        "true",
    )
    assert reply.headers["content-length"] == str(len('{"å": 1}'.encode()))
    assert reply.headers["set-cookie"] == "b=2"
    assert len(reply.headers["apigw-requestid"]) == 16


@pytest.mark.parametrize(
    ("result", "status", "content_type", "body"),
    [
        ({"message": "Hello"}, 200, "application/json", b'{"message": "Hello"}'),
        (["a", 1], 200, "application/json", b'["a", 1]'),
        ("Hello", 200, "application/json", b"Hello"),
        (None, 200, "application/json", b"null"),
        ({"statusCode": 204}, 204, "text/plain;charset=UTF-8", b""),
        ({"statusCode": "404", "body": "no"}, 404, "text/plain;charset=UTF-8", b"no"),
        (
            {"statusCode": 200, "body": base64.b64encode(b"\x00\xff").decode(), "isBase64Encoded": True},
            200,
            "text/plain;charset=UTF-8",
            b"\x00\xff",
        ),
    ],
)
def test_results_become_answers_by_format_2(
    setting: Setting, result: Any, status: int, content_type: str, body: bytes
) -> None:
    setting.answer = result
    reply = ask(setting.port, "/health")
    assert (reply.status, reply.headers["content-type"], reply.body) == (status, content_type, body)


@pytest.mark.parametrize(
    "result",
    [
        RuntimeError("the function failed"),
        {"statusCode": "soon"},
        {"statusCode": True},
        {"statusCode": 99},
        {"statusCode": 200, "body": {"not": "text"}},
        {"statusCode": 200, "body": "!!!", "isBase64Encoded": True},
        {"statusCode": 200, "headers": {"Location": "/a\r\nSet-Cookie: b"}},
        {"statusCode": 200, "headers": {"X-City": "København ✓"}},
        {"statusCode": 200, "headers": {"no name": "x"}},
        {"statusCode": 200, "cookies": "a=b"},
        {"statusCode": 200, "body": "x" * (6 * 1024 * 1024)},
    ],
    ids=str,
)
def test_a_failed_function_and_a_result_that_is_no_answer_are_500(setting: Setting, result: Any) -> None:
    setting.answer = result
    reply = ask(setting.port, "/health")
    assert (reply.status, reply.json) == (500, {"message": "Internal Server Error"})


def test_why_a_function_failed_is_shown_here_and_not_to_the_client(
    setting: Setting, capfd: pytest.CaptureFixture[str]
) -> None:
    setting.answer = RuntimeError("the table is gone")
    assert b"table" not in ask(setting.port, "/health").body
    assert capfd.readouterr().err == "GET /health: 500, RuntimeError: the table is gone\n  File handler.py\n"


def test_a_path_or_method_without_a_route_is_404(setting: Setting) -> None:
    for path, method in (("/nowhere", "GET"), ("/health", "POST")):
        reply = ask(setting.port, path, method)
        assert (reply.status, reply.json) == (404, {"message": "Not Found"})
    assert setting.functions.events == []


@pytest.mark.parametrize("headers", [{}, {"Authorization": ""}])
def test_a_missing_token_is_401_and_nobody_is_asked(setting: Setting, headers: dict[str, str]) -> None:
    reply = ask(setting.port, "/api/v1/workflows", headers=headers)
    assert (reply.status, reply.json) == (401, {"message": "Unauthorized"})
    assert setting.functions.events == []


def test_a_token_that_the_authorizer_refuses_is_403(setting: Setting) -> None:
    reply = ask(setting.port, "/api/v1/workflows", headers={"Authorization": "Bearer bad"})
    assert (reply.status, reply.json) == (403, {"message": "Forbidden"})
    assert setting.functions.given(API_FUNCTION) == []


def test_a_good_token_passes_with_the_authorizers_context(setting: Setting) -> None:
    assert ask(setting.port, "/api/v1/workflows", headers=GOOD).body == b"fine"
    (event,) = setting.functions.given(API_FUNCTION)
    assert event["requestContext"]["authorizer"] == {"lambda": {"tenant": "root"}}


def test_the_authorizers_answer_holds_for_its_time_to_live_on_every_route(setting: Setting) -> None:
    for path in ("/api/v1/workflows", "/api/v1/emails/em_1"):
        assert ask(setting.port, path, headers=GOOD).status == 200
    assert setting.asked == 1
    setting.clock.advance(59)
    ask(setting.port, "/api/v1/workflows", headers=GOOD)
    assert setting.asked == 1
    setting.clock.advance(1)
    ask(setting.port, "/api/v1/workflows", headers=GOOD)
    assert setting.asked == 2


def test_a_refusal_is_kept_too_and_another_token_is_asked_for_anew(setting: Setting) -> None:
    for _ in range(2):
        assert ask(setting.port, "/api/v1/x", headers={"Authorization": "Bearer bad"}).status == 403
    assert ask(setting.port, "/api/v1/x", headers=GOOD).status == 200
    assert setting.asked == 2


def test_without_a_time_to_live_every_request_asks(setting: Setting) -> None:
    setting.api = http_api(setting.functions, setting.clock, read_api(template(cache_seconds=0)))
    for _ in range(2):
        ask(setting.port, "/api/v1/x", headers=GOOD)
    assert setting.asked == 2


def test_an_authorizer_that_fails_is_500_and_not_kept(setting: Setting) -> None:
    for _ in range(2):
        reply = ask(setting.port, "/api/v1/x", headers={"Authorization": "Bearer crash"})
        assert (reply.status, reply.json) == (500, {"message": "Internal Server Error"})
    assert setting.asked == 2


@pytest.mark.parametrize("said", [None, "yes", {"isAuthorized": "true"}, {"principalId": "x"}])
def test_an_authorizer_that_gives_no_simple_response_is_500(setting: Setting, said: Any) -> None:
    setting.functions.answers[AUTHORIZER] = lambda _: said
    assert ask(setting.port, "/api/v1/x", headers=GOOD).status == 500


def test_ten_megabytes_are_let_in_only_if_the_event_fits_into_lambda(setting: Setting) -> None:
    headers = {"Content-Type": "application/json"}
    fits = json.dumps("x" * (5 * 1024 * 1024)).encode()
    assert ask(setting.port, "/api/v1/x", "POST", headers | GOOD, fits).status == 200
    too_long = json.dumps("x" * (7 * 1024 * 1024)).encode()
    assert ask(setting.port, "/api/v1/x", "POST", headers | GOOD, too_long).status == 413
    way_too_long = b"x" * (10 * 1024 * 1024 + 1)
    reply = ask(setting.port, "/api/v1/x", "POST", headers | GOOD | {"Expect": "100-continue"}, way_too_long)
    assert (reply.status, reply.json) == (413, {"message": "Request Entity Too Large"})
    assert len(setting.functions.given(API_FUNCTION)) == 1
