"""Alarms: each says that a person should look, and what at. They go to one topic."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions

from infra.functions.catalogue import FUNCTIONS
from infra.shared.grants import Resources
from infra.shared.reputation import BOUNCE_RATE_MAX, COMPLAINT_RATE_MAX, reputation
from infra.shared.watched import Watched

_FIVE_MINUTES = Duration.minutes(5)
OLDEST_MAIL_SECONDS = 600


def make_alarms(resources: Resources, watched: Watched) -> list[cloudwatch.IAlarm]:
    """All alarms, told to the alarm topic."""
    alarms = {**_of_mail(watched), **_of_sent_mail(watched), **_of_dispatches(watched), **_of_functions(watched)}
    action = actions.SnsAction(_topic(resources))
    made: list[cloudwatch.IAlarm] = []
    for name, (metric, threshold, description) in alarms.items():
        alarm = cloudwatch.Alarm(
            resources.stack,
            f"{name}Alarm",
            alarm_name=f"{resources.settings.prefix}-{name}",
            alarm_description=description,
            metric=metric,
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(action)
        alarm.add_ok_action(action)
        made.append(alarm)
    return made


_Alarms = dict[str, tuple[cloudwatch.IMetric, float, str]]


_DEAD_LETTERS = {
    "Mail": "Mail that receive_mail failed on five times. Look at its log, then redrive the queue.",
    "MailFeedback": "Bounces and complaints that receive_mail_feedback failed on. Look at its log, then redrive.",
    "Event": "Failed dispatches that could not be recorded. Look at record_failed_dispatch's log, then redrive.",
}


def _of_mail(watched: Watched) -> _Alarms:
    dead: _Alarms = {
        f"{name}DeadLetters": (
            watched.dead_letters[name].metric(
                "ApproximateNumberOfMessagesVisible", period=_FIVE_MINUTES, statistic="Maximum"
            ),
            0,
            description,
        )
        for name, description in _DEAD_LETTERS.items()
    }
    return dead | {
        "MailHeld": (
            _counted("MailHeld", watched, "classify_event"),
            0,
            "Mail is held because a loop is feared: a thread or a sender is beyond its budget. List the mails that are "
            "held; release or discard each.",
        ),
        "OldestMail": (
            watched.mail_queue.metric_approximate_age_of_oldest_message(period=_FIVE_MINUTES, statistic="Maximum"),
            OLDEST_MAIL_SECONDS,
            "Mail has waited for ten minutes: receive_mail fails, is throttled, or cannot keep up.",
        ),
    }


def _of_sent_mail(watched: Watched) -> _Alarms:
    through = watched.configuration_set
    return {
        "BounceRate": (
            reputation("BounceRate", through),
            BOUNCE_RATE_MAX,
            "More than 5 % of our mail bounces; at 10 % SES may pause the account. The suppression list says who.",
        ),
        "ComplaintRate": (
            reputation("ComplaintRate", through),
            COMPLAINT_RATE_MAX,
            "More than 0.1 % of our mail is called spam; at 0.5 % SES may pause the account. Find the workflow.",
        ),
    }


_GIVE_UP = {"sweeper": "sweep_events", "recorder": "record_failed_dispatch"}


def _of_dispatches(watched: Watched) -> _Alarms:
    machine = watched.machine
    return {
        "FailedDispatches": (
            machine.metric_failed(period=_FIVE_MINUTES),
            0,
            "A dispatch failed. Its event is marked and can be restarted by hand.",
        ),
        "TimedOutDispatches": (machine.metric_timed_out(period=_FIVE_MINUTES), 0, "A dispatch ran out of time."),
        "StoppedDispatches": (
            # Not Step Functions' own count of aborted ones: it holds those too that a cancelled execution waited in.
            _counted("DispatchStopped", watched, "record_failed_dispatch"),
            0,
            "Somebody stopped a dispatch. Its event or execution goes on in the next one.",
        ),
        "EventsGivenUp": (
            _given_up(watched),
            0,
            "An event or an execution was given up after three dispatches: it stands as failed. The line "
            "event_give_up or execution_give_up in the log of sweep_events or record_failed_dispatch names it.",
        ),
        "ThrottledDispatches": (
            machine.metric_throttled(period=_FIVE_MINUTES),
            100,
            "Step Functions holds transitions back: the account's quota is too small for the load.",
        ),
    }


def _given_up(watched: Watched) -> cloudwatch.MathExpression:
    """The sum over both who give up; one that counted nothing says nothing, which is none."""
    by = {name: _counted("EventGivenUp", watched, function) for name, function in _GIVE_UP.items()}
    return cloudwatch.MathExpression(
        expression=" + ".join(f"FILL({name}, 0)" for name in by), using_metrics=by, period=_FIVE_MINUTES
    )


def _counted(name: str, watched: Watched, function: str) -> cloudwatch.Metric:
    """A metric that a function writes with its log lines (postroom_adapters.observability)."""
    return cloudwatch.Metric(
        namespace="Postroom",
        metric_name=name,
        dimensions_map={"stage": watched.stage, "service": function},
        period=_FIVE_MINUTES,
        statistic="Sum",
    )


def _of_functions(watched: Watched) -> _Alarms:
    alarms: _Alarms = {
        f"{spec.construct_id}Errors": (
            watched.functions[spec.name].metric_errors(period=_FIVE_MINUTES),
            0,
            f"{spec.name} raised, ran out of time or of memory; its log says which.",
        )
        for spec in FUNCTIONS
    }
    # One for all: the concurrency that runs out is the account's, not a function's.
    throttles = lambda_.Function.metric_all_throttles(period=_FIVE_MINUTES)
    alarms["Throttles"] = (throttles, 0, "Lambda refuses calls: the account's concurrency is used up.")
    return alarms


def _topic(resources: Resources) -> sns.Topic:
    stack, settings = resources.stack, resources.settings
    topic = sns.Topic(stack, "AlarmTopic", topic_name=f"{settings.prefix}-alarms", enforce_ssl=True)
    # A policy of our own replaces the default one, by which CloudWatch could publish.
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": stack.account}},
        )
    )
    if settings.alarm_address:
        topic.add_subscription(subscriptions.EmailSubscription(settings.alarm_address))
    return topic
