"""What alarms and the dashboard look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn


@dataclass(frozen=True, slots=True)
class Watched:
    """The parts whose health is the service's."""

    stage: str
    functions: Mapping[str, lambda_.Function]
    machine: sfn.StateMachine
    mail_queue: sqs.Queue
    dead_letters: Mapping[str, sqs.Queue]
    """By what they are the dead letters of: Mail, MailFeedback, Event."""
    configuration_set: str
    api: apigateway.HttpApi
