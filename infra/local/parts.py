"""The pieces of a stack, made from the template: each resource by the module that `resource_types` names."""

from __future__ import annotations

import random
from pathlib import Path

from infra.local.activity import Activity
from infra.local.calls import Calls
from infra.local.clock import MovableClock
from infra.local.custom_resources import CustomResources
from infra.local.dynamodb import Journal as StoreJournal
from infra.local.dynamodb import LocalStore
from infra.local.event_rules import EventRules
from infra.local.event_source import EventSource
from infra.local.iam_operations import Need
from infra.local.kept import Kept
from infra.local.lambdas.lambdas import Lambdas
from infra.local.mail.delivery import Receiving
from infra.local.mail.rules import ReceiptRules
from infra.local.mail.topics import Topics
from infra.local.objects import ObjectStore
from infra.local.permissions import Permissions
from infra.local.schedules import Schedules
from infra.local.service_errors import Service
from infra.local.services.mailer import Mailer
from infra.local.services.parameters import Parameters
from infra.local.services.queues import Queues
from infra.local.services.s3 import ObjectService
from infra.local.services.secrets import Secrets
from infra.local.states.definition import Machine
from infra.local.states.driver import Driver
from infra.local.states.service import StateService
from infra.local.states.tasks import Tasks
from infra.local.template import Resource, Templates
from infra.local.timers import Timers


class Parts:
    """Everything a stack consists of; nothing moves before `start`."""

    def __init__(self, templates: Templates, folder: Path, clock: MovableClock, workers: int) -> None:
        region, of_type = templates.region, templates.of_type
        self.activity = Activity(workers)
        self.timers = Timers(clock, self.activity.touch)
        self.store_journal = StoreJournal(folder / "tables.journal")
        self.store = LocalStore(clock, self.store_journal, region=region)
        self.objects = ObjectStore(folder / "objects")
        self.parameters = Parameters(Kept(folder / "parameters.json"), region, clock)
        self.secrets = Secrets(Kept(folder / "secrets.json"))
        self.queues = Queues(of_type("AWS::SQS::Queue"), folder / "queues.journal", clock)
        self.permissions = Permissions(templates)
        self.calls = Calls()
        self.lambdas = Lambdas(of_type("AWS::Lambda::Function"), region, self.activity)
        self.rules = ReceiptRules(
            of_type("AWS::SES::ReceiptRuleSet"), of_type("AWS::SES::ReceiptRule"), Kept(folder / "receiving.json")
        )
        self.topics = Topics(of_type("AWS::SNS::Subscription"), self.queues, clock)
        self.mailer = Mailer(
            of_type("AWS::SES::ConfigurationSet"),
            of_type("AWS::SES::ConfigurationSetEventDestination"),
            self.topics,
            clock,
        )
        self.receiving = Receiving(self.rules, self.objects, self.topics, clock)
        self.driver = Driver(
            [self._machine(resource) for resource in of_type("AWS::StepFunctions::StateMachine")],
            Tasks(self.lambdas),
            folder / "executions.journal",
            clock,
            self.timers,
            self.activity,
            random.Random(),  # noqa: S311 - jitter, not a secret
        )
        self.event_rules = EventRules(of_type("AWS::Events::Rule"), self.lambdas, self.queues, region, self.activity)
        self.driver.listeners.append(self.event_rules.status_changed)
        self.sources = [
            EventSource(
                resource,
                self.queues.find(resource.properties["EventSourceArn"]),
                self.lambdas,
                region,
                self.activity,
                self.timers,
            )
            for resource in of_type("AWS::Lambda::EventSourceMapping")
        ]
        self.schedules = Schedules(of_type("AWS::Scheduler::Schedule"), self.lambdas, clock, self.timers, self.activity)
        for schedule in of_type("AWS::Scheduler::Schedule"):
            target = schedule.properties["Target"]
            self.permissions.demand(target["RoleArn"], Need("lambda:InvokeFunction", target["Arn"]))
        self.custom = CustomResources(self.lambdas, Kept(folder / "custom-resources.json"))
        self.services: dict[str, Service] = {
            "dynamodb": StoreService(self.store),
            "s3": ObjectService(self.objects, clock),
            "secretsmanager": self.secrets,
            "ses": self.rules,
            "sesv2": self.mailer,
            "sqs": self.queues,
            "ssm": self.parameters,
            "stepfunctions": StateService(self.driver),
        }

    def _machine(self, resource: Resource) -> Machine:
        machine = Machine.of(resource)
        for function_arn in machine.functions():
            self.permissions.demand(machine.role, Need("lambda:InvokeFunction", function_arn))
        return machine


class StoreService:
    """DynamoDB's short cut: the local store itself."""

    operations = None
    """What the store does not know it refuses by itself."""

    def __init__(self, store: LocalStore) -> None:
        self.answer = store.answer
