"""The dispatch state machine as a resource: its definition, its log, and a role that may call its functions."""

import json
from collections.abc import Mapping

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn

from infra.functions.catalogue import FUNCTIONS
from infra.shared.dispatch_definition import definition, invoked, substitution
from infra.shared.grants import Resources
from infra.shared.logs import delivered, make_log_group
from infra.shared.nag import acknowledge_wildcard
from infra.shared.naming import dispatch_name


def make_dispatch(resources: Resources, functions: Mapping[str, lambda_.Function]) -> sfn.StateMachine:
    """The state machine, over the functions that stand."""
    specs = {spec.name: spec for spec in FUNCTIONS}
    called = invoked(specs)
    settings = resources.settings
    machine = sfn.StateMachine(
        resources.stack,
        "Dispatch",
        state_machine_name=dispatch_name(settings),
        state_machine_type=sfn.StateMachineType.STANDARD,
        definition_body=sfn.DefinitionBody.from_string(json.dumps(definition(specs), indent=1)),
        definition_substitutions={substitution(spec): functions[spec.name].function_arn for spec in called},
        tracing_enabled=True,
        logs=sfn.LogOptions(
            destination=make_log_group(resources.stack, "DispatchLogs", delivered(settings, "dispatch"), settings),
            level=sfn.LogLevel.ALL,
            # Ids only travel through here, but a log of what travels would still be one more place to look after.
            include_execution_data=False,
        ),
        removal_policy=RemovalPolicy.DESTROY,
    )
    # Not grant_invoke: it would allow every version and alias besides, of which there are none.
    arns = [functions[spec.name].function_arn for spec in called]
    machine.add_to_role_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=arns))
    acknowledge_wildcard(machine, "*", "X-Ray and the delivery of logs have no resources to name.")
    return machine
