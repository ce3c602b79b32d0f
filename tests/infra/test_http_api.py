"""The HTTP API: which routes need a token, who decides on it, and what is kept of each request."""

import json

from infra.shared.http_api import PUBLIC
from tests.infra.templates import Template, written


def test_every_route_but_the_public_ones_needs_a_token(service: Template) -> None:
    routes = [one["Properties"] for one in service.of_type("AWS::ApiGatewayV2::Route").values()]
    assert {one["RouteKey"]: one["AuthorizationType"] for one in routes} == {
        "ANY /api/v1/{proxy+}": "CUSTOM",
        "GET /health": "NONE",
        "GET /api/v1/health": "NONE",
        "GET /api/v1/openapi.json": "NONE",
    }
    assert all(PUBLIC.values())


def test_the_authorizer_reads_the_authorization_header_and_is_believed_for_a_minute(service: Template) -> None:
    authorizer = service.only("AWS::ApiGatewayV2::Authorizer")
    assert authorizer["AuthorizerType"] == "REQUEST"
    assert authorizer["IdentitySource"] == ["$request.header.Authorization"]
    assert authorizer["AuthorizerPayloadFormatVersion"] == "2.0"
    assert authorizer["EnableSimpleResponses"] is True
    assert authorizer["AuthorizerResultTtlInSeconds"] <= 60
    assert "AuthorizeRequest" in written(authorizer["AuthorizerUri"])


def test_one_function_answers_in_payload_format_2(service: Template) -> None:
    integration = service.only("AWS::ApiGatewayV2::Integration")
    assert (integration["IntegrationType"], integration["PayloadFormatVersion"]) == ("AWS_PROXY", "2.0")
    assert written(integration["IntegrationUri"]).startswith("<Api")


def test_requests_are_throttled_and_logged_without_what_they_carry(service: Template) -> None:
    stage = service.only("AWS::ApiGatewayV2::Stage")
    assert (stage["StageName"], stage["AutoDeploy"]) == ("$default", True)
    settings = stage["DefaultRouteSettings"]
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (50, 100)
    logged = json.loads(stage["AccessLogSettings"]["Format"])
    assert {"request_id", "status", "route", "tenant", "duration_ms"} <= set(logged)
    assert not [value for value in logged.values() if "header" in value.lower() or "querystring" in value.lower()]
    group, _ = service.named("AWS::Logs::LogGroup", LogGroupName="/aws/vendedlogs/postroom-local/api")
    assert written(stage["AccessLogSettings"]["DestinationArn"]) == f"<{group}.Arn>"
