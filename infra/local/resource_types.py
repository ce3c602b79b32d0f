"""Every resource type the templates may hold: what loads it here, or why this machine does without it."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """How the local stack treats one resource type."""

    loaded_by: str | None
    """The module that makes something of it; None where nothing is needed."""
    because: str
    """What is made of it, or why nothing has to be."""


def _loaded(by: str, because: str) -> Kind:
    return Kind(by, because)


def _left_out(because: str) -> Kind:
    return Kind(None, because)


CUSTOM = "Custom::"
"""Custom resource types begin so, whatever follows."""

TYPES: dict[str, Kind] = {
    "AWS::ApiGatewayV2::Api": _loaded("doors", "the HTTP door answers for it"),
    "AWS::ApiGatewayV2::Authorizer": _loaded("doors", "called before each route that names it"),
    "AWS::ApiGatewayV2::Integration": _loaded("doors", "tells which function answers a route"),
    "AWS::ApiGatewayV2::Route": _loaded("doors", "tells which paths there are"),
    "AWS::ApiGatewayV2::Stage": _left_out("one stage, the default, deployed at once; throttling is AWS's"),
    "AWS::CDK::Metadata": _left_out("tells AWS which CDK made the template"),
    "AWS::CloudFormation::CustomResource": _loaded("custom_resources", "its function is called at the start"),
    "AWS::CloudWatch::Alarm": _left_out("nobody watches metrics here; the template tests look at alarms"),
    "AWS::CloudWatch::CompositeAlarm": _left_out("nobody watches metrics here; the template tests look at alarms"),
    "AWS::CloudWatch::Dashboard": _left_out("nothing to draw it"),
    "AWS::DynamoDB::Table": _loaded("tables", "a table of the local store"),
    "AWS::Events::Rule": _loaded("event_rules", "called with the status changes of the state machine"),
    "AWS::IAM::ManagedPolicy": _loaded("permissions", "part of what a role may do"),
    "AWS::IAM::Policy": _loaded("permissions", "part of what a role may do"),
    "AWS::IAM::Role": _loaded("permissions", "what a function or a service may do"),
    "AWS::KMS::Alias": _left_out("nothing is encrypted on this machine"),
    "AWS::KMS::Key": _left_out("nothing is encrypted on this machine"),
    "AWS::Lambda::EventInvokeConfig": _left_out("asynchronous calls are not repeated here: a failure shows at once"),
    "AWS::Lambda::EventSourceMapping": _loaded("event_source", "hands a queue's messages to its function"),
    "AWS::Lambda::Function": _loaded("lambdas", "its handler is called in process"),
    "AWS::Lambda::LayerVersion": _left_out("layers/ is on the path, the vendor packages are installed"),
    "AWS::Lambda::Permission": _loaded("permissions", "who may call a function"),
    "AWS::Logs::LogGroup": _loaded("logs", "a file of the same name"),
    "AWS::Logs::MetricFilter": _left_out("nobody watches metrics here"),
    "AWS::Logs::ResourcePolicy": _left_out("log files belong to whoever started the stack"),
    "AWS::Route53::RecordSet": _left_out("mail reaches the SMTP door by its address, not by DNS"),
    "AWS::S3::Bucket": _loaded("objects", "a folder of the object store"),
    "AWS::S3::BucketPolicy": _left_out("whoever runs the stack owns the folder; TLS has no place on a disk"),
    "AWS::SES::ConfigurationSet": _loaded("mailer", "what mail may be sent through; the outbox takes it"),
    "AWS::SES::ConfigurationSetEventDestination": _loaded(
        "mailer", "hears of bounces and complaints, which tests make"
    ),
    "AWS::SES::EmailIdentity": _left_out("who may send is SES's own matter; the outbox takes everything"),
    "AWS::SES::ReceiptRule": _loaded("mail", "decides who receives and what happens then"),
    "AWS::SES::ReceiptRuleSet": _loaded("mail", "holds the rules; only the active one receives"),
    "AWS::SNS::Subscription": _loaded("mail", "tells which queue hears of new mail and of bounces"),
    "AWS::SNS::Topic": _loaded("mail", "hands a notification to its subscriptions"),
    "AWS::SNS::TopicPolicy": _left_out("only this process can publish"),
    "AWS::SQS::Queue": _loaded("queues", "a durable queue"),
    "AWS::SQS::QueuePolicy": _left_out("only this process can send"),
    "AWS::SSM::Parameter": _loaded("parameters", "a parameter with its value"),
    "AWS::Scheduler::Schedule": _loaded("schedules", "called when the clock says so"),
    "AWS::Scheduler::ScheduleGroup": _left_out("a name only"),
    "AWS::SecretsManager::ResourcePolicy": _left_out("secrets lie in the state folder of whoever started the stack"),
    "AWS::SecretsManager::Secret": _loaded("parameters", "a secret, made up once and kept"),
    "AWS::StepFunctions::StateMachine": _loaded("states", "run by the local driver"),
}


class UnknownResourceType(Exception):
    """A template holds a type that nobody has thought about yet."""

    def __init__(self, resource_type: str, logical_id: str) -> None:
        super().__init__(
            f"{logical_id} is a {resource_type}, which infra/local/resource_types.py does not know: "
            "say there what loads it, or why the local stack does without it"
        )


def kind_of(resource_type: str, logical_id: str) -> Kind:
    """How a type is treated; one that the table does not hold raises."""
    if resource_type.startswith(CUSTOM):
        return TYPES["AWS::CloudFormation::CustomResource"]
    if resource_type not in TYPES:
        raise UnknownResourceType(resource_type, logical_id)
    return TYPES[resource_type]
