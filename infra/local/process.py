"""What a running stack takes over in its process, and gives back: environment, clients, the time, standard output."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from moto import mock_aws

from infra.local.aws_calls import AwsCalls
from infra.local.clock import MovableClock
from infra.local.dynamodb import LocalStore, install
from infra.local.lambdas.function import see_the_code
from infra.local.logs import OUTPUT
from infra.local.wire import Wire


@contextmanager
def taken_over(
    region: str, store: LocalStore, calls: AwsCalls, wire: Wire, clock: MovableClock, logs: Path
) -> Iterator[None]:
    """Everything of the process that functions can see is the stack's while this is open."""
    with ExitStack() as given_back:
        given_back.enter_context(_variables({"AWS_REGION": region, "AWS_DEFAULT_REGION": region}))
        mock = mock_aws(config={"core": {"mock_credentials": True, "reset_boto3_session": True}})
        mock.start()
        given_back.callback(mock.stop)
        given_back.enter_context(install(store))
        wire.install()
        given_back.callback(wire.remove)
        calls.install()
        given_back.callback(calls.remove)
        OUTPUT.install(logs)
        given_back.callback(OUTPUT.remove)
        see_the_code()
        given_back.enter_context(_adapters(clock))
        yield


@contextmanager
def _adapters(clock: MovableClock) -> Iterator[None]:
    """The adapters' clock is ours; clients made before or after belong to somebody else's AWS."""
    from postroom_adapters import aws
    from postroom_adapters.clock import use_clock

    def forget() -> None:
        aws.client.cache_clear()
        # It keeps the handlers that were there when it was opened: those of the stack before this one.
        aws._session.cache_clear()

    forget()
    use_clock(clock)
    try:
        yield
    finally:
        use_clock(None)
        forget()


@contextmanager
def _variables(variables: dict[str, str]) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value
