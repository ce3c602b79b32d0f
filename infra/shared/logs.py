"""Log groups: named by us, kept as long as the settings say, and no longer than the stack where data may go."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.settings import Settings

_RETENTION = {
    7: logs.RetentionDays.ONE_WEEK,
    14: logs.RetentionDays.TWO_WEEKS,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
    180: logs.RetentionDays.SIX_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
}


def make_log_group(scope: Construct, construct_id: str, name: str, settings: Settings) -> logs.LogGroup:
    """The log group `name`."""
    return logs.LogGroup(
        scope,
        construct_id,
        log_group_name=name,
        retention=_RETENTION[settings.log_retention_days],
        removal_policy=RemovalPolicy.RETAIN if settings.retain_data else RemovalPolicy.DESTROY,
    )


def delivered(settings: Settings, what: str) -> str:
    """A name under /aws/vendedlogs/, which AWS's own log deliveries need no policy of ours for."""
    return f"/aws/vendedlogs/{settings.prefix}/{what}"
