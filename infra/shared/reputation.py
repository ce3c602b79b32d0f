"""SES's metrics of sent mail. SES looks into an account at 5 % bounces or 0.1 % complaints, and pauses it at twice to
five times that: https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html
"""

from typing import Literal

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

BOUNCE_RATE_MAX = 0.05
COMPLAINT_RATE_MAX = 0.001


def reputation(rate: Literal["BounceRate", "ComplaintRate"], configuration_set: str) -> cloudwatch.Metric:
    """The share of what was sent through the configuration set, as SES counts its reputation."""
    return cloudwatch.Metric(
        namespace="AWS/SES",
        metric_name=f"Reputation.{rate}",
        dimensions_map={"ses:configuration-set": configuration_set},
        statistic="Average",
        period=Duration.hours(1),
    )


def sent_mail(name: str, *, statistic: str, period: Duration) -> cloudwatch.Metric:
    """A count of the whole account; SES gives none for a configuration set by itself."""
    return cloudwatch.Metric(namespace="AWS/SES", metric_name=name, statistic=statistic, period=period)
