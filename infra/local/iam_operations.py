"""Which IAM actions on which resources an AWS call needs: the part of the service authorization reference we use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from infra.local.names import ACCOUNT

Params = dict[str, Any]


class Need(NamedTuple):
    """One action on one resource, as IAM names them."""

    action: str
    resource: str


class UnknownOperation(Exception):
    """A function made a call whose permissions nobody has written down here."""

    def __init__(self, service: str, operation: str) -> None:
        super().__init__(
            f"{service} {operation} is not in infra/local/iam_operations.py: write down which IAM actions it needs"
        )


def needs(service: str, operation: str, params: Params, region: str) -> list[Need]:
    """What a caller must be allowed to do for this call."""
    rule = _RULES.get((service, operation))
    if rule is None:
        raise UnknownOperation(service, operation)
    return list(rule(params, region))


def _table_arn(name: str, region: str) -> str:
    return name if name.startswith("arn:") else f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{name}"


def _on_table(action: str) -> Callable[[Params, str], Iterator[Need]]:
    def rule(params: Params, region: str) -> Iterator[Need]:
        arn = _table_arn(params["TableName"], region)
        if "IndexName" in params:
            arn += f"/index/{params['IndexName']}"
        yield Need(f"dynamodb:{action}", arn)

    return rule


def _on_each_table(action: str) -> Callable[[Params, str], Iterator[Need]]:
    def rule(params: Params, region: str) -> Iterator[Need]:
        for name in params["RequestItems"]:
            yield Need(f"dynamodb:{action}", _table_arn(name, region))

    return rule


_ITEM_ACTIONS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}
_ITEM_ACTIONS |= {"ConditionCheck": "ConditionCheckItem", "Get": "GetItem"}


def _transaction(params: Params, region: str) -> Iterator[Need]:
    """A transaction is no action of its own: it needs those of its items."""
    seen = set()
    for item in params["TransactItems"]:
        (kind, body), *_ = item.items()
        need = Need(f"dynamodb:{_ITEM_ACTIONS[kind]}", _table_arn(body["TableName"], region))
        if need not in seen:
            seen.add(need)
            yield need


def _on_object(action: str) -> Callable[[Params, str], Iterator[Need]]:
    def rule(params: Params, _: str) -> Iterator[Need]:
        yield Need(f"s3:{action}", f"arn:aws:s3:::{params['Bucket']}/{params['Key']}")

    return rule


def _objects(params: Params, _: str) -> Iterator[Need]:
    for entry in params["Delete"]["Objects"]:
        yield Need("s3:DeleteObject", f"arn:aws:s3:::{params['Bucket']}/{entry['Key']}")


def _on_bucket(params: Params, _: str) -> Iterator[Need]:
    yield Need("s3:ListBucket", f"arn:aws:s3:::{params['Bucket']}")


def _given(action: str, key: str) -> Callable[[Params, str], Iterator[Need]]:
    """The resource's ARN is in the request."""

    def rule(params: Params, _: str) -> Iterator[Need]:
        yield Need(action, params[key])

    return rule


def _anything(action: str) -> Callable[[Params, str], Iterator[Need]]:
    """The action knows no resources; only `*` allows it."""

    def rule(_: Params, __: str) -> Iterator[Need]:
        yield Need(action, "*")

    return rule


def _on_queue(action: str) -> Callable[[Params, str], Iterator[Need]]:
    def rule(params: Params, region: str) -> Iterator[Need]:
        name = params["QueueUrl"].rsplit("/", 1)[1] if "QueueUrl" in params else params["QueueName"]
        yield Need(f"sqs:{action}", f"arn:aws:sqs:{region}:{ACCOUNT}:{name}")

    return rule


def parameter_arn(name: str, region: str) -> str:
    """The ARN of an SSM parameter."""
    return f"arn:aws:ssm:{region}:{ACCOUNT}:parameter/{name.removeprefix('/')}"


def _on_parameter(action: str, key: str = "Name") -> Callable[[Params, str], Iterator[Need]]:
    def rule(params: Params, region: str) -> Iterator[Need]:
        names = params[key] if isinstance(params[key], list) else [params[key]]
        for name in names:
            yield Need(f"ssm:{action}", parameter_arn(name, region))

    return rule


def _on_secret(action: str) -> Callable[[Params, str], Iterator[Need]]:
    def rule(params: Params, region: str) -> Iterator[Need]:
        identifier = params["SecretId"]
        full = f"arn:aws:secretsmanager:{region}:{ACCOUNT}:secret:{identifier}"
        yield Need(f"secretsmanager:{action}", identifier if identifier.startswith("arn:") else full)

    return rule


def _on_sender(params: Params, region: str) -> Iterator[Need]:
    address = params.get("FromEmailAddress", "")
    domain = address.rpartition("@")[2].rstrip(">")
    yield Need("ses:SendEmail", f"arn:aws:ses:{region}:{ACCOUNT}:identity/{domain}")
    if name := params.get("ConfigurationSetName"):
        yield Need("ses:SendEmail", f"arn:aws:ses:{region}:{ACCOUNT}:configuration-set/{name}")


def _on_function(params: Params, region: str) -> Iterator[Need]:
    name = params["FunctionName"]
    arn = name if name.startswith("arn:") else f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}"
    yield Need("lambda:InvokeFunction", arn)


_RULES: dict[tuple[str, str], Callable[[Params, str], Iterator[Need]]] = {
    **{
        ("dynamodb", action): _on_table(action)
        for action in ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "DescribeTable")
    },
    ("dynamodb", "BatchGetItem"): _on_each_table("BatchGetItem"),
    ("dynamodb", "BatchWriteItem"): _on_each_table("BatchWriteItem"),
    ("dynamodb", "TransactGetItems"): _transaction,
    ("dynamodb", "TransactWriteItems"): _transaction,
    ("lambda", "Invoke"): _on_function,
    ("s3", "DeleteObject"): _on_object("DeleteObject"),
    ("s3", "DeleteObjects"): _objects,
    ("s3", "GetObject"): _on_object("GetObject"),
    ("s3", "HeadObject"): _on_object("GetObject"),
    ("s3", "ListObjectsV2"): _on_bucket,
    ("s3", "PutObject"): _on_object("PutObject"),
    ("secretsmanager", "GetSecretValue"): _on_secret("GetSecretValue"),
    ("ses", "DescribeActiveReceiptRuleSet"): _anything("ses:DescribeActiveReceiptRuleSet"),
    ("ses", "DescribeReceiptRuleSet"): _anything("ses:DescribeReceiptRuleSet"),
    ("ses", "SetActiveReceiptRuleSet"): _anything("ses:SetActiveReceiptRuleSet"),
    ("ses", "UpdateReceiptRule"): _anything("ses:UpdateReceiptRule"),
    ("sesv2", "SendEmail"): _on_sender,
    ("sqs", "ChangeMessageVisibility"): _on_queue("ChangeMessageVisibility"),
    ("sqs", "DeleteMessage"): _on_queue("DeleteMessage"),
    ("sqs", "DeleteMessageBatch"): _on_queue("DeleteMessage"),
    ("sqs", "GetQueueAttributes"): _on_queue("GetQueueAttributes"),
    ("sqs", "ReceiveMessage"): _on_queue("ReceiveMessage"),
    ("sqs", "SendMessage"): _on_queue("SendMessage"),
    ("sqs", "SendMessageBatch"): _on_queue("SendMessage"),
    ("ssm", "GetParameter"): _on_parameter("GetParameter"),
    ("ssm", "GetParameters"): _on_parameter("GetParameters", "Names"),
    ("ssm", "GetParametersByPath"): _on_parameter("GetParametersByPath", "Path"),
    ("stepfunctions", "DescribeExecution"): _given("states:DescribeExecution", "executionArn"),
    ("stepfunctions", "ListExecutions"): _given("states:ListExecutions", "stateMachineArn"),
    ("stepfunctions", "SendTaskFailure"): _anything("states:SendTaskFailure"),
    ("stepfunctions", "SendTaskHeartbeat"): _anything("states:SendTaskHeartbeat"),
    ("stepfunctions", "SendTaskSuccess"): _anything("states:SendTaskSuccess"),
    ("stepfunctions", "StartExecution"): _given("states:StartExecution", "stateMachineArn"),
    ("stepfunctions", "StopExecution"): _given("states:StopExecution", "executionArn"),
}
