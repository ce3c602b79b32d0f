"""The sample mails on bad days: conflicts, throttling and dying functions lose nothing and do nothing twice."""

import random
import threading
from collections import Counter
from typing import Any

import pytest

from infra.local.calls import Call
from infra.local.lambdas.invocation import CRASHED, Crash
from tests.e2e.exactly_once import assert_exactly_once, assert_mails_came_out
from tests.e2e.installation import Installation, samples, step_of

SLOW_SEEDS = [pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6)]
CRASHES_OF_RECEIVING = 4
"""One fewer than what the queue gives up after: a crash takes the whole batch with it."""


@pytest.mark.parametrize("seed", [0, *SLOW_SEEDS])
@pytest.mark.parametrize(("conflict", "throttle"), [(0.2, 0.1), pytest.param(0.5, 0.3, marks=pytest.mark.slow)])
def test_conflicts_and_throttling_at_random_lose_and_double_nothing(
    installation: Installation, seed: int, conflict: float, throttle: float
) -> None:
    faults = installation.stack.parts.store.faults
    faults.at_random(random.Random(seed), conflict=conflict, throttle=throttle)
    sent = installation.send_samples()
    installation.run()
    faults.clear()
    assert_mails_came_out(installation, sent)
    assert_exactly_once(installation)


@pytest.mark.parametrize("seed", [0, *SLOW_SEEDS])
def test_functions_that_die_at_random_around_their_calls_lose_and_double_nothing(
    installation: Installation, seed: int
) -> None:
    reaper = Reaper(random.Random(seed))
    installation.stack.calls.before.append(reaper.before)
    installation.stack.calls.after.append(reaper.after)
    sent = installation.send_samples()
    installation.run()
    reaper.chance = 0
    assert sum(reaper.deaths.values()) == len(
        [one for one in installation.invocations if one.error and one.error.type == CRASHED]
    )
    assert sum(reaper.deaths.values()) >= len(samples()) // 2
    assert_mails_came_out(installation, sent)
    assert_exactly_once(installation)
    assert installation.dead_letters() == 0


def test_a_raw_mail_that_is_gone_fails_its_step_and_kills_no_function_though_its_role_may_not_list_the_bucket(
    installation: Installation,
) -> None:
    invoice = next(one for one in samples() if one.file == "invoice_en.eml")
    objects, bucket = installation.stack.parts.objects, installation.stack.output("MailBucket")

    def lose(function: str, _: Any) -> None:
        if function == "step_ai":
            for found in list(objects.heads(bucket, "inbound/")):
                objects.delete(bucket, found.key)

    installation.stack.parts.lambdas.before.append(lose)
    sent = installation.send(invoice.raw, invoice.sender)
    installation.run()
    execution = installation.only_execution(sent)
    step = next(one for one in execution["steps"] if one["action"] == "extract_invoice_data")
    assert (execution["status"], step["status"]) == ("completed_with_errors", "failed")
    assert step["error"]["code"] == "broken"
    assert "is not in the mail bucket" in step["error"]["message"]
    assert [one.function for one in installation.invocations if one.error] == []


class Reaper:
    """Kills functions around their calls: with a chance of 1 in 25 before a call, and as often after it."""

    def __init__(self, rng: random.Random) -> None:
        self.chance = 0.04
        self.deaths: Counter[str] = Counter()
        self._rng = rng
        self._lock = threading.Lock()

    def before(self, call: Call) -> None:
        """It dies, and the call is never made."""
        self._maybe_kill(call, "before")

    def after(self, call: Call) -> None:
        """The call is made, and nobody hears of it."""
        self._maybe_kill(call, "after")

    def _maybe_kill(self, call: Call, when: str) -> None:
        with self._lock:
            spared = call.function == "receive_mail" and self.deaths["receive_mail"] >= CRASHES_OF_RECEIVING
            if spared or self._rng.random() >= self.chance:
                return
            self.deaths[call.function] += 1
        raise Crash(f"killed {when} {call.operation}")


def test_a_post_whose_record_was_lost_is_flagged_and_not_repeated(installation: Installation) -> None:
    """The one gap that no transaction closes: Slack has it, and the function dies before it can say so."""

    def die_once(call: Call) -> None:
        if call.function == "step_notify" and call.operation == "TransactWriteItems" and not died:
            died.append(call)
            raise Crash

    died: list[Call] = []
    installation.stack.calls.before.append(die_once)
    invoice = next(one for one in samples() if one.workflows)
    sent = installation.send(invoice.raw, invoice.sender, [invoice.recipient])
    installation.run()
    execution = installation.only_execution(sent)
    told = step_of(execution, "slack")
    assert (len(died), len(installation.posts())) == (1, 1)
    assert (told["status"], told["error"]["code"], told["outcome_unknown"]) == ("failed", "unknown_outcome", True)
    assert (execution["status"], execution["outcome_unknown"]) == ("completed_with_errors", True)
    assert installation.email(sent)["status"] == "processed"
