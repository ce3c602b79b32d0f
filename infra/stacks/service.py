"""PostroomService: everything that works, on top of what PostroomStorage keeps."""

from typing import Any

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.functions.catalogue import FUNCTIONS
from infra.settings import Settings
from infra.shared.alarms import make_alarms
from infra.shared.dashboard import make_dashboard
from infra.shared.dispatch import make_dispatch
from infra.shared.dns import make_identities
from infra.shared.events import record_failures, schedule_sweeper
from infra.shared.function import make_function
from infra.shared.grants import Resources
from infra.shared.http_api import make_http_api
from infra.shared.installation import (
    activate_receipt_rules,
    api_token_name,
    bootstrap_root_tenant,
    make_api_token,
    make_mail_key,
)
from infra.shared.layers import make_layers
from infra.shared.mail import make_receiving
from infra.shared.naming import configuration_set_name, mail_bucket_name
from infra.shared.queues import make_dead_letters
from infra.shared.sending import make_sending
from infra.shared.watched import Watched


class ServiceStack(Stack):
    """The functions, the ways in, the dispatch state machine, and what watches over them."""

    def __init__(self, scope: Construct, construct_id: str, settings: Settings, **kwargs: Any) -> None:
        super().__init__(scope, construct_id, **kwargs)
        resources = Resources(self, settings, make_api_token(self, settings), make_mail_key(self, settings))
        layers = make_layers(self)
        failed = make_dead_letters(self, "FailedEvents", f"{settings.prefix}-event-dead-letters")
        asynchronous = {"record_failed_dispatch": failed}
        functions = {
            spec.name: make_function(spec, resources, layers, asynchronous.get(spec.name)) for spec in FUNCTIONS
        }
        machine = make_dispatch(resources, functions)
        make_identities(resources)
        tenant = bootstrap_root_tenant(resources, functions["bootstrap_tenant"])
        receiving = make_receiving(resources, functions["receive_mail"], tenant)
        feedback = make_sending(resources, functions["receive_mail_feedback"])
        api = make_http_api(resources, functions)
        sweeps = schedule_sweeper(resources, functions["sweep_events"])
        failures = record_failures(resources, machine, functions, failed)
        way = [functions["receive_mail"], machine, sweeps, failures]
        activate_receipt_rules(resources, receiving, functions["activate_receipt_rules"], way)
        dead_letters = {
            "Mail": receiving.inbox.dead_letters,
            "MailFeedback": feedback.dead_letters,
            "Event": failed,
        }
        watched = Watched(
            settings.stage,
            functions,
            machine,
            receiving.inbox.queue,
            dead_letters,
            configuration_set_name(settings),
            api,
        )
        make_dashboard(resources, watched, make_alarms(resources, watched))
        self._outputs(
            ApiUrl=api.api_endpoint,
            ApiTokenSecret=api_token_name(settings),
            MailBucket=mail_bucket_name(self, settings),
            MailQueueUrl=receiving.inbox.queue.queue_url,
            DispatchStateMachineArn=machine.state_machine_arn,
            ConnectionsPrefix=settings.connections_prefix,
        )

    def _outputs(self, **values: str) -> None:
        for name, value in values.items():
            CfnOutput(self, name, value=value)
