"""An inbox of events: a topic that SES publishes to, the queue behind it, and the function at its end."""

from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs

from infra.shared.grants import Resources
from infra.shared.queues import make_dead_letters, make_queue

ATTEMPTS = 5
BATCH = 10


@dataclass(frozen=True, slots=True)
class Inbox:
    """What stands between SES and a function."""

    topic: sns.Topic
    queue: sqs.Queue
    dead_letters: sqs.Queue


def make_inbox(resources: Resources, construct_id: str, name: str, function: lambda_.Function) -> Inbox:
    """`name` is the topic's and the queue's, after the installation's prefix."""
    topic = _topic(resources, construct_id, name)
    queue, dead_letters = _queue(resources, construct_id, name, function)
    # Raw: the queue's message is SES's own, not wrapped into one of SNS.
    topic.add_subscription(subscriptions.SqsSubscription(queue, raw_message_delivery=True))
    return Inbox(topic, queue, dead_letters)


def _topic(resources: Resources, construct_id: str, name: str) -> sns.Topic:
    topic_name = f"{resources.settings.prefix}-{name}"
    topic = sns.Topic(resources.stack, f"{construct_id}Topic", topic_name=topic_name, enforce_ssl=True)
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("ses.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": resources.stack.account}},
        )
    )
    return topic


def _queue(
    resources: Resources, construct_id: str, name: str, function: lambda_.Function
) -> tuple[sqs.Queue, sqs.Queue]:
    stack, queue_name = resources.stack, f"{resources.settings.prefix}-{name}"
    assert function.timeout is not None
    # Six times the function's time: AWS's advice, so that throttled batches do not come back while they still wait.
    visible_after = Duration.seconds(6 * function.timeout.to_seconds())
    dead_letters = make_dead_letters(stack, f"{construct_id}DeadLetters", f"{queue_name}-dead-letters")
    queue = make_queue(
        stack,
        f"{construct_id}Queue",
        queue_name,
        visible_after=visible_after,
        dead_letters=dead_letters,
        attempts=ATTEMPTS,
    )
    function.add_event_source(
        sources.SqsEventSource(
            queue,
            batch_size=BATCH,
            max_concurrency=resources.settings.mail_concurrency,
            report_batch_item_failures=True,
        )
    )
    return queue, dead_letters
