"""Receiving mail: SES puts it into the bucket and tells a topic, and the topic fills the queue of receive_mail."""

from dataclasses import dataclass

from aws_cdk import CustomResource
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ses as ses

from infra.settings import RECIPIENTS_PER_RULE
from infra.shared.grants import Resources
from infra.shared.inbox import Inbox, make_inbox
from infra.shared.naming import mail_bucket_name
from infra.shared.spec import INBOUND


@dataclass(frozen=True, slots=True)
class Receiving:
    """What the rest of the stack needs of it."""

    rule_set: ses.CfnReceiptRuleSet
    rules: list[ses.CfnReceiptRule]
    inbox: Inbox


def make_receiving(resources: Resources, receive_mail: lambda_.Function, tenant: CustomResource) -> Receiving:
    """SES's rules for the domains of `tenant`, and the inbox that they tell of new mail."""
    inbox = make_inbox(resources, "Mail", "mail", receive_mail)
    rule_set = ses.CfnReceiptRuleSet(resources.stack, "Receipt", rule_set_name=resources.settings.prefix)
    rules = _rules(resources, rule_set, inbox)
    for rule in rules:
        # What a rule takes in without them is lost for good: SES publishes once, and mail to a domain that is nobody's
        # yet ends unrouted. A domain that comes later is in a rule that may be active already.
        rule.node.add_dependency(inbox.queue, tenant)
    return Receiving(rule_set, rules, inbox)


def _rules(resources: Resources, rule_set: ses.CfnReceiptRuleSet, inbox: Inbox) -> list[ses.CfnReceiptRule]:
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
                actions=_actions(resources, inbox),
            ),
        )
        # SES tries out on creation whether it may publish to the topic (and put into the bucket, which stands before).
        rule.node.add_dependency(inbox.topic.node.find_child("Policy"))
        rules.append(rule)
    return rules


def _actions(resources: Resources, inbox: Inbox) -> list[ses.CfnReceiptRule.ActionProperty]:
    """Put, tell (only the S3 action's own topic gets the verdicts), and stop: no rule below sees the mail again."""
    action = ses.CfnReceiptRule
    return [
        action.ActionProperty(
            s3_action=action.S3ActionProperty(
                bucket_name=mail_bucket_name(resources.stack, resources.settings),
                object_key_prefix=INBOUND,
                topic_arn=inbox.topic.topic_arn,
            )
        ),
        action.ActionProperty(stop_action=action.StopActionProperty(scope="RuleSet")),
    ]
