"""The one file that knows which HTTP status an error is."""

import json
from typing import Any

import pytest
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from postroom.errors import (
    Broken,
    Conflict,
    NotFound,
    NotNow,
    Outdated,
    PostroomError,
    Problem,
    Refused,
    UnknownOutcome,
)
from postroom_adapters.http_errors import problem_response

EXPECTED: dict[type[PostroomError], tuple[int, str]] = {
    Refused: (422, "refused"),
    NotFound: (404, "not_found"),
    Conflict: (409, "conflict"),
    Outdated: (412, "outdated"),
    UnknownOutcome: (502, "unknown_outcome"),
    Broken: (500, "broken"),
    NotNow: (503, "not_now"),
}


def told(error: Exception) -> tuple[int, dict[str, Any]]:
    response = problem_response(error, {"request_id": "r-1"})
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, json.loads(str(response.body))


def test_every_class_of_the_tree_has_its_status() -> None:
    classes: list[type[PostroomError]] = []
    waiting: list[type[PostroomError]] = [PostroomError]
    while waiting:
        found = [one for one in waiting.pop().__subclasses__() if one.__module__ == "postroom.errors"]
        classes += found
        waiting += found
    assert set(classes) == set(EXPECTED)
    for kind, (status, code) in EXPECTED.items():
        error = NotNow("m", 1.2) if kind is NotNow else kind("m")
        answered, body = told(error)
        assert (answered, body["status"], body["code"]) == (status, status, code)


def test_a_refusal_names_every_field() -> None:
    _, body = told(Refused("both", Problem("a.0", "is bad"), Problem("b", "is worse")))
    assert body["problems"] == [{"path": "a.0", "reason": "is bad"}, {"path": "b", "reason": "is worse"}]
    assert (body["detail"], body["request_id"]) == ("both", "r-1")


def test_seconds_to_wait_are_rounded_up() -> None:
    assert problem_response(NotNow("later", 1.2), {}).headers["Retry-After"] == "2"


@pytest.mark.parametrize("error", [Broken("secret"), KeyError("secret"), ZeroDivisionError("secret")])
def test_our_faults_keep_their_message_for_the_log(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    status, body = told(error)
    assert (status, "secret" in json.dumps(body)) == (500, False)
    line = json.loads(capsys.readouterr().out)
    assert (line["message"], line["request_id"], line["Crash"]) == ("request_crashed", "r-1", 1)
    assert "secret" in line["exception"]


def test_an_answer_of_ours_that_is_not_as_described_is_our_fault() -> None:
    ours = RequestValidationError([{"type": "missing", "loc": ("response", "items"), "msg": "Field required"}])
    assert told(ours)[0] == 500
