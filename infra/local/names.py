"""What a resource is called on this machine: its Ref and its attributes, as CloudFormation would answer them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ACCOUNT = "123456789012"
"""The account moto works in."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource stands: the stack, its own logical id, and the region of everything."""

    stack: str
    logical_id: str
    region: str

    def arn(self, service: str, rest: str) -> str:
        """An ARN of this account and region."""
        return f"arn:aws:{service}:{self.region}:{ACCOUNT}:{rest}"


@dataclass(frozen=True, slots=True)
class Identity:
    """A resource's name on this machine: what Ref gives and what Fn::GetAtt knows."""

    ref: str
    attributes: dict[str, str]


Namer = Callable[[Place, dict[str, Any]], Identity]


def generated_name(place: Place, limit: int = 63) -> str:
    """The name of a resource that was not given one: readable, stable, unique, as CloudFormation makes them."""
    suffix = hashlib.sha256(f"{place.stack}/{place.logical_id}".encode()).hexdigest()[:8].upper()
    return f"{place.stack}-{place.logical_id}"[: limit - 9] + "-" + suffix


def _named(place: Place, properties: dict[str, Any], *keys: str) -> str:
    given = next((properties[key] for key in keys if properties.get(key)), None)
    return str(given) if given else generated_name(place)


def _table(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "TableName")
    arn = place.arn("dynamodb", f"table/{name}")
    return Identity(name, {"Arn": arn, "StreamArn": f"{arn}/stream/local"})


def _bucket(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "BucketName").lower()
    return Identity(
        name,
        {
            "Arn": f"arn:aws:s3:::{name}",
            "DomainName": f"{name}.s3.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{place.region}.amazonaws.com",
        },
    )


def _queue(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "QueueName")
    url = f"https://sqs.{place.region}.amazonaws.com/{ACCOUNT}/{name}"
    return Identity(url, {"Arn": place.arn("sqs", name), "QueueName": name, "QueueUrl": url})


def _topic(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "TopicName")
    arn = place.arn("sns", name)
    return Identity(arn, {"TopicArn": arn, "TopicName": name})


def _function(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "FunctionName")
    return Identity(name, {"Arn": place.arn("lambda", f"function:{name}")})


def _role(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "RoleName")
    return Identity(name, {"Arn": f"arn:aws:iam::{ACCOUNT}:role/{name}", "RoleId": "AROALOCAL"})


def _machine(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "StateMachineName")
    arn = place.arn("states", f"stateMachine:{name}")
    return Identity(arn, {"Arn": arn, "Name": name, "StateMachineRevisionId": "local"})


def _secret(place: Place, properties: dict[str, Any]) -> Identity:
    arn = place.arn("secretsmanager", f"secret:{_named(place, properties, 'Name')}-LOCAL1")
    return Identity(arn, {"Id": arn})


def _parameter(place: Place, properties: dict[str, Any]) -> Identity:
    return Identity(_named(place, properties, "Name"), {"Type": properties["Type"], "Value": str(properties["Value"])})


def _log_group(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "LogGroupName")
    return Identity(name, {"Arn": place.arn("logs", f"log-group:{name}:*")})


def _api(place: Place, _: dict[str, Any]) -> Identity:
    identifier = generated_name(place)[-8:].lower()
    host = f"{identifier}.execute-api.{place.region}.amazonaws.com"
    return Identity(identifier, {"ApiEndpoint": f"https://{host}", "ApiId": identifier})


def _alarm(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "AlarmName")
    return Identity(name, {"Arn": place.arn("cloudwatch", f"alarm:{name}")})


def _event_rule(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "Name")
    return Identity(name, {"Arn": place.arn("events", f"rule/{name}")})


def _schedule(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "Name")
    return Identity(name, {"Arn": place.arn("scheduler", f"schedule/{properties.get('GroupName', 'default')}/{name}")})


def _schedule_group(place: Place, properties: dict[str, Any]) -> Identity:
    name = _named(place, properties, "Name")
    return Identity(name, {"Arn": place.arn("scheduler", f"schedule-group/{name}")})


def _email_identity(_: Place, properties: dict[str, Any]) -> Identity:
    name = str(properties["EmailIdentity"])
    tokens = {f"DkimDNSTokenName{n}": f"local{n}._domainkey.{name}" for n in (1, 2, 3)}
    values = {f"DkimDNSTokenValue{n}": f"local{n}.dkim.amazonses.com" for n in (1, 2, 3)}
    return Identity(name, {**tokens, **values})


def _configuration_set(place: Place, properties: dict[str, Any]) -> Identity:
    return Identity(_named(place, properties, "Name"), {})


def _rule_set(place: Place, properties: dict[str, Any]) -> Identity:
    return Identity(_named(place, properties, "RuleSetName"), {})


def _receipt_rule(place: Place, properties: dict[str, Any]) -> Identity:
    return Identity(str(properties.get("Rule", {}).get("Name") or generated_name(place)), {})


def _layer(place: Place, properties: dict[str, Any]) -> Identity:
    arn = place.arn("lambda", f"layer:{_named(place, properties, 'LayerName')}:1")
    return Identity(arn, {"LayerVersionArn": arn})


def _alias(place: Place, properties: dict[str, Any]) -> Identity:
    """A KMS alias and whatever else is known by its own name alone."""
    return Identity(_named(place, properties, "AliasName", "Name"), {})


def _key(place: Place, _: dict[str, Any]) -> Identity:
    name = generated_name(place)
    return Identity(name, {"Arn": place.arn("kms", f"key/{name}"), "KeyId": name})


def unnamed(place: Place, _: dict[str, Any]) -> Identity:
    """A resource that nothing else asks for more than its name."""
    return Identity(generated_name(place), {})


NAMERS: dict[str, Namer] = {
    "AWS::ApiGatewayV2::Api": _api,
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::DynamoDB::Table": _table,
    "AWS::Events::Rule": _event_rule,
    "AWS::IAM::Role": _role,
    "AWS::KMS::Alias": _alias,
    "AWS::KMS::Key": _key,
    "AWS::Lambda::Function": _function,
    "AWS::Lambda::LayerVersion": _layer,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::S3::Bucket": _bucket,
    "AWS::SES::ConfigurationSet": _configuration_set,
    "AWS::SES::EmailIdentity": _email_identity,
    "AWS::SES::ReceiptRule": _receipt_rule,
    "AWS::SES::ReceiptRuleSet": _rule_set,
    "AWS::SNS::Topic": _topic,
    "AWS::SQS::Queue": _queue,
    "AWS::SSM::Parameter": _parameter,
    "AWS::Scheduler::Schedule": _schedule,
    "AWS::Scheduler::ScheduleGroup": _schedule_group,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::StepFunctions::StateMachine": _machine,
}
