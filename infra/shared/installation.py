"""What CloudFormation has no resource for: the active receipt rule set, and the root tenant with its token.

Both are custom resources whose functions answer CloudFormation themselves: CDK's provider framework would bring a
Lambda in Node, which nothing else here needs and the local stack could not run.
"""

from collections.abc import Sequence

from aws_cdk import CustomResource, Duration, RemovalPolicy, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import IConstruct

from infra.settings import Settings
from infra.shared.grants import Resources
from infra.shared.mail import Receiving
from infra.shared.nag import acknowledge

TOKEN_CHARACTERS = 48
ROOT_TENANT = "root"
_ANSWER_WITHIN = Duration.minutes(5)
"""CloudFormation gives up on an answer after so long; by itself it would wait for an hour."""


def api_token_name(settings: Settings) -> str:
    """What the token's secret is called."""
    return f"postroom/{settings.stage}/api-token"


def make_api_token(stack: Stack, settings: Settings) -> secretsmanager.Secret:
    """The token of the installation's first sysadmin: letters and digits, of which 48 carry 285 bits."""
    secret = secretsmanager.Secret(
        stack,
        "ApiToken",
        secret_name=api_token_name(settings),
        description="Bearer token of the root tenant's administrator",
        generate_secret_string=secretsmanager.SecretStringGenerator(
            exclude_punctuation=True, include_space=False, password_length=TOKEN_CHARACTERS
        ),
        removal_policy=RemovalPolicy.RETAIN if settings.retain_data else RemovalPolicy.DESTROY,
    )
    acknowledge(
        secret,
        "AwsSolutions-SMG4",
        "Clients hold this token, so that a rotation on its own would lock them out. A person replaces it, and the "
        "next deployment stores the new one's hash.",
    )
    return secret


def make_mail_key(stack: Stack, settings: Settings) -> secretsmanager.Secret:
    """What every mail of ours is signed with, so that it is known when it comes back, and its threads' tokens."""
    secret = secretsmanager.Secret(
        stack,
        "MailKey",
        secret_name=f"postroom/{settings.stage}/mail-key",
        description="Key of the signed markers and thread tokens in sent mail",
        generate_secret_string=secretsmanager.SecretStringGenerator(
            exclude_punctuation=True, include_space=False, password_length=TOKEN_CHARACTERS
        ),
        removal_policy=RemovalPolicy.RETAIN if settings.retain_data else RemovalPolicy.DESTROY,
    )
    acknowledge(
        secret,
        "AwsSolutions-SMG4",
        "Subjects and addresses of mail already sent hold tokens made with this key, so that a rotation on its own "
        "would make answers to them unknown.",
    )
    return secret


def bootstrap_root_tenant(resources: Resources, bootstrap_tenant: lambda_.Function) -> CustomResource:
    """The root tenant with its domains, admin and token; it is written anew whenever one of them changes."""
    settings = resources.settings
    return CustomResource(
        resources.stack,
        "RootTenant",
        service_token=bootstrap_tenant.function_arn,
        resource_type="Custom::PostroomTenant",
        service_timeout=_ANSWER_WITHIN,
        properties={
            "Stage": settings.stage,
            "TenantId": ROOT_TENANT,
            "TenantName": settings.tenant_name,
            "Domains": list(settings.domains),
            "AdminAddress": settings.admin_address,
            "SendingAddress": settings.sending_address or "",
            "TimeZone": settings.tenant_time_zone,
            "TokenSecretArn": resources.api_token.secret_arn,
            "ConnectionsPrefix": settings.connections_prefix,
            **({"MailBudgets": settings.mail_budgets.model_dump()} if settings.mail_budgets else {}),
        },
    )


def activate_receipt_rules(
    resources: Resources, receiving: Receiving, activate: lambda_.Function, way: Sequence[IConstruct]
) -> None:
    """Last of all, so that no mail comes in before everything on its `way` stands."""
    active = CustomResource(
        resources.stack,
        "ActiveReceiptRules",
        service_token=activate.function_arn,
        resource_type="Custom::PostroomActiveReceiptRules",
        service_timeout=_ANSWER_WITHIN,
        properties={"RuleSetName": receiving.rule_set.ref},
    )
    active.node.add_dependency(*receiving.rules, *way)
