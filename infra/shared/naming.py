"""What resources are called. The service stack knows the storage stack's by name, so neither stack exports anything:
exports could not be changed while they are used, and tables that must not be replaced have fixed names anyway.
"""

from aws_cdk import ArnFormat, Stack

from infra.settings import Settings
from infra.shared.spec import TableName


def table_name(settings: Settings, table: TableName) -> str:
    """A table's name."""
    return f"{settings.prefix}-{table}"


def table_arn(stack: Stack, settings: Settings, table: TableName) -> str:
    """A table's ARN."""
    return stack.format_arn(service="dynamodb", resource="table", resource_name=table_name(settings, table))


def mail_bucket_name(stack: Stack, settings: Settings) -> str:
    """The bucket's name; bucket names are one namespace for all of AWS, hence account and region."""
    return f"{settings.prefix}-mail-{stack.account}-{stack.region}"


def mail_bucket_objects(stack: Stack, settings: Settings, pattern: str) -> str:
    """The ARN of objects in the bucket."""
    return f"arn:{stack.partition}:s3:::{mail_bucket_name(stack, settings)}/{pattern}"


def configuration_set_name(settings: Settings) -> str:
    """The SES configuration set that mail is sent through."""
    return settings.prefix


def dispatch_name(settings: Settings) -> str:
    """The state machine's name; it is known by it, since functions that it calls start dispatches too."""
    return f"{settings.prefix}-dispatch"


def dispatch_arn(stack: Stack, settings: Settings) -> str:
    """The state machine's ARN."""
    return _states(stack, "stateMachine", dispatch_name(settings))


def dispatch_executions(stack: Stack, settings: Settings) -> str:
    """The ARN of its executions."""
    return _states(stack, "execution", f"{dispatch_name(settings)}:*")


def _states(stack: Stack, resource: str, name: str) -> str:
    return stack.format_arn(
        service="states", resource=resource, resource_name=name, arn_format=ArnFormat.COLON_RESOURCE_NAME
    )
