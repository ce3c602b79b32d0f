"""custom_resource: CloudFormation gets exactly one answer at its address, whatever happens inside."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from postroom_adapters.custom_resource import REASON_CHARACTERS, Event, Outcome, respond

CONTEXT = SimpleNamespace(log_stream_name="stream")


class CloudFormation:
    """Takes answers at an address of its own; `refuses` so many before."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any]] = []
        self.content_types: list[str | None] = []
        self.refuses = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                refused = outer.refuses > 0
                outer.refuses -= 1
                if not refused:
                    outer.answers.append(json.loads(body))
                    outer.content_types.append(self.headers["Content-Type"])
                self.send_response(503 if refused else 200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/answer"


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    it = CloudFormation()
    thread = Thread(target=it.server.serve_forever, daemon=True)
    thread.start()
    yield it
    it.server.shutdown()
    thread.join()
    it.server.server_close()


def event(url: str | None, **more: Any) -> dict[str, Any]:
    ids = {"StackId": "stack", "RequestId": "request", "LogicalResourceId": "resource", "RequestType": "Create"}
    return ids | ({"ResponseURL": url} if url else {}) | more


def done(_event: Event) -> Outcome:
    return {"PhysicalResourceId": "thing-1", "Data": {"Name": "thing"}}


def broken(_event: Event) -> Outcome:
    raise KeyError("no such table" + "!" * 5_000)


def test_success_is_told_with_its_data(cloudformation: CloudFormation) -> None:
    answer = respond(event(cloudformation.url), CONTEXT, done)
    assert cloudformation.answers == [answer]
    assert answer == {
        "Status": "SUCCESS",
        "PhysicalResourceId": "thing-1",
        "Data": {"Name": "thing"},
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "resource",
    }


def test_an_error_is_told_with_its_reason_and_where_to_read_on(cloudformation: CloudFormation) -> None:
    respond(event(cloudformation.url), CONTEXT, broken)
    (answer,) = cloudformation.answers
    assert answer["Status"] == "FAILED"
    assert "no such table" in answer["Reason"]
    assert answer["Reason"].endswith("(log stream stream)")
    assert len(answer["Reason"]) <= REASON_CHARACTERS


def test_a_failed_update_keeps_the_id_so_that_nothing_is_deleted(cloudformation: CloudFormation) -> None:
    answer = respond(event(cloudformation.url, PhysicalResourceId="thing-1"), CONTEXT, broken)
    assert answer["PhysicalResourceId"] == "thing-1"


def test_the_answer_has_no_content_type_as_its_address_is_signed_without_one(cloudformation: CloudFormation) -> None:
    respond(event(cloudformation.url), CONTEXT, done)
    assert cloudformation.content_types == [""]


def test_an_answer_that_was_refused_is_put_again(cloudformation: CloudFormation) -> None:
    cloudformation.refuses = 2
    respond(event(cloudformation.url), CONTEXT, done)
    assert len(cloudformation.answers) == 1


def test_an_answer_that_cannot_be_put_fails_loudly(cloudformation: CloudFormation) -> None:
    cloudformation.refuses = 3
    with pytest.raises(OSError, match="503"):
        respond(event(cloudformation.url), CONTEXT, done)


def test_without_an_address_only_the_caller_is_answered() -> None:
    assert respond(event(None), CONTEXT, done)["Status"] == "SUCCESS"
