"""The local stack as a whole, over fake handlers."""

import json
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.custom_resources import CustomResourceFailed
from infra.local.lambdas.invocation import Crash
from infra.local.stack import LocalStack
from tests.infra.local.stacks import MAIL, START, answering, fake_stack, reply

TABLE = "postroom-local-executions"


def call(service: str, operation: str, **params: Any) -> Any:
    """A call as a handler makes it."""
    from postroom_adapters.aws import client

    return getattr(client(service), operation)(**params)


def put(key: str) -> None:
    call("dynamodb", "put_item", TableName=TABLE, Item={"pk": {"S": key}, "sk": {"S": "x"}})


def has(stack: LocalStack, key: str) -> bool:
    return "Item" in stack.client("dynamodb").get_item(TableName=TABLE, Key={"pk": {"S": key}, "sk": {"S": "x"}})


@pytest.mark.parametrize("short_cut", [True, False])
def test_a_call_that_the_role_allows_is_made_and_one_it_does_not_is_denied(
    local_assembly: Path, *, short_cut: bool
) -> None:
    denied: list[ClientError] = []

    def handler(*_: Any) -> None:
        put("allowed")
        for service, operation, params in (
            ("dynamodb", "scan", {"TableName": TABLE}),
            ("s3", "put_object", {"Bucket": "postroom-local-mail-123456789012-eu-west-1", "Key": "k", "Body": b""}),
        ):
            try:
                call(service, operation, **params)
            except ClientError as error:
                denied.append(error)

    with fake_stack(local_assembly, short_cut=short_cut, receive_mail=handler) as stack:
        assert stack.invoke("receive_mail", {"Records": []}).error is None
        assert has(stack, "allowed")
        assert [error.response["Error"]["Code"] for error in denied] == ["AccessDeniedException", "AccessDenied"]
        assert (
            "is not authorized to perform: dynamodb:Scan on resource: "
            "arn:aws:dynamodb:eu-west-1:123456789012:table/postroom-local-executions" in str(denied[0])
        )
        used = {(use.function, use.action) for use in stack.parts.permissions.used if use.function == "receive_mail"}
        assert used == {("receive_mail", "dynamodb:PutItem")}


@pytest.mark.parametrize("short_cut", [True, False])
def test_both_ways_answer_and_fail_alike(local_assembly: Path, *, short_cut: bool) -> None:
    seen: dict[str, Any] = {}

    def handler(event: Any, _: Any) -> None:
        from postroom_adapters.aws import client

        bucket = event["bucket"]
        client("s3").put_object(Bucket=bucket, Key="outputs/a", Body=b"content", ContentType="text/plain")
        answer = client("s3").get_object(Bucket=bucket, Key="outputs/a")
        seen["object"] = (answer["Body"].read(), answer["ContentType"], answer["ContentLength"])
        seen["secret"] = json.loads(client("ssm").get_parameter(Name=event["name"])["Parameter"]["Value"])["default"]
        for name, attempt in (
            ("missing object", partial(client("s3").get_object, Bucket=bucket, Key="outputs/gone")),
            ("missing parameter", partial(client("ssm").get_parameter, Name=event["name"] + "2")),
        ):
            try:
                attempt()
            except ClientError as error:
                seen[name] = (error.response["Error"]["Code"], type(error).__name__)

    stack = fake_stack(local_assembly, short_cut=short_cut, step_notify=handler)
    stack.start(slack_webhooks={"#invoices": "http://localhost/1", "default": "http://localhost/2"})
    try:
        name = f"{stack.output('ConnectionsPrefix')}/root/slack"
        outcome = stack.invoke("step_notify", {"bucket": stack.output("MailBucket"), "name": name})
        assert outcome.error is None, outcome.error
    finally:
        stack.stop()
    assert seen == {
        "object": (b"content", "text/plain", 7),
        "secret": "http://localhost/2",
        # It may not list the bucket, so S3 does not tell it what is not there.
        "missing object": ("AccessDenied", "AccessDenied"),
        "missing parameter": ("ParameterNotFound", "ParameterNotFound"),
    }


def test_calls_are_counted_and_can_be_interrupted_before_and_after(local_assembly: Path) -> None:
    def handler(event: Any, _: Any) -> None:
        put(event["key"])

    def die(_: Any) -> None:
        raise Crash

    with fake_stack(local_assembly, receive_mail=handler) as stack:
        stack.calls.clear()
        stack.calls.before.append(die)
        assert stack.invoke("receive_mail", {"key": "before"}).error is not None
        stack.calls.before.clear()
        stack.calls.after.append(die)
        assert stack.invoke("receive_mail", {"key": "after"}).error is not None
        assert (has(stack, "before"), has(stack, "after")) == (False, True)
        assert stack.calls.counts == {("receive_mail", "dynamodb", "PutItem"): 2}
        assert stack.calls.recent[1].request_bytes > 50


def test_throttling_is_tried_again_as_botocore_does_and_then_seen(local_assembly: Path) -> None:
    with fake_stack(local_assembly, receive_mail=lambda *_: put("a")) as stack:
        stack.parts.store.faults.throttle_next(3)
        assert stack.invoke("receive_mail", {}).error is None
        stack.parts.store.faults.throttle_next(4)
        error = stack.invoke("receive_mail", {}).error
        assert error is not None
        assert error.type == "ProvisionedThroughputExceededException"


def dispatching(stack: list[LocalStack]) -> Any:
    def handler(event: Any, _: Any) -> None:
        for record in event["Records"]:
            name = json.loads(record["body"])["mail"]["messageId"]
            arn = stack[0].output("DispatchStateMachineArn")
            call("stepfunctions", "start_execution", stateMachineArn=arn, name=name, input=json.dumps({"id": name}))

    return handler


def step(event: Any, _: Any) -> Any:
    n = event.get("n", 0) + 1
    return {**event, "n": n, "next": ["step:records", "step:notify", "done"][min(n - 2, 2)] if n > 1 else "?"}


def stepping() -> dict[str, Any]:
    return dict.fromkeys(("classify_event", "match_workflows", "step_records", "step_notify"), step)


@pytest.mark.parametrize("short_cut", [True, False])
def test_a_mail_becomes_a_dispatch_that_runs_to_its_end(local_assembly: Path, *, short_cut: bool) -> None:
    stacks: list[LocalStack] = []
    receive = dispatching(stacks)
    with fake_stack(local_assembly, short_cut=short_cut, receive_mail=receive, **stepping()) as stack:
        stacks.append(stack)
        message_id = stack.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"])
        stack.settled()
        arn = f"{stack.output('DispatchStateMachineArn').replace(':stateMachine:', ':execution:')}:{message_id}"
        described = stack.client("stepfunctions").describe_execution(executionArn=arn)
        assert described["status"] == "SUCCEEDED"
        assert json.loads(described["output"]) == {"id": message_id, "n": 4, "next": "done"}
        assert stack.transitions == {message_id: 8}


def test_a_dispatch_that_failed_is_told_to_the_function_that_records_it(local_assembly: Path) -> None:
    heard: list[Any] = []
    stacks: list[LocalStack] = []

    def broken(*_: Any) -> None:
        raise ValueError("no")

    handlers: dict[str, Any] = {"receive_mail": dispatching(stacks), "classify_event": broken}
    with fake_stack(local_assembly, record_failed_dispatch=lambda e, _: heard.append(e), **handlers) as stack:
        stacks.append(stack)
        message_id = stack.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"])
        for _ in range(6):
            stack.quiet()
            stack.clock.advance(60)
        stack.quiet()
        (event,) = heard
        assert (event["source"], event["detail-type"]) == ("aws.states", "Step Functions Execution Status Change")
        detail = event["detail"]
        assert (detail["name"], detail["status"], detail["error"]) == (message_id, "FAILED", "ValueError")
        assert json.loads(detail["input"]) == {"id": message_id}


def test_a_record_that_cannot_be_written_ends_among_the_dead_letters(local_assembly: Path) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("no")

    with fake_stack(local_assembly, record_failed_dispatch=broken) as stack:
        arn = stack.output("DispatchStateMachineArn")
        started = stack.client("stepfunctions").start_execution(stateMachineArn=arn, name="one", input="[1]")
        stack.quiet()
        assert started["executionArn"].endswith(":one")
        (message,) = stack.parts.queues.find("postroom-local-event-dead-letters").messages()
        assert json.loads(message.body)["detail"]["status"] == "FAILED"


def test_the_sweeper_runs_each_minute_of_the_clock_and_when_asked(local_assembly: Path) -> None:
    runs: list[int] = []
    with fake_stack(local_assembly, sweep_events=lambda *_: runs.append(1)) as stack:
        stack.clock.advance(59)
        stack.quiet()
        assert runs == []
        stack.clock.advance(1)
        stack.quiet()
        assert len(runs) == 1
        stack.clock.advance(3600)
        stack.quiet()
        assert len(runs) == 2
        assert stack.fire_schedule("sweep").error is None
        assert len(runs) == 3


def test_everything_is_there_again_after_a_kill(local_assembly: Path, tmp_path: Path) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def stuck(event: Any, _: Any) -> Any:
        put("classified")
        reached.set()
        go_on.wait(10)
        put("never")
        return step(event, None)

    stacks: list[LocalStack] = []
    first = fake_stack(
        local_assembly, tmp_path, receive_mail=dispatching(stacks), **stepping() | {"classify_event": stuck}
    )
    stacks.append(first)
    first.start()
    token = first.api_token
    message_id = first.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"])
    assert reached.wait(10)
    killing = threading.Thread(target=first.kill)
    killing.start()
    go_on.set()
    killing.join(10)
    with fake_stack(local_assembly, tmp_path, **stepping()) as second:
        second.settled()
        assert second.transitions == {message_id: 8}
        assert (has(second, "classified"), has(second, "never")) == (True, False)
        assert second.api_token == token
        assert second.receives("x@postroom.test")


def test_custom_resources_run_once_for_each_change(local_assembly: Path, tmp_path: Path) -> None:
    requests: list[Any] = []

    def bootstrap(event: Any, context: Any) -> None:
        requests.append(
            (event["RequestType"], event["ResourceProperties"]["AdminAddress"], event.get("PhysicalResourceId"))
        )
        answering(event, context)

    for _ in range(2):
        with fake_stack(local_assembly, tmp_path, bootstrap_tenant=bootstrap):
            pass
    kept = tmp_path / "custom-resources.json"
    kept.write_text(kept.read_text().replace("admin@postroom.test", "before@postroom.test"))
    with fake_stack(local_assembly, tmp_path, bootstrap_tenant=bootstrap):
        pass
    assert requests == [("Create", "admin@postroom.test", None), ("Update", "admin@postroom.test", "made")]


def test_a_custom_resource_that_fails_keeps_the_stack_from_starting_and_says_why(local_assembly: Path) -> None:
    def refuse(event: Any, _: Any) -> None:
        reply(event, {"Status": "FAILED", "Reason": "somebody else's rules are active"})

    def crash(*_: Any) -> None:
        raise ValueError("broken code")

    with pytest.raises(CustomResourceFailed, match="ActiveReceiptRules: somebody else's rules are active"):
        fake_stack(local_assembly, activate_receipt_rules=refuse).start()
    with pytest.raises(CustomResourceFailed, match="ValueError\nbroken code"):
        fake_stack(local_assembly, bootstrap_tenant=crash).start()


def test_the_stack_gives_the_process_back(local_assembly: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from botocore.client import BaseClient

    from postroom_adapters.clock import utc_now

    monkeypatch.delenv("AWS_REGION", raising=False)
    before = vars(BaseClient)["_make_api_call"]
    with fake_stack(local_assembly):
        assert utc_now() == START
        assert vars(BaseClient)["_make_api_call"] is not before
    assert vars(BaseClient)["_make_api_call"] is before
    assert utc_now() != START


def test_no_function_is_loaded_any_more_once_anything_moves(
    local_assembly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading exchanges the process's environment, which whoever opens a client at that moment would do without."""
    moved: list[str] = []
    loaded: list[str] = []

    def load(name: str) -> Any:
        loaded.append(name)
        return answering

    stack = fake_stack(local_assembly, tmp_path)
    for function in stack.parts.lambdas:
        monkeypatch.setattr(function, "handler", partial(load, function.name))
    monkeypatch.setattr(stack.parts.driver, "resume", lambda: moved.extend(loaded))
    with stack:
        assert set(moved) == {function.name for function in stack.parts.lambdas}


def test_what_functions_print_goes_into_their_logs(local_assembly: Path, tmp_path: Path) -> None:
    with fake_stack(local_assembly, tmp_path, receive_mail=lambda *_: sys.stdout.write("stored\n")) as stack:
        stack.invoke("receive_mail", {})
    assert (tmp_path / "logs/receive_mail.log").read_text() == "stored\n"


def test_waiting_for_what_does_not_end_says_what_it_is(local_assembly: Path) -> None:
    go_on = threading.Event()

    def stuck(*_: Any) -> None:
        go_on.wait(10)

    with fake_stack(local_assembly, receive_mail=stuck) as stack:
        stack.deliver_mail(MAIL, "a@example.com", ["x@postroom.test"])
        with pytest.raises(TimeoutError, match="function receive_mail"):
            stack.settled(0.05)
        go_on.set()
        stack.settled()
