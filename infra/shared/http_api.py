"""The HTTP API: one function behind an authorizer, and the few routes that need no token.

No CORS: the console is served from the API's own origin, and every other client is no browser.
"""

import json
from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_

from infra.shared.grants import Resources
from infra.shared.logs import delivered, make_log_group
from infra.shared.nag import acknowledge

GUARDED = "/api/v1/{proxy+}"
PUBLIC = {
    "/health": "Monitors ask whether the service is up; it tells nothing else.",
    "/api/v1/health": "Monitors ask whether the service is up; it tells nothing else.",
    "/api/v1/openapi.json": "The description of the API is the same for everybody and holds no data.",
}
"""The routes without a token, and why."""

AUTHORIZER_CACHE_SECONDS = 60
"""A revoked token is refused after so long at the latest."""

ACCESS_LOG = {
    "request_id": "$context.requestId",
    "time": "$context.requestTime",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "route": "$context.routeKey",
    "status": "$context.status",
    "response_bytes": "$context.responseLength",
    "duration_ms": "$context.responseLatency",
    "ip": "$context.identity.sourceIp",
    "user_agent": "$context.identity.userAgent",
    "tenant": "$context.authorizer.tenant",
    "authorizer_error": "$context.authorizer.error",
    "integration_error": "$context.integrationErrorMessage",
}


def make_http_api(resources: Resources, functions: Mapping[str, lambda_.Function]) -> apigateway.HttpApi:
    """The API with its routes and its only stage."""
    api = apigateway.HttpApi(resources.stack, "HttpApi", api_name=resources.settings.prefix, create_default_stage=False)
    _stage(resources, api)
    integration = integrations.HttpLambdaIntegration(
        "ApiIntegration", functions["api"], payload_format_version=apigateway.PayloadFormatVersion.VERSION_2_0
    )
    api.add_routes(path=GUARDED, integration=integration, authorizer=_authorizer(functions["authorize_request"]))
    for path, reason in PUBLIC.items():
        routes = api.add_routes(path=path, methods=[apigateway.HttpMethod.GET], integration=integration)
        for route in routes:
            acknowledge(route, "AwsSolutions-APIG4", reason)
    return api


def _authorizer(function: lambda_.Function) -> authorizers.HttpLambdaAuthorizer:
    return authorizers.HttpLambdaAuthorizer(
        "Token",
        function,
        authorizer_name="token",
        identity_source=["$request.header.Authorization"],
        response_types=[authorizers.HttpLambdaResponseType.SIMPLE],
        results_cache_ttl=Duration.seconds(AUTHORIZER_CACHE_SECONDS),
    )


def _stage(resources: Resources, api: apigateway.HttpApi) -> None:
    settings = resources.settings
    log_group = make_log_group(resources.stack, "ApiAccessLogs", delivered(settings, "api"), settings)
    apigateway.CfnStage(
        resources.stack,
        "ApiStage",
        api_id=api.http_api_id,
        stage_name="$default",
        auto_deploy=True,
        default_route_settings=apigateway.CfnStage.RouteSettingsProperty(
            detailed_metrics_enabled=True,
            throttling_rate_limit=settings.api_throttling.rate_per_second,
            throttling_burst_limit=settings.api_throttling.burst,
        ),
        access_log_settings=apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=log_group.log_group_arn, format=json.dumps(ACCESS_LOG)
        ),
    )
