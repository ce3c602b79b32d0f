"""Which route of the template takes a request."""

import pytest

from infra.local.doors.routes import read_api
from tests.infra.local.doors.fakes import API_FUNCTION, AUTHORIZER, Resource, template

ROUTES = {
    "GET /health": "NONE",
    "ANY /api/v1/{proxy+}": "CUSTOM",
    "GET /api/v1/{proxy+}": "CUSTOM",
    "GET /api/v1/emails/{id}": "NONE",
    "ANY /api/v1/emails/{id}": "NONE",
    "GET /api/v1/emails/new": "NONE",
}


@pytest.mark.parametrize(
    ("method", "path", "key", "variables"),
    [
        ("GET", "/health", "GET /health", {}),
        ("GET", "/api/v1/emails/new", "GET /api/v1/emails/new", {}),
        ("GET", "/api/v1/emails/em_1", "GET /api/v1/emails/{id}", {"id": "em_1"}),
        ("GET", "/api/v1/emails/a%2Fb%20c", "GET /api/v1/emails/{id}", {"id": "a/b c"}),
        ("PUT", "/api/v1/emails/em_1", "ANY /api/v1/emails/{id}", {"id": "em_1"}),
        ("GET", "/api/v1/emails/em_1/raw", "GET /api/v1/{proxy+}", {"proxy": "emails/em_1/raw"}),
        ("POST", "/api/v1/workflows", "ANY /api/v1/{proxy+}", {"proxy": "workflows"}),
    ],
)
def test_the_most_exact_route_takes_it(method: str, path: str, key: str, variables: dict[str, str]) -> None:
    taken = read_api(template(routes=ROUTES)).route(method, path)
    assert taken is not None
    assert (taken.route.key, taken.variables) == (key, variables)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/health"),
        ("GET", "/health/"),
        ("GET", "/Health"),
        ("GET", "/api/v1"),
        ("GET", "/api/v1/"),
        ("GET", "/"),
    ],
)
def test_what_no_route_takes_is_nobodys(method: str, path: str) -> None:
    assert read_api(template(routes=ROUTES)).route(method, path) is None


def test_the_default_route_takes_the_rest() -> None:
    taken = read_api(template(routes={**ROUTES, "$default": "NONE"})).route("GET", "/elsewhere/entirely")
    assert taken is not None
    assert taken.route.key == "$default"


def test_function_and_authorizer_are_found_in_their_uris() -> None:
    taken = read_api(template()).route("GET", "/api/v1/workflows")
    assert taken is not None
    assert taken.route.authorizer is not None
    assert (taken.route.function, taken.route.authorizer.function) == (API_FUNCTION, AUTHORIZER)
    assert (taken.route.authorizer.cache_seconds, taken.route.authorizer.name) == (60.0, "token")


@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        ("Route", {"AuthorizationType": "JWT"}, "authorized by JWT"),
        ("Authorizer", {"EnableSimpleResponses": False}, "simple responses"),
        ("Integration", {"PayloadFormatVersion": "1.0"}, "payload format 1.0"),
        ("Stage", {"StageName": "v1"}, "the stages"),
    ],
)
def test_what_the_door_cannot_do_is_refused_when_the_template_is_read(
    kind: str, changed: dict[str, object], said: str
) -> None:
    resources = [
        Resource(one.type, one.ref, {**one.properties, **changed}) if one.type.endswith(f"::{kind}") else one
        for one in template()
    ]
    with pytest.raises(ValueError, match=said):
        read_api(resources)


def test_a_template_without_an_http_api_is_refused() -> None:
    with pytest.raises(ValueError, match="has 0 HTTP APIs"):
        read_api([])
