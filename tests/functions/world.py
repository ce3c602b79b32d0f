"""A small world for functions: the local store behind moto's AWS, a clock that tests move, one tenant set up."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, Final

import pytest
from moto import mock_aws

from infra.functions.catalogue import FUNCTIONS
from infra.local.dynamodb import LocalStore, install
from infra.local.states.paths import filled
from infra.shared.dispatch_definition import definition
from postroom.ids import ROOT_TENANT, EventId, WorkflowId, derived_id
from postroom.mail.matching import expand_mail
from postroom.mail.model import Mail
from postroom.triggers.event import TriggerEvent, dispatch_input
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom_adapters import aws, clock, keys
from postroom_adapters.attributes import from_item
from postroom_adapters.events_table import EventsTable
from postroom_adapters.workflows_table import WorkflowsTable

REGION: Final = "eu-west-1"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TABLES = ("workflows", "executions", "records", "directory")
BUCKET = "mail"
TOKEN = "a-token-of-the-test-world"
FAN_OUT = definition({spec.name: spec for spec in FUNCTIONS})["States"]["FanOut"]
MAIL_KEY = "a-mail-key-of-the-test-world"
PREFIX = "/postroom/test/connections"


class World:
    """One installation: functions by name, what they stored, and the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, start: datetime = START) -> None:
        self.now = start
        self.store = LocalStore(lambda: self.now, region=REGION)
        self._monkeypatch = monkeypatch
        self.machine = ""
        self.walked: set[str] = set()
        self.pauses: list[float] = []
        self.busy = False
        self.mail_key = ""
        self.has_own_clients = False

    def set_up(self) -> None:
        """Tables, bucket, secret, state machine; then the tenant, by its own function."""
        for name in TABLES:
            self.store.call("CreateTable", _definition(name))
        aws.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        secret = aws.client("secretsmanager").create_secret(Name="token", SecretString=TOKEN)["ARN"]
        self.mail_key = aws.client("secretsmanager").create_secret(Name="mail-key", SecretString=MAIL_KEY)["ARN"]
        self.machine = aws.client("stepfunctions").create_state_machine(
            name="dispatch",
            definition='{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}',
            roleArn="arn:aws:iam::123456789012:role/dispatch",
        )["stateMachineArn"]
        self._environment()
        properties = {
            "TenantId": ROOT_TENANT,
            "TenantName": "Root",
            "Domains": ["postroom.test"],
            "AdminAddress": "admin@postroom.test",
            "TimeZone": "Europe/Copenhagen",
            "TokenSecretArn": secret,
            "ConnectionsPrefix": PREFIX,
        }
        request = {"RequestType": "Create", "StackId": "s", "RequestId": "r", "LogicalResourceId": "Tenant"}
        answer = self.invoke("bootstrap_tenant", {**request, "ResourceProperties": properties})
        assert answer["Status"] == "SUCCESS", answer

    def invoke(self, function: str, event: Any, milliseconds_left: Callable[[], int] = lambda: 60_000) -> Any:
        """What the function answers; payloads go through JSON as they do in AWS."""
        context = SimpleNamespace(
            aws_request_id="request", log_stream_name="stream", get_remaining_time_in_millis=milliseconds_left
        )
        answer = _handler(function).lambda_handler(json.loads(json.dumps(event)), context)
        return json.loads(json.dumps(answer))

    def slack(self, webhooks: dict[str, str]) -> None:
        """Set the Slack connection's secret: channel → address."""
        aws.client("ssm").put_parameter(
            Name=f"{PREFIX}/{ROOT_TENANT}/slack",
            Value=json.dumps({"webhooks": webhooks}),
            Type="SecureString",
            Overwrite=True,
        )

    def receive(self, raw: bytes, message_id: str = "ses-1", **changes: Any) -> EventId:
        """A mail, put into the bucket and announced to receive_mail as SES does; the id of its event."""
        key = f"inbound/{message_id}"
        aws.client("s3").put_object(Bucket=BUCKET, Key=key, Body=raw)
        answer = self.invoke("receive_mail", sqs_event(ses_notification(message_id, key, self.now, **changes)))
        assert answer == {"batchItemFailures": []}, answer
        uniques = (message_id, f"{message_id}/unrouted")
        rows = (self.item("executions", keys.source(ROOT_TENANT, unique)) for unique in uniques)
        source = next(row for row in rows if row is not None)
        return EventId(source["event"])

    def dispatch(self, event: EventId, number: int = 1) -> list[str]:
        """Walk a dispatch as the state machine does, waits by moving the clock; the states it went through."""
        return self.walk(dispatch_input(ROOT_TENANT, event, number))

    def walk(self, payload: dict[str, Any]) -> list[str]:
        """The same for any dispatch's input."""
        self.walked.add(payload["dispatch"])
        states = ["classify_event", "match_workflows"]
        for function in states:
            payload = self.invoke(function, payload)
        self._walk_line(payload, states)
        return states

    def _walk_line(self, payload: dict[str, Any], states: list[str]) -> None:
        while (coming := payload["next"]) != "done":
            states.append(coming)
            if coming == "wait":
                self.now = max(self.now, datetime.fromisoformat(payload["until"]))
                payload = payload["after"]
            elif coming == "fan_out":
                for branch in payload["branches"]:
                    self._walk_line(
                        filled(FAN_OUT["ItemSelector"], payload, {"Map": {"Item": {"Value": branch}}}), states
                    )
                payload = payload["after"]
            else:
                payload = self.invoke(f"step_{coming.removeprefix('step:')}", payload)

    def work(self) -> None:
        """Walk every dispatch that was started and not walked yet."""
        client = aws.client("stepfunctions")
        for name in sorted(set(self.started()) - self.walked):
            arn = f"{self.machine.replace(':stateMachine:', ':execution:')}:{name}"
            self.walk(json.loads(client.describe_execution(executionArn=arn)["input"]))

    def pause(self, seconds: float) -> None:
        """Somebody waits: time passes, and meanwhile what was started is done, unless the state machine is `busy`."""
        self.pauses.append(seconds)
        self.move(seconds)
        if not self.busy:
            self.work()

    def enable(self, *names: str) -> None:
        """Switch shipped workflows on by name."""
        workflows = WorkflowsTable("workflows")
        for head in workflows.heads(ROOT_TENANT):
            if head.name in names:
                workflows.save_head(ROOT_TENANT, head.toggled(enabled=True, now=self.now), head.revision, self.now)

    def add_workflow(self, definition: dict[str, Any]) -> WorkflowId:
        """Store a workflow and switch it on; one step that marks the mail if no steps are given."""
        steps = {"workflow_steps": [{"action": "mark_as_processed"}]}
        made = WorkflowDefinition.model_validate({**steps, **definition})
        workflow_id = WorkflowId(derived_id("wfl", self.now, made.name))
        head = WorkflowHead.of(workflow_id, made, self.now).toggled(enabled=True, now=self.now)
        WorkflowsTable("workflows").add(ROOT_TENANT, head, made, self.now)
        return workflow_id

    def started(self) -> list[str]:
        """Names of the dispatches that were started."""
        client = aws.client("stepfunctions")
        return [one["name"] for one in client.list_executions(stateMachineArn=self.machine)["executions"]]

    def break_step_functions(self) -> None:
        """Starting a dispatch fails from now on."""
        self.setting("DISPATCH_STATE_MACHINE_ARN", f"{self.machine}-gone")

    def mend_step_functions(self) -> None:
        """Starting a dispatch works again."""
        self.setting("DISPATCH_STATE_MACHINE_ARN", self.machine)

    def mail(self, event: EventId) -> Mail:
        """The mail as matching reads it."""
        item = self.item("executions", keys.event(ROOT_TENANT, event, "mail"))
        assert item is not None
        return expand_mail(item["data"])

    def object(self, key: str) -> bytes:
        """An object of the mail bucket."""
        content: bytes = aws.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return content

    def put_object(self, key: str, content: bytes) -> None:
        """Put other content into an object of the mail bucket."""
        aws.client("s3").put_object(Bucket=BUCKET, Key=key, Body=content)

    def delete_object(self, key: str) -> None:
        """Remove an object from the mail bucket."""
        aws.client("s3").delete_object(Bucket=BUCKET, Key=key)

    def turn(self, event: EventId) -> dict[str, Any]:
        """The input of the event's first dispatch."""
        return dispatch_input(ROOT_TENANT, event, 1)

    def event(self, event: EventId) -> TriggerEvent:
        """The event as stored."""
        return EventsTable("executions").read(ROOT_TENANT, event)

    def item(self, table: str, key: dict[str, str]) -> dict[str, Any] | None:
        """An item as plain values."""
        wire = {name: {"S": value} for name, value in key.items()}
        answer = self.store.call("GetItem", {"TableName": table, "Key": wire, "ConsistentRead": True})
        return from_item(answer["Item"]) if "Item" in answer else None

    def items(self, table: str, containing: str = "") -> list[dict[str, Any]]:
        """All items of a table whose partition key contains a text, by key."""
        found = self.store.call("Scan", {"TableName": table})["Items"]
        plain = [from_item(item) for item in found]
        return sorted((item for item in plain if containing in item["pk"]), key=lambda item: (item["pk"], item["sk"]))

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def setting(self, name: str, value: str) -> None:
        """Change an environment variable of all functions, as a new deployment would."""
        self._monkeypatch.setenv(name, value)
        self.has_own_clients |= name.startswith("AWS_")
        self.forget()

    def forget(self) -> None:
        """Let every function build itself anew at its next call; clients stay open unless they would be others."""
        if self.has_own_clients:
            aws.client.cache_clear()
        for name, module in list(sys.modules.items()):
            if name.startswith("functions.") and hasattr(module, "build"):
                module.build.cache_clear()

    def _environment(self) -> None:
        settings = {f"{name.upper()}_TABLE": name for name in TABLES} | {
            "MAIL_BUCKET": BUCKET,
            "MAIL_CONFIGURATION_SET": "postroom-test",
            "MAIL_KEY_SECRET_ARN": self.mail_key,
            "DISPATCH_STATE_MACHINE_ARN": self.machine,
            "STAGE": "test",
            "POWERTOOLS_SERVICE_NAME": "test",
            "POWERTOOLS_LOG_LEVEL": "WARN",
        }
        for name, value in settings.items():
            self._monkeypatch.setenv(name, value)


@contextmanager
def world(monkeypatch: pytest.MonkeyPatch, start: datetime = START) -> Iterator[World]:
    """A fresh world; functions forget the one before."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
    }.items():
        monkeypatch.setenv(name, value)
    made = World(monkeypatch, start)
    made.forget()
    with mock_aws(), install(made.store):
        clock.use_clock(lambda: made.now, made.pause)
        made.set_up()
        yield made
    clock.use_clock(None)
    made.forget()


def ses_notification(message_id: str, key: str, at: datetime, **changes: Any) -> dict[str, Any]:
    """What SES publishes for the S3 action; `recipients`, `source` and verdicts such as `virus` may be given."""
    verdicts = {name: changes.pop(name, "PASS") for name in ("spam", "virus", "spf", "dkim", "dmarc")}
    recipients = changes.pop("recipients", ["faktura@postroom.test"])
    timestamp = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "notificationType": "Received",
        "mail": {
            "timestamp": timestamp,
            "source": changes.pop("source", "sender@supplier.example"),
            "messageId": message_id,
            "destination": recipients,
            "headersTruncated": False,
            "headers": [],
            "commonHeaders": {
                "from": ["Supplier <sender@supplier.example>"],
                "to": recipients,
                "subject": "As SES saw",
            },
        },
        "receipt": {
            "timestamp": timestamp,
            "processingTimeMillis": 300,
            "recipients": recipients,
            **{f"{name}Verdict": {"status": status} for name, status in verdicts.items()},
            "action": {"type": "S3", "topicArn": "arn", "bucketName": BUCKET, "objectKey": key},
        },
    }


def sqs_event(*bodies: dict[str, Any]) -> dict[str, Any]:
    """A batch as the event source mapping hands it over."""
    return {
        "Records": [
            {"messageId": f"message-{number}", "eventSource": "aws:sqs", "body": json.dumps(body)}
            for number, body in enumerate(bodies)
        ]
    }


def _handler(function: str) -> Any:
    return importlib.import_module(f"functions.{function}.handler")


def _definition(name: str) -> dict[str, Any]:
    attributes = ["pk", "sk"]
    indexes = []
    if name == "executions":
        for index, keys_of, projection in (
            ("by_list", ("list_key", "list_sort"), "ALL"),
            ("by_workflow", ("workflow_key", "list_sort"), "ALL"),
            ("by_sender", ("sender_key", "list_sort"), "KEYS_ONLY"),
            ("by_category", ("category_key", "list_sort"), "KEYS_ONLY"),
            ("by_status", ("status_key", "list_sort"), "KEYS_ONLY"),
            ("open", ("open_shard", "open_since"), "ALL"),
        ):
            attributes += [one for one in keys_of if one not in attributes]
            indexes.append(
                {"IndexName": index, "KeySchema": _schema(*keys_of), "Projection": {"ProjectionType": projection}}
            )
    definition: dict[str, Any] = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _schema("pk", "sk"),
        "AttributeDefinitions": [{"AttributeName": one, "AttributeType": "S"} for one in attributes],
    }
    return definition | ({"GlobalSecondaryIndexes": indexes} if indexes else {})


def _schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]
