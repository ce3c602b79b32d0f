"""What AWS asks for: one dated table of public on-demand prices, and what counted use comes to at them.

Region us-east-1, in US dollars, beyond every free tier. Other regions differ for some rows; one region is kept here so
that figures can be compared over time. Where the page itself could not be read, `source` says who quotes it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple


class Price(NamedTuple):
    """One row: `usd` for `per` units of `unit`, as read at `source` on `date`."""

    usd: Decimal
    per: int
    unit: str
    date: str
    source: str


_MILLION = 1_000_000
_DYNAMODB = "https://airbyte.com/data-engineering-resources/dynamodb-pricing, after AWS's cut of 2024-11-01"
_S3 = "https://aws.amazon.com/s3/pricing/, as quoted by dev.to/sh20raj; not re-read"
_SES = "AWS Price List, AmazonSES us-east-1, 20260722172054, à la carte; by github.com/api-evangelist/amazon-ses"

PRICES: Mapping[str, Price] = {
    "cloudwatch_logs": Price(
        Decimal("0.50"), 10**9, "bytes taken in", "2026-11", "https://aws.amazon.com/cloudwatch/pricing/ (not re-read)"
    ),
    "dynamodb_read": Price(Decimal("0.125"), _MILLION, "read request units", "2025-07", _DYNAMODB),
    "dynamodb_write": Price(Decimal("0.625"), _MILLION, "write request units", "2025-07", _DYNAMODB),
    "kms": Price(Decimal("0.03"), 10_000, "requests", "2026-11", "https://aws.amazon.com/kms/pricing/"),
    "lambda_duration": Price(
        Decimal("0.0000133334"), 1, "GB-seconds on arm64", "2024-11", "https://cloudchipr.com/blog/aws-lambda-pricing"
    ),
    "lambda_requests": Price(
        Decimal("0.20"), _MILLION, "invocations", "2024-11", "https://cloudchipr.com/blog/aws-lambda-pricing"
    ),
    "s3_get": Price(Decimal("0.0004"), 1_000, "GET requests", "2026-11", _S3),
    "s3_put": Price(Decimal("0.005"), 1_000, "PUT requests", "2026-11", _S3),
    "ses_mails": Price(Decimal("0.10"), 1_000, "mails received", "2026-07-22", _SES),
    "ses_chunks": Price(Decimal("0.09"), 1_000, "full 256 KB received", "2026-07-22", _SES),
    "sns": Price(
        Decimal("0.50"),
        _MILLION,
        "publishes of 64 KB; to SQS they are delivered free",
        "2026-06-13",
        "https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/",
    ),
    "sqs": Price(
        Decimal("0.40"),
        _MILLION,
        "requests of 64 KB",
        "2026-06",
        "https://www.factualminds.com/blog/amazon-sqs-pricing-64kb-rule-fifo-vs-standard/",
    ),
    "ssm": Price(
        Decimal(0),
        1,
        "reads of standard parameters",
        "2026-05",
        "https://www.webuildup.live/2026/05/aws-parameter-store-vs-secrets-manager.html",
    ),
    "states": Price(
        Decimal("0.025"),
        1_000,
        "state transitions",
        "2026-03-14",
        "https://aws.amazon.com/step-functions/pricing/ (us-east-1 and eu-west-1 alike); dated by wring.co's guide",
    ),
    "xray": Price(Decimal("5.00"), _MILLION, "traces recorded", "2026-11", "https://aws.amazon.com/de/xray/pricing/"),
}


def cost(use: Mapping[str, Decimal | int]) -> dict[str, Decimal]:
    """US dollars by row of the table; what the table does not have is a KeyError, never free."""
    return {name: Decimal(amount) * PRICES[name].usd / PRICES[name].per for name, amount in use.items()}


def blocks(size: int, block: int) -> int:
    """So many blocks as are begun, at least one: how SQS and SNS count 64 KB."""
    return max(1, -(-size // block))
