"""The local stack: the synthesized template, running in this process."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from infra.local.aws_calls import AwsCalls
from infra.local.calls import Call, Calls
from infra.local.clock import MovableClock
from infra.local.creating import create_resources
from infra.local.event_source import REDELIVERY
from infra.local.kept import Kept
from infra.local.lambdas.invocation import Crash, Outcome
from infra.local.mail.delivery import PASS
from infra.local.mail.notification import Verdicts
from infra.local.parts import Parts
from infra.local.process import taken_over
from infra.local.template import Templates
from infra.local.wire import Wire

WORKERS = 4
"""More of them wait for each other in one Python more than they get done; fewer all wait for one slow receiver."""


class LocalStack:
    """Starts with everything the template says and what the state folder holds from before; a context manager.

    Without a state folder it keeps its state in a temporary one, which goes when it stops.
    """

    def __init__(
        self,
        state_folder: Path | None = None,
        clock: MovableClock | None = None,
        *,
        short_cut: bool = True,
        assembly: Path | None = None,
        stage: str = "local",
        overrides: Mapping[str, Any] | None = None,
        workers: int = WORKERS,
    ) -> None:
        self.clock = clock or MovableClock()
        self._keeps_state = state_folder is not None
        self.folder = state_folder or Path(tempfile.mkdtemp(prefix="postroom-local-"))
        self.templates = Templates.read(assembly or _synthesized(stage, overrides))
        self.parts = Parts(self.templates, self.folder, self.clock, workers)
        self.wire = Wire(self.parts.services)
        self._short_cut = short_cut
        self._open = ExitStack()
        self._clients: dict[str, Any] = {}

    def __enter__(self) -> LocalStack:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, slack_webhooks: Mapping[str, str] | None = None) -> None:
        """Bring everything up.

        1. Take over the process, set the clock to where it was left.
        2. Create tables, buckets, parameters and secrets; what they hold is there already.
        3. Let custom resources do their work, if their properties have changed.
        4. Load every function: each is built with the process's environment as its own, so nothing else may move yet.
        5. Go on with executions and queues where they were, and with schedules from now on.
        """
        parts = self.parts
        calls = AwsCalls(parts.services, parts.permissions, parts.calls, self.templates.region, self._short_cut)
        logs = self.folder / "logs"
        self._open.enter_context(taken_over(self.templates.region, parts.store, calls, self.wire, self.clock, logs))
        try:
            self._restore_clock()
            create_resources(parts, self.templates, slack_webhooks or {})
            parts.activity.start()
            parts.timers.start()
            parts.custom.bring_up_to_date(self.templates.custom_resources())
            for function in parts.lambdas:
                function.handler()
            parts.driver.resume()
            for source in parts.sources:
                source.start()
            parts.schedules.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Finish what has just begun, keep everything else for the next start, and give the process back."""
        parts = self.parts
        for source in parts.sources:
            source.stop()
        parts.timers.stop()
        parts.driver.close()
        parts.activity.stop()
        parts.queues.close()
        self._open.close()
        parts.store_journal.close()
        if not self._keeps_state:
            shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self) -> None:
        """Stop as if the process had died: no function gets further than its next AWS call, nothing more is kept."""

        def die(_: Call) -> None:
            raise Crash("the process was killed")

        self.parts.calls.before.append(die)
        self.parts.driver.close()
        self.parts.queues.close()
        self.stop()

    def receives(self, address: str) -> bool:
        """Whether mail for this address is taken; if not, an SMTP server answers 550."""
        return self.parts.receiving.receives(address)

    def deliver_mail(
        self,
        raw: bytes,
        envelope_from: str,
        recipients: Iterable[str],
        verdicts: Verdicts = PASS,
        copies: int = 1,
    ) -> str:
        """Take a mail as SES does, and give its id there; once this returns it is not lost.

        Recipients that no rule takes are left out; if there are no others, `NobodyReceives` is raised. `copies` tells
        of the mail more than once, as SNS and SQS may.
        """
        return self.parts.receiving.deliver(raw, envelope_from, recipients, verdicts, copies)

    def invoke(self, function: str, event: Any) -> Outcome:
        """Call a function as whoever the template lets do so, and wait for it."""
        return self.parts.lambdas.invoke(function, event)

    def fire_schedule(self, name: str) -> Outcome:
        """Call a schedule's function now; by the schedule's name or the end of it, such as `sweep`."""
        return self.parts.schedules.fire_now(name)

    def client(self, service: str) -> Any:
        """A botocore client to look inside with; no role limits it."""
        if service not in self._clients:
            from botocore.session import get_session

            self._clients[service] = get_session().create_client(service, region_name=self.templates.region)
        return self._clients[service]

    @property
    def api_token(self) -> str:
        """The bearer token of the installation's first administrator."""
        answer = self.parts.secrets.answer("GetSecretValue", {"SecretId": self.output("ApiTokenSecret")})
        token: str = answer["SecretString"]
        return token

    @property
    def calls(self) -> Calls:
        """The AWS calls that functions have made."""
        return self.parts.calls

    @property
    def transitions(self) -> dict[str, int]:
        """State transitions so far, by execution name."""
        return {execution.name: execution.transitions for execution in self.parts.driver.executions()}

    def output(self, name: str) -> str:
        """An output of the templates."""
        return str(self.templates.outputs[name])

    def settled(self, timeout: float = 60.0) -> None:
        """Wait until no message, dispatch or call is in progress; what waits for a person or a date does not count.

        Raises TimeoutError with what is still going on, and RuntimeError if the local stack itself has failed.
        """
        self._wait(("retry", REDELIVERY), timeout)

    def quiet(self, timeout: float = 60.0) -> None:
        """Wait until nothing can happen before the clock is moved: retries and redeliveries may still be waiting."""
        self._wait((), timeout)

    def _wait(self, kinds: tuple[str, ...], timeout: float) -> None:
        activity, timers = self.parts.activity, self.parts.timers

        def over() -> bool:
            # On a clock that stands still, what waits for it would do so for ever.
            return not timers.overdue() and (self.clock.is_frozen or not timers.pending(*kinds))

        done = activity.wait(over, timeout)
        if activity.failures:
            raise RuntimeError("the local stack failed:\n" + "\n".join(activity.failures))
        waiting = {kind: timers.pending(kind) for kind in kinds if timers.pending(kind)}
        if waiting or not done:
            raise TimeoutError(f"after {timeout} s still going on: {activity.in_progress() | waiting}")

    def _restore_clock(self) -> None:
        """A clock that was moved forward stays there: what has happened must not lie in the future."""
        kept = Kept(self.folder / "clock.json")
        if not self.clock.is_frozen:
            self.clock.advance(max(0.0, float(kept.get("offset") or 0.0) - self.clock.offset.total_seconds()))
            self.clock.moved = lambda: kept.put("offset", self.clock.offset / timedelta(seconds=1))


def _synthesized(stage: str, overrides: Mapping[str, Any] | None) -> Path:
    from infra.synth import synthesize

    return synthesize(stage, overrides)
