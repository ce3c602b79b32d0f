"""A mail's way to its function: bucket, topic, queue, event source, and back into the queue if it fails."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.local.lambdas.invocation import Crash
from infra.local.mail.delivery import NobodyReceives
from infra.local.stack import LocalStack
from tests.infra.local.stacks import MAIL, fake_stack

QUEUE, DEAD = "postroom-local-mail", "postroom-local-mail-dead-letters"


class Recorder:
    """receive_mail: remembers what it is given, and fails as it is told to."""

    def __init__(self, fails: Callable[[str], bool] = lambda _: False) -> None:
        self.records: list[dict[str, Any]] = []
        self._fails = fails

    def __call__(self, event: Any, _: Any) -> Any:
        self.records += event["Records"]
        failed = [each["messageId"] for each in event["Records"] if self._fails(each["body"])]
        return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}

    def message_ids(self) -> list[str]:
        return [json.loads(record["body"])["mail"]["messageId"] for record in self.records]


def depths(stack: LocalStack) -> dict[str, tuple[int, int]]:
    return {name: stack.parts.queues.find(name).counts() for name in (QUEUE, DEAD)}


def test_a_mail_reaches_its_function_as_a_batch_of_sqs(local_assembly: Path) -> None:
    receive = Recorder()
    with fake_stack(local_assembly, receive_mail=receive) as stack:
        message_id = stack.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"])
        stack.settled()
        (record,) = receive.records
        assert record["eventSource"] == "aws:sqs"
        assert record["eventSourceARN"] == "arn:aws:sqs:eu-west-1:123456789012:postroom-local-mail"
        assert record["attributes"]["ApproximateReceiveCount"] == "1"
        told = json.loads(record["body"])
        action = told["receipt"]["action"]
        assert (told["mail"]["messageId"], action["objectKey"]) == (message_id, f"inbound/{message_id}")
        stored = stack.client("s3").get_object(Bucket=action["bucketName"], Key=action["objectKey"])["Body"].read()
        assert stored.endswith(MAIL)
        assert depths(stack) == {QUEUE: (0, 0), DEAD: (0, 0)}


def test_mail_for_nobody_is_refused_and_leaves_nothing(local_assembly: Path) -> None:
    with fake_stack(local_assembly) as stack:
        assert stack.receives("x@postroom.test")
        assert not stack.receives("x@elsewhere.test")
        with pytest.raises(NobodyReceives):
            stack.deliver_mail(MAIL, "a@example.com", ["x@elsewhere.test"])
        assert list(stack.parts.objects.heads(stack.output("MailBucket"))) == []


def test_a_mail_told_of_twice_comes_twice(local_assembly: Path) -> None:
    receive = Recorder()
    with fake_stack(local_assembly, receive_mail=receive) as stack:
        message_id = stack.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"], copies=2)
        stack.settled()
        assert receive.message_ids() == [message_id, message_id]


def test_only_what_failed_comes_again_after_the_visibility_timeout(local_assembly: Path) -> None:
    broken = {"yes"}
    receive = Recorder(lambda body: '"bad@' in body and bool(broken))
    with fake_stack(local_assembly, receive_mail=receive) as stack:
        stack.deliver_mail(MAIL, "good@example.com", ["x@postroom.test"])
        bad = stack.deliver_mail(MAIL, "bad@example.com", ["x@postroom.test"])
        stack.quiet()
        assert depths(stack)[QUEUE] == (0, 1)
        receive.records.clear()
        broken.clear()
        stack.clock.advance(179)
        stack.quiet()
        assert receive.records == []
        stack.clock.advance(1)
        stack.settled()
        assert receive.message_ids() == [bad]
        assert receive.records[0]["attributes"]["ApproximateReceiveCount"] == "2"


def test_what_fails_five_times_ends_among_the_dead_letters(local_assembly: Path) -> None:
    receive = Recorder(lambda _: True)
    with fake_stack(local_assembly, receive_mail=receive) as stack:
        stack.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"])
        for _ in range(5):
            stack.quiet()
            stack.clock.advance(180)
        stack.quiet()
        assert len(receive.records) == 5
        assert depths(stack) == {QUEUE: (0, 0), DEAD: (1, 0)}


@pytest.mark.parametrize("answer", [{"batchItemFailures": [{"itemIdentifier": "who?"}]}, {"batchItemFailures": ["x"]}])
def test_an_answer_that_names_something_else_fails_the_whole_batch(local_assembly: Path, answer: Any) -> None:
    with fake_stack(local_assembly, receive_mail=lambda *_: answer) as stack:
        stack.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"])
        stack.quiet()
        assert depths(stack)[QUEUE] == (0, 1)


def test_a_mail_that_was_taken_survives_the_death_of_the_process(local_assembly: Path, tmp_path: Path) -> None:
    def die(*_: Any) -> None:
        raise Crash

    first = fake_stack(local_assembly, tmp_path, receive_mail=die)
    first.start()
    message_id = first.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"])
    first.kill()
    receive = Recorder()
    with fake_stack(local_assembly, tmp_path, receive_mail=receive) as second:
        second.settled()
        assert receive.message_ids() == [message_id]
