"""AWS clients: each opened once per process, on first use, with timeouts that fit inside a function's own."""

from functools import cache
from typing import Any

CONNECT_SECONDS = 3
READ_SECONDS = 10
SERVICES = ("dynamodb", "s3", "secretsmanager", "ses", "sesv2", "ssm", "stepfunctions")
"""Every service that functions call; another one is an UnknownServiceError."""
AT_MOST_ONCE = frozenset({"sesv2"})
"""Services whose calls must not be repeated unasked: botocore also repeats what it got no answer to."""


@cache
def client(service: str) -> Any:
    """The process's botocore client for `service` (`dynamodb`, `s3`, `stepfunctions`, …).

    botocore without boto3 on top: the same clients, a third less to import.
    """
    import os

    from botocore.config import Config

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": 1 if service in AT_MOST_ONCE else 4},
        # Links to objects are signed with version 4, the only one every region takes.
        signature_version="s3v4" if service == "s3" else None,
    )
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return _session().create_client(service, region_name=region, config=config)


@cache
def _session() -> Any:
    from botocore.session import get_session

    from postroom_adapters.aws_data import ServiceData

    session = get_session()
    session.register_component("data_loader", ServiceData(SERVICES))
    return session
