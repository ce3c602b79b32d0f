"""api: requests that are right and wrong as such; nothing here changes data, so one world serves all."""

import base64
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest

from tests.functions.api_client import Api
from tests.functions.samples import EVENTS, sample
from tests.functions.world import world as new_world

PROBLEM = "application/problem+json"
SAMPLES = sorted(path.stem for path in (EVENTS / "api").glob("*.json"))


@pytest.fixture(scope="module")
def still() -> Iterator[Api]:
    """A client of a world that no request of a test changes."""
    with pytest.MonkeyPatch.context() as patch, new_world(patch) as made:
        yield Api(made)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_event_is_answered_as_json(still: Api, name: str) -> None:
    answer = still(name)
    with_an_id = re.search(r"/[a-z]{3}_[0-9A-Z]{26}", sample(f"api/{name}")["rawPath"])
    expected = (404, PROBLEM) if with_an_id else (201 if name.startswith("create_") else 200, "application/json")
    assert (answer.status, answer.type) == expected


@pytest.mark.parametrize("authorizer", [None, {"lambda": None}, {"lambda": {"token": "installation"}}])
def test_a_request_without_a_tenant_is_our_fault_and_shows_nothing(still: Api, authorizer: Any) -> None:
    event = sample("api/list_workflows")
    event["requestContext"]["authorizer"] = authorizer
    answer = still.send(event)
    assert (answer.status, answer.body["code"]) == (500, "broken")
    assert "items" not in answer.body


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/v1/nothing"), ("DELETE", "/api/v1/nothing"), ("GET", "/api/v1/workflows/")]
)
def test_an_unknown_route_is_a_problem(still: Api, method: str, path: str) -> None:
    event = sample("api/list_workflows")
    event["rawPath"] = event["requestContext"]["http"]["path"] = path
    event["requestContext"]["http"]["method"] = method
    answer = still.send(event)
    assert (answer.status, answer.type) == (404, PROBLEM)
    assert answer.body == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no such route.",
        "code": "not_found",
        "problems": [],
        "request_id": "ZxYwVuTsRqPoNmL=",
    }


def test_a_route_without_the_method_says_which_it_takes(still: Api) -> None:
    event = sample("api/list_workflows")
    event["requestContext"]["http"]["method"] = "DELETE"
    answer = still.send(event)
    assert (answer.status, answer.type, answer.headers["allow"]) == (405, PROBLEM, "GET, POST")
    assert answer.body["detail"] == "This route takes GET, POST."


@pytest.mark.parametrize("body", [[], [{"name": "Papir A/S", "roles": ["vendor"]}]])
def test_a_list_is_no_body(still: Api, body: Any) -> None:
    answer = still("create_contact", body=body)
    assert (answer.status, answer.problems) == (422, {"body": "a body is an object"})


@pytest.mark.parametrize("name", ["get_workflow", "get_email", "get_workflow_execution", "toggle_workflow"])
@pytest.mark.parametrize("id_", ["x", "evt_" + "0" * 27, "a" * 3000, "wfl_../../x"])
def test_what_is_no_id_at_all_is_not_found(still: Api, name: str, id_: str) -> None:
    assert still(name, id=id_).status == 404


def test_every_wrong_query_parameter_is_named(still: Api) -> None:
    answer = still("list_emails", query={"limit": 0, "cursor": "", "colour": "red", "size": 3})
    assert (answer.status, answer.type, answer.body["title"]) == (422, PROBLEM, HTTPStatus(422).phrase)
    assert set(answer.problems) == {"limit", "colour", "size"}
    assert answer.problems["colour"] == (
        "there is no such parameter; known are category, cursor, limit, received_from, "
        "received_to, sender, status, subject"
    )
    assert answer.problems["limit"] == "Input should be greater than or equal to 1"


@pytest.mark.parametrize("limit", ["201", "-1", "ten", "", "1.5"])
def test_a_limit_is_a_number_from_1_to_200(still: Api, limit: str) -> None:
    answer = still("list_emails", query={"limit": limit})
    assert (answer.status, list(answer.problems)) == (422, ["limit"])


def test_a_route_without_parameters_refuses_any(still: Api) -> None:
    answer = still("list_workflows", query={"enabled": "true"})
    assert (answer.status, answer.problems) == (422, {"enabled": "there are no parameters"})


def test_an_unknown_and_a_wrong_body_field_are_both_named(still: Api) -> None:
    answer = still("create_contact", body={"name": "", "roles": ["friend"], "colour": "red", "emails": ["x", "a@b.c"]})
    assert (answer.status, answer.type) == (422, PROBLEM)
    assert set(answer.problems) >= {"name", "roles.0", "colour", "emails.0"}
    assert answer.problems["colour"] == "there is no such field"


@pytest.mark.parametrize("body", ["{", "[1,", "NaN", '{"name": Infinity}', "[" * 100_000, '"\\ud800', "1" * 5000])
def test_a_body_that_is_not_json_is_400(still: Api, body: str) -> None:
    answer = still("create_contact", body=body)
    assert (answer.status, answer.type) == (400, PROBLEM)
    assert answer.body["detail"].startswith("The body is not JSON: ")


@pytest.mark.parametrize("raw", [b"\xff\xfe", b'{"name": "\xe6"}'])
def test_a_body_that_is_not_utf_8_is_400(still: Api, raw: bytes) -> None:
    assert still("create_contact", body=base64.b64encode(raw).decode(), isBase64Encoded=True).status == 400


@pytest.mark.parametrize("body", ["[]", "1", '"text"', "true"])
def test_a_body_that_is_no_object_is_422(still: Api, body: str) -> None:
    answer = still("create_contact", body=body)
    assert (answer.status, list(answer.problems)) == (422, ["body"])


@pytest.mark.parametrize("body", ["null", ""])
def test_a_body_that_is_needed_and_missing_is_422(still: Api, body: str) -> None:
    event = sample("api/create_contact") | {"body": body}
    answer = still.send(event)
    assert (answer.status, list(answer.problems)) == (422, ["body"])


@pytest.mark.parametrize("name", ["list_emails", "openapi", "delete_workflow", "reprocess_email", "resume_workflow"])
@pytest.mark.parametrize("body", ["[]", '{"workflow_ids": []}', "no JSON", "null"])
def test_a_body_where_none_is_taken_is_refused(still: Api, name: str, body: str) -> None:
    answer = still(name, body=body, query={})
    assert (answer.status, answer.problems) == (422, {"body": "this request takes none"})


@pytest.mark.parametrize("body", ["", " \r\n", "{ }"])
def test_an_empty_body_is_none(still: Api, body: str) -> None:
    assert still.send(sample("api/list_emails") | {"body": body, "queryStringParameters": {}}).status == 200


def test_a_text_that_is_no_unicode_is_422(still: Api) -> None:
    answer = still("create_contact", body='{"name": "\\ud800", "roles": ["vendor"]}')
    assert (answer.status, list(answer.problems)) == (422, ["name"])


def test_a_body_of_another_type_is_415(still: Api) -> None:
    answer = still("create_contact", headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status, answer.type) == (415, PROBLEM)
    assert answer.body["detail"] == "A body is JSON, of type application/json."


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_a_content_type_may_have_parameters_and_any_case(still: Api, kind: str) -> None:
    assert still("create_contact", headers={"content-type": kind}).status == 201
