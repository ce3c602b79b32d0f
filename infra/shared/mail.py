"""Receiving mail: SES puts it into the bucket and tells a topic, and the topic fills the queue of receive_mail."""

from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs

from infra.settings import RECIPIENTS_PER_RULE
from infra.shared.grants import Resources
from infra.shared.naming import mail_bucket_name
from infra.shared.queues import make_dead_letters, make_queue
from infra.shared.spec import INBOUND

ATTEMPTS = 5
BATCH = 10


@dataclass(frozen=True, slots=True)
class Receiving:
    """What the rest of the stack needs of it."""

    rule_set: ses.CfnReceiptRuleSet
    rules: list[ses.CfnReceiptRule]
    queue: sqs.Queue
    dead_letters: sqs.Queue


def make_receiving(resources: Resources, receive_mail: lambda_.Function) -> Receiving:
    """SES's rules for the installation's domains, the topic, the queue, and receive_mail at its end."""
    topic = _topic(resources)
    queue, dead_letters = _queue(resources, receive_mail)
    # Raw: the queue's message is SES's notification itself, not wrapped into one of SNS.
    topic.add_subscription(subscriptions.SqsSubscription(queue, raw_message_delivery=True))
    rule_set = ses.CfnReceiptRuleSet(resources.stack, "Receipt", rule_set_name=resources.settings.prefix)
    return Receiving(rule_set, _rules(resources, rule_set, topic), queue, dead_letters)


def _topic(resources: Resources) -> sns.Topic:
    topic = sns.Topic(resources.stack, "MailTopic", topic_name=f"{resources.settings.prefix}-mail", enforce_ssl=True)
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("ses.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": resources.stack.account}},
        )
    )
    return topic


def _queue(resources: Resources, receive_mail: lambda_.Function) -> tuple[sqs.Queue, sqs.Queue]:
    stack, prefix = resources.stack, resources.settings.prefix
    assert receive_mail.timeout is not None
    # Six times the function's time: AWS's advice, so that throttled batches do not come back while they still wait.
    visible_after = Duration.seconds(6 * receive_mail.timeout.to_seconds())
    dead_letters = make_dead_letters(stack, "MailDeadLetters", f"{prefix}-mail-dead-letters")
    queue = make_queue(
        stack,
        "MailQueue",
        f"{prefix}-mail",
        visible_after=visible_after,
        dead_letters=dead_letters,
        attempts=ATTEMPTS,
    )
    receive_mail.add_event_source(
        sources.SqsEventSource(
            queue,
            batch_size=BATCH,
            max_concurrency=resources.settings.mail_concurrency,
            report_batch_item_failures=True,
        )
    )
    return queue, dead_letters


def _rules(resources: Resources, rule_set: ses.CfnReceiptRuleSet, topic: sns.Topic) -> list[ses.CfnReceiptRule]:
    """A rule for each hundred domains, one after the other."""
    domains = resources.settings.domains
    rules: list[ses.CfnReceiptRule] = []
    for start in range(0, len(domains), RECIPIENTS_PER_RULE):
        rule = ses.CfnReceiptRule(
            resources.stack,
            f"ReceiptRule{len(rules) + 1}",
            rule_set_name=rule_set.ref,
            after=rules[-1].ref if rules else None,
            rule=ses.CfnReceiptRule.RuleProperty(
                name=f"{resources.settings.prefix}-{len(rules) + 1}",
                enabled=True,
                recipients=list(domains[start : start + RECIPIENTS_PER_RULE]),
                scan_enabled=True,
                tls_policy="Optional",
                actions=_actions(resources, topic),
            ),
        )
        # SES tries out on creation whether it may publish to the topic (and put into the bucket, which stands before).
        rule.node.add_dependency(topic.node.find_child("Policy"))
        rules.append(rule)
    return rules


def _actions(resources: Resources, topic: sns.Topic) -> list[ses.CfnReceiptRule.ActionProperty]:
    """Put, tell (only the S3 action's own topic gets the verdicts), and stop: no rule below sees the mail again."""
    action = ses.CfnReceiptRule
    return [
        action.ActionProperty(
            s3_action=action.S3ActionProperty(
                bucket_name=mail_bucket_name(resources.stack, resources.settings),
                object_key_prefix=INBOUND,
                topic_arn=topic.topic_arn,
            )
        ),
        action.ActionProperty(stop_action=action.StopActionProperty(scope="RuleSet")),
    ]
