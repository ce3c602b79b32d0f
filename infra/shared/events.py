"""What runs without being asked: the sweeper each minute, and the record of dispatches that failed."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn

from infra.shared.grants import Resources

FAILURES = ["FAILED", "TIMED_OUT", "ABORTED"]


def schedule_sweeper(resources: Resources, sweep_events: lambda_.Function) -> scheduler.CfnSchedule:
    """Each minute; one that fails is not repeated, as the next is a minute away."""
    sweep_events.configure_async_invoke(retry_attempts=0, max_event_age=Duration.minutes(1))
    role = _may_invoke(resources, sweep_events)
    schedule = scheduler.CfnSchedule(
        resources.stack,
        "SweepSchedule",
        name=f"{resources.settings.prefix}-sweep",
        description="Starts what was stored but never dispatched, resumes what died on the way",
        schedule_expression="rate(1 minute)",
        flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
        target=scheduler.CfnSchedule.TargetProperty(
            arn=sweep_events.function_arn,
            role_arn=role.role_arn,
            retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                maximum_event_age_in_seconds=60, maximum_retry_attempts=0
            ),
        ),
    )
    # With its policy: a schedule that stands before it may not call anything.
    schedule.node.add_dependency(role)
    return schedule


def _may_invoke(resources: Resources, function: lambda_.Function) -> iam.Role:
    account = {"StringEquals": {"aws:SourceAccount": resources.stack.account}}
    role = iam.Role(
        resources.stack,
        "SweepScheduleRole",
        assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com", conditions=account),
    )
    role.add_to_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[function.function_arn]))
    return role


def record_failures(
    resources: Resources, machine: sfn.StateMachine, functions: Mapping[str, lambda_.Function], dead_letters: sqs.IQueue
) -> events.Rule:
    """A dispatch that did not succeed goes into the record; what cannot be recorded is kept among the dead letters."""
    return events.Rule(
        resources.stack,
        "FailedDispatches",
        rule_name=f"{resources.settings.prefix}-failed-dispatches",
        event_pattern=events.EventPattern(
            source=["aws.states"],
            detail_type=["Step Functions Execution Status Change"],
            detail={"stateMachineArn": [machine.state_machine_arn], "status": FAILURES},
        ),
        targets=[
            targets.LambdaFunction(
                functions["record_failed_dispatch"],
                dead_letter_queue=dead_letters,
                retry_attempts=10,
                max_event_age=Duration.hours(2),
            )
        ],
    )
