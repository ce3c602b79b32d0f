"""Answers CloudFormation for a custom resource: whatever happens inside, exactly one answer is put to its address.

CloudFormation waits for the answer to ResponseURL and for nothing else; a function that dies without one leaves the
stack hanging until the resource's ServiceTimeout. So every error becomes a FAILED with its reason, and putting the
answer is tried more than once.
"""

import json
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from postroom_adapters.observability import crashed

Event = Mapping[str, Any]
Outcome = Mapping[str, Any]
"""{"PhysicalResourceId": …, "Data": {…}}, both optional."""

PUT_SECONDS = 10
PUT_ATTEMPTS = 3
REASON_CHARACTERS = 1_000
"""CloudFormation takes an answer of 4 KB at most, and shows people the reason."""


class Context(Protocol):
    """What is read of Lambda's context."""

    log_stream_name: str


def respond(event: Event, context: Context, handle: Callable[[Event], Outcome]) -> dict[str, Any]:
    """Run `handle`, tell CloudFormation how it went, and return what it was told.

    An event without a ResponseURL (somebody tries the function out) is answered to its caller only.
    """
    answer = _identity(event, context)
    try:
        outcome = handle(event)
    except Exception as error:  # noqa: BLE001 - a custom resource's outermost edge; CloudFormation must hear of it
        crashed("custom_resource_failed", error, request=event["RequestType"], resource=event["LogicalResourceId"])
        where = f" (log stream {context.log_stream_name})"
        reason = str(error)[: REASON_CHARACTERS - len(where)]
        answer |= {"Status": "FAILED", "Reason": reason + where}
    else:
        answer |= {"Status": "SUCCESS", **outcome}
    if url := event.get("ResponseURL"):
        _put(url, json.dumps(answer).encode())
    return answer


def _identity(event: Event, context: Context) -> dict[str, Any]:
    same = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    # A creation that failed has no id yet; any will do, since CloudFormation then only deletes it again.
    return {"PhysicalResourceId": event.get("PhysicalResourceId") or context.log_stream_name, **same}


def _put(url: str, body: bytes) -> None:
    # The address is presigned for a request without a content type, which urllib would add to one with a body.
    request = urllib.request.Request(url, body, {"Content-Type": ""}, method="PUT")  # noqa: S310 - from CloudFormation
    for attempt in range(1, PUT_ATTEMPTS + 1):
        try:
            with urllib.request.urlopen(request, timeout=PUT_SECONDS):  # noqa: S310
                return
        except OSError as error:
            crashed("custom_resource_not_answered", error, attempt=attempt)
            if attempt == PUT_ATTEMPTS:
                raise
