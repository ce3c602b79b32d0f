"""Sending mail: the configuration set that every mail of ours goes through, and what SES tells of bounces."""

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ses as ses

from infra.shared.grants import Resources
from infra.shared.inbox import Inbox, make_inbox
from infra.shared.naming import configuration_set_name

EVENTS = ["bounce", "complaint"]


def make_sending(resources: Resources, receive_mail_feedback: lambda_.Function) -> Inbox:
    """The configuration set, with its own reputation as metrics, and its events into an inbox."""
    inbox = make_inbox(resources, "MailFeedback", "mail-feedback", receive_mail_feedback)
    configuration_set = ses.CfnConfigurationSet(
        resources.stack,
        "Sending",
        name=configuration_set_name(resources.settings),
        reputation_options=ses.CfnConfigurationSet.ReputationOptionsProperty(reputation_metrics_enabled=True),
        sending_options=ses.CfnConfigurationSet.SendingOptionsProperty(sending_enabled=True),
    )
    events = ses.CfnConfigurationSetEventDestination(
        resources.stack,
        "SendingEvents",
        configuration_set_name=configuration_set.ref,
        event_destination=ses.CfnConfigurationSetEventDestination.EventDestinationProperty(
            name="mail-feedback",
            enabled=True,
            matching_event_types=EVENTS,
            sns_destination=ses.CfnConfigurationSetEventDestination.SnsDestinationProperty(
                topic_arn=inbox.topic.topic_arn
            ),
        ),
    )
    # SES tries out on creation whether it may publish to the topic.
    events.node.add_dependency(inbox.topic.node.find_child("Policy"))
    return inbox
