"""The dashboard: mail in, dispatches, functions, API and storage, with the alarms on top."""

from collections.abc import Sequence
from typing import get_args

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb

from infra.shared.grants import Resources
from infra.shared.naming import table_name
from infra.shared.reputation import reputation, sent_mail
from infra.shared.spec import TableName
from infra.shared.watched import Watched

_WIDTH, _HEIGHT = 8, 6
_PERIOD = Duration.minutes(5)


def make_dashboard(resources: Resources, watched: Watched, alarms: Sequence[cloudwatch.IAlarm]) -> cloudwatch.Dashboard:
    """One page, read from top to bottom in the order in which a mail travels."""
    settings = resources.settings
    return cloudwatch.Dashboard(
        resources.stack,
        "Dashboard",
        dashboard_name=settings.prefix,
        default_interval=Duration.hours(12),
        widgets=[
            [cloudwatch.AlarmStatusWidget(title="Alarms", alarms=alarms, width=24, height=4)],
            _mail(watched),
            _sent_mail(watched),
            _dispatches(watched),
            _functions(watched),
            _storage(resources),
        ],
    )


def _mail(watched: Watched) -> list[cloudwatch.IWidget]:
    queue, api = watched.mail_queue, watched.api
    visible = [
        one.metric_approximate_number_of_messages_visible(period=_PERIOD) for one in watched.dead_letters.values()
    ]
    return [
        _graph("Mail received", queue.metric_number_of_messages_sent(period=_PERIOD, statistic="Sum")),
        _graph("Oldest mail waiting, seconds", queue.metric_approximate_age_of_oldest_message(period=_PERIOD)),
        _graph("Dead letters", *visible),
        _graph("API requests", api.metric_count(period=_PERIOD, statistic="Sum")),
        _graph(
            "API answers 4xx, 5xx", api.metric_client_error(period=_PERIOD), api.metric_server_error(period=_PERIOD)
        ),
        _graph("API latency, p95", api.metric_latency(period=_PERIOD, statistic="p95")),
    ]


def _sent_mail(watched: Watched) -> list[cloudwatch.IWidget]:
    counted = [sent_mail(name, statistic="Sum", period=_PERIOD) for name in ("Send", "Bounce", "Complaint", "Reject")]
    through = watched.configuration_set
    return [
        _graph("Mail sent, bounced, complained about, rejected: the whole account", *counted),
        _graph("Share of our mail that bounces", reputation("BounceRate", through)),
        _graph("Share of our mail that is complained about", reputation("ComplaintRate", through)),
    ]


def _dispatches(watched: Watched) -> list[cloudwatch.IWidget]:
    machine = watched.machine
    return [
        _graph("Dispatches", machine.metric_started(period=_PERIOD), machine.metric_succeeded(period=_PERIOD)),
        _graph(
            "Dispatches that did not succeed",
            machine.metric_failed(period=_PERIOD),
            machine.metric_timed_out(period=_PERIOD),
            machine.metric_aborted(period=_PERIOD),
        ),
        _graph("Duration of a dispatch, p95", machine.metric_time(period=_PERIOD, statistic="p95")),
    ]


def _functions(watched: Watched) -> list[cloudwatch.IWidget]:
    functions = watched.functions.items()
    return [
        _graph("Invocations", *(f.metric_invocations(period=_PERIOD, label=name) for name, f in functions)),
        _graph("Errors", *(f.metric_errors(period=_PERIOD, label=name) for name, f in functions)),
        _graph(
            "Duration, p95",
            *(f.metric_duration(period=_PERIOD, statistic="p95", label=name) for name, f in functions),
        ),
    ]


def _storage(resources: Resources) -> list[cloudwatch.IWidget]:
    tables = [
        (name, dynamodb.Table.from_table_name(resources.stack, f"{name}Metrics", table_name(resources.settings, name)))
        for name in get_args(TableName)
    ]
    read = [t.metric_consumed_read_capacity_units(period=_PERIOD, label=name) for name, t in tables]
    written = [t.metric_consumed_write_capacity_units(period=_PERIOD, label=name) for name, t in tables]
    throttled = [t.metric("ThrottledRequests", period=_PERIOD, statistic="Sum", label=name) for name, t in tables]
    return [
        _graph("Read units", *read),
        _graph("Write units", *written),
        _graph("Throttled requests", *throttled),
    ]


def _graph(title: str, *metrics: cloudwatch.IMetric) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=list(metrics), width=_WIDTH, height=_HEIGHT)
