"""What runs without being asked, and what tells people: schedule, failed dispatches, alarms, dashboard, outputs."""

import json
from typing import Any

from tests.infra.templates import Template, written


def test_the_sweeper_runs_each_minute_and_a_failed_run_is_not_repeated(service: Template) -> None:
    schedule = service.only("AWS::Scheduler::Schedule")
    assert schedule["ScheduleExpression"] == "rate(1 minute)"
    assert schedule["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert written(schedule["Target"]["Arn"]).startswith("<SweepEvents")
    assert schedule["Target"]["RetryPolicy"]["MaximumRetryAttempts"] == 0
    assert service.only("AWS::Lambda::EventInvokeConfig")["MaximumRetryAttempts"] == 0
    statements = service.statements(schedule["Target"]["RoleArn"])
    assert statements == [({"lambda:InvokeFunction"}, {written(schedule["Target"]["Arn"])})]


def test_dispatches_that_did_not_succeed_are_recorded_or_kept_as_dead_letters(service: Template) -> None:
    rule = service.only("AWS::Events::Rule")
    machine = next(iter(service.of_type("AWS::StepFunctions::StateMachine")))
    assert rule["EventPattern"] == {
        "source": ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        "detail": {"status": ["FAILED", "TIMED_OUT", "ABORTED"], "stateMachineArn": [{"Ref": machine}]},
    }
    (target,) = rule["Targets"]
    dead, _ = service.named("AWS::SQS::Queue", QueueName="postroom-local-event-dead-letters")
    assert written(target["Arn"]).startswith("<RecordFailedDispatch")
    assert written(target["DeadLetterConfig"]["Arn"]) == f"<{dead}.Arn>"
    assert target["RetryPolicy"]["MaximumRetryAttempts"] == 10
    # EventBridge knows only that Lambda took the event; what then fails for good is Lambda's own dead letter.
    recorder = service.functions()["record_failed_dispatch"]
    assert written(recorder["DeadLetterConfig"]["TargetArn"]) == f"<{dead}.Arn>"


def test_alarms_say_what_to_look_at_and_go_to_one_topic(service: Template) -> None:
    alarms = [one["Properties"] for one in service.of_type("AWS::CloudWatch::Alarm").values()]
    names = {one["AlarmName"].removeprefix("postroom-local-") for one in alarms}
    functions = {"".join(map(str.capitalize, name.split("_"))) for name in service.functions()}
    assert names == {f"{name}Errors" for name in functions} | {
        "MailDeadLetters",
        "MailFeedbackDeadLetters",
        "BounceRate",
        "ComplaintRate",
        "EventDeadLetters",
        "MailHeld",
        "OldestMail",
        "FailedDispatches",
        "TimedOutDispatches",
        "StoppedDispatches",
        "EventsGivenUp",
        "ThrottledDispatches",
        "Throttles",
    }
    topic, _ = service.named("AWS::SNS::Topic", TopicName="postroom-local-alarms")
    assert {written(action) for one in alarms for action in one["AlarmActions"]} == {f"<{topic}>"}
    assert all(one["AlarmDescription"] for one in alarms)
    assert {one["TreatMissingData"] for one in alarms} == {"notBreaching"}


def test_events_given_up_are_watched_whoever_gives_them_up(service: Template) -> None:
    _, alarm = service.named("AWS::CloudWatch::Alarm", AlarmName="postroom-local-EventsGivenUp")
    total, *counted = sorted(alarm["Metrics"], key=lambda one: "MetricStat" in one)
    assert {(one["Id"], *_metric(one["MetricStat"])) for one in counted} == {
        ("sweeper", "EventGivenUp", "sweep_events", 300, "Sum"),
        ("recorder", "EventGivenUp", "record_failed_dispatch", 300, "Sum"),
    }
    assert total["Expression"] == "FILL(sweeper, 0) + FILL(recorder, 0)"
    assert (alarm["Threshold"], alarm["ComparisonOperator"]) == (0, "GreaterThanThreshold")


def test_dispatches_that_we_stop_ourselves_alarm_nobody(service: Template) -> None:
    alarms = [one["Properties"] for one in service.of_type("AWS::CloudWatch::Alarm").values()]
    assert "ExecutionsAborted" not in {one.get("MetricName") for one in alarms}
    _, stopped = service.named("AWS::CloudWatch::Alarm", AlarmName="postroom-local-StoppedDispatches")
    assert (stopped["Namespace"], stopped["MetricName"], stopped["Dimensions"]) == (
        "Postroom",
        "DispatchStopped",
        [{"Name": "service", "Value": "record_failed_dispatch"}, {"Name": "stage", "Value": "local"}],
    )


def _metric(stat: dict[str, Any]) -> tuple[Any, ...]:
    service, stage = stat["Metric"]["Dimensions"]
    assert (stat["Metric"]["Namespace"], service["Name"], stage["Name"]) == ("Postroom", "service", "stage")
    return stat["Metric"]["MetricName"], service["Value"], stat["Period"], stat["Stat"]


def test_cloudwatch_may_tell_the_alarm_topic_and_the_address_of_the_settings_hears(
    service: Template, prod_service: Template
) -> None:
    for template in (service, prod_service):
        policies = template.of_type("AWS::SNS::TopicPolicy").values()
        allowed = [s for one in policies for s in one["Properties"]["PolicyDocument"]["Statement"]]
        assert {"Service": "cloudwatch.amazonaws.com"} in [one["Principal"] for one in allowed]
    emails = [
        one["Properties"]["Endpoint"]
        for one in prod_service.of_type("AWS::SNS::Subscription").values()
        if one["Properties"]["Protocol"] == "email"
    ]
    assert emails == ["ops@example.com"]


def test_the_dashboard_shows_every_function_and_every_table(service: Template) -> None:
    body = written(service.only("AWS::CloudWatch::Dashboard")["DashboardBody"])
    titles = [widget["properties"]["title"] for widget in json.loads(body)["widgets"]]
    assert titles[:2] == ["Alarms", "Mail received"]
    assert len(set(titles)) == len(titles)
    assert all(f'"label":"{name}"' in body for name in service.functions())
    assert all(f"postroom-local-{name}" in body for name in ("directory", "executions", "records", "workflows"))


def test_outputs_tell_where_everything_is(service: Template) -> None:
    assert set(service.outputs) == {
        "ApiUrl",
        "ApiTokenSecret",
        "MailBucket",
        "MailQueueUrl",
        "DispatchStateMachineArn",
        "ConnectionsPrefix",
        "Domain1Records",
    }
    assert service.outputs["ApiTokenSecret"] == "postroom/local/api-token"
