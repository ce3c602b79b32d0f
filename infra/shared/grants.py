"""What a function uses, turned into what its role allows and variables of its environment."""

from dataclasses import dataclass

from aws_cdk import Stack
from aws_cdk import aws_secretsmanager as secretsmanager

from infra.settings import Settings
from infra.shared import naming
from infra.shared.spec import ActiveRuleSet, ApiToken, Connections, Dispatches, Items, MailKey, Objects, SentMail, Use


@dataclass(frozen=True, slots=True)
class Resources:
    """The stack that functions stand in, and what they may use."""

    stack: Stack
    settings: Settings
    api_token: secretsmanager.ISecret
    mail_key: secretsmanager.ISecret


@dataclass(frozen=True, slots=True)
class Grant:
    """Actions on resources; `why_wildcard` says why one of them ends in a star."""

    actions: list[str]
    resources: list[str]
    why_wildcard: str = ""


def grants(use: Use, resources: Resources) -> list[Grant]:
    """What the role of a function must allow for `use`, and nothing more."""
    stack, settings = resources.stack, resources.settings
    match use:
        case Items():
            return _items(use, resources)
        case Objects():
            objects = naming.mail_bucket_objects(stack, settings, f"{use.prefix}*")
            actions = [f"s3:{action}" for action in use.actions]
            return [Grant(actions, [objects], "Objects are named by ids; the prefix is all that is known before.")]
        case Dispatches():
            why = "A dispatch is named by its event's id; the state machine is all that is known before."
            of = {
                "StartExecution": Grant(["states:StartExecution"], [naming.dispatch_arn(stack, settings)]),
                **{
                    name: Grant([f"states:{name}"], [naming.dispatch_executions(stack, settings)], why)
                    for name in ("DescribeExecution", "StopExecution")
                },
            }
            return [of[action] for action in use.actions]
        case Connections():
            # No kms:Decrypt: the policy of the key aws/ssm itself lets the account's principals decrypt through SSM.
            name = f"{settings.connections_prefix.removeprefix('/')}/*"
            parameters = stack.format_arn(service="ssm", resource="parameter", resource_name=name)
            return [Grant(["ssm:GetParameter"], [parameters], "Tenants make connections while the service runs.")]
        case SentMail():
            # SES asks for both: whose name it is sent in, and by which configuration set.
            names = {"identity": settings.sending_domain, "configuration-set": naming.configuration_set_name(settings)}
            arns = [stack.format_arn(service="ses", resource=kind, resource_name=name) for kind, name in names.items()]
            return [Grant(["ses:SendEmail"], arns)]
        case ApiToken():
            return [Grant(["secretsmanager:GetSecretValue"], [resources.api_token.secret_arn])]
        case MailKey():
            return [Grant(["secretsmanager:GetSecretValue"], [resources.mail_key.secret_arn])]
        case ActiveRuleSet():
            actions = ["ses:DescribeActiveReceiptRuleSet", "ses:SetActiveReceiptRuleSet"]
            return [Grant(actions, ["*"], "SES knows no resources for the actions of receiving.")]


def environment(use: Use, resources: Resources) -> dict[str, str]:
    """What a function must be told to find what it uses."""
    stack, settings = resources.stack, resources.settings
    match use:
        case Items():
            return {f"{use.table.upper()}_TABLE": naming.table_name(settings, use.table)}
        case Objects():
            return {"MAIL_BUCKET": naming.mail_bucket_name(stack, settings)}
        case Dispatches():
            return {"DISPATCH_STATE_MACHINE_ARN": naming.dispatch_arn(stack, settings)}
        case SentMail():
            return {"MAIL_CONFIGURATION_SET": naming.configuration_set_name(settings)}
        case MailKey():
            return {"MAIL_KEY_SECRET_ARN": resources.mail_key.secret_arn}
        case Connections() | ApiToken() | ActiveRuleSet():
            return {}


def _items(use: Items, resources: Resources) -> list[Grant]:
    table = naming.table_arn(resources.stack, resources.settings, use.table)
    granted = [Grant([f"dynamodb:{action}" for action in use.actions], [table])] if use.actions else []
    if use.query_indexes:
        granted.append(Grant(["dynamodb:Query"], [f"{table}/index/{name}" for name in use.query_indexes]))
    return granted
