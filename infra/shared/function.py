"""One Lambda function from its spec: its code, its own role, its own log group."""

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from infra.settings import ROOT
from infra.shared.grants import Grant, Resources, environment, grants
from infra.shared.layers import ARCHITECTURE, NOT_CODE, RUNTIME
from infra.shared.logs import make_log_group
from infra.shared.nag import acknowledge_wildcard
from infra.shared.spec import FunctionSpec


def make_function(
    spec: FunctionSpec,
    resources: Resources,
    layers: Sequence[lambda_.ILayerVersion],
    dead_letters: sqs.IQueue | None = None,
) -> lambda_.Function:
    """The function of `spec`; `dead_letters` takes the events of an asynchronous one that failed for good."""
    settings = resources.settings
    log_group = make_log_group(
        resources.stack, f"{spec.construct_id}Logs", f"/postroom/{settings.stage}/{spec.name}", settings
    )
    role = iam.Role(
        resources.stack, f"{spec.construct_id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")
    )
    log_group.grant_write(role)
    for grant in (grant for use in spec.uses for grant in grants(use, resources)):
        _allow(role, grant)
    function = lambda_.Function(
        resources.stack,
        spec.construct_id,
        function_name=f"{settings.prefix}-{spec.name}",
        runtime=RUNTIME,
        architecture=ARCHITECTURE,
        code=lambda_.Code.from_asset(str(ROOT / "functions" / spec.name), exclude=NOT_CODE),
        handler="handler.lambda_handler",
        layers=list(layers),
        memory_size=spec.memory_mb,
        timeout=Duration.seconds(spec.timeout_seconds),
        environment=_environment(spec, resources),
        role=role,
        tracing=lambda_.Tracing.ACTIVE,
        log_group=log_group,
        logging_format=lambda_.LoggingFormat.JSON,
        # Not the settings' level, by which our own lines are chosen: above INFO Lambda would drop lines that carry
        # metrics, and at DEBUG botocore would write what it sends, mails and secrets.
        application_log_level_v2=lambda_.ApplicationLogLevel.INFO,
        system_log_level_v2=lambda_.SystemLogLevel.WARN,
        dead_letter_queue=dead_letters,
    )
    acknowledge_wildcard(role, "*", "X-Ray has no resources to name.")
    return function


def _allow(role: iam.Role, grant: Grant) -> None:
    role.add_to_policy(iam.PolicyStatement(actions=grant.actions, resources=grant.resources))
    if grant.why_wildcard:
        for resource in grant.resources:
            acknowledge_wildcard(role, resource, grant.why_wildcard)


def _environment(spec: FunctionSpec, resources: Resources) -> dict[str, str]:
    settings = resources.settings
    values = {
        "STAGE": settings.stage,
        "POWERTOOLS_SERVICE_NAME": spec.name,
        "POWERTOOLS_METRICS_NAMESPACE": "Postroom",
        "POWERTOOLS_LOG_LEVEL": settings.log_level,
        # There are none; looking for them reads the metadata of every package in each cold start.
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }
    for use in spec.uses:
        values |= environment(use, resources)
    for switch in spec.switches:
        values[switch.upper()] = str(getattr(settings, switch)).lower()
    return values
