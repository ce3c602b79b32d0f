"""A batch of queue messages, one by one: those that failed are named, so that only they come again."""

from collections.abc import Callable
from typing import Any

from postroom_adapters.observability import crashed


def handle_each(event: dict[str, Any], handle: Callable[[str], None], failed_as: str) -> dict[str, Any]:
    """The answer to an SQS event source mapping that reports failures by item; each is recorded as `failed_as`."""
    failed = []
    for record in event["Records"]:
        try:
            handle(record["body"])
        except Exception as error:  # noqa: BLE001 - the outermost edge: recorded, and the queue delivers it again
            crashed(failed_as, error, queue_message=record["messageId"])
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
