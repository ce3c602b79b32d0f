"""A local stack of the real template over fake handlers, so that what surrounds functions is tried by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from infra.local.clock import MovableClock
from infra.local.stack import LocalStack

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MAIL = b"From: a@example.com\r\nTo: x@postroom.test\r\nSubject: Hello\r\nMessage-ID: <1@example.com>\r\n\r\nBody\r\n"

Handler = Callable[[Any, Any], Any]


def fake_stack(
    assembly: Path, folder: Path | None = None, *, short_cut: bool = True, **handlers: Handler
) -> LocalStack:
    """A stack on a clock that stands still; functions without a handler answer nothing."""
    stack = LocalStack(folder, MovableClock(START), short_cut=short_cut, assembly=assembly)
    for function in stack.parts.lambdas:
        function.use(handlers.get(function.name, lambda *_: None))
    for name in ("bootstrap_tenant", "activate_receipt_rules"):
        stack.parts.lambdas.find(name).use(handlers.get(name, answering))
    return stack


def answering(event: Any, _: Any) -> None:
    """A custom resource's function: does what it is for and answers."""
    from postroom_adapters.aws import client

    properties = event["ResourceProperties"]
    if "RuleSetName" in properties:
        client("ses").set_active_receipt_rule_set(RuleSetName=properties["RuleSetName"])
    reply(event, {"Status": "SUCCESS", "PhysicalResourceId": "made"})


def reply(event: Any, answer: dict[str, Any]) -> None:
    """Put an answer to CloudFormation's address."""
    with urlopen(Request(event["ResponseURL"], data=json.dumps(answer).encode(), method="PUT")) as response:
        assert response.status == 200
