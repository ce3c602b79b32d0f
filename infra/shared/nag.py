"""cdk-nag: the AwsSolutions rules over the whole app, and how a finding is accepted, never without its reason."""

from aws_cdk import Acknowledgment, App, Stack, Validations
from cdk_nag import AwsSolutionsChecks
from constructs import IConstruct


def check(app: App) -> None:
    """Judge the app while it is synthesized: a finding that nobody accepted ends the synthesis."""
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))


def acknowledge(construct: IConstruct, finding: str, reason: str) -> None:
    """Accept one finding, such as `AwsSolutions-S1`, on a construct and all below it."""
    Validations.of(construct).acknowledge(Acknowledgment(id=finding, reason=reason))


def acknowledge_wildcard(construct: IConstruct, resource: str, reason: str) -> None:
    """Accept that a policy names `resource` with a star; each such resource has to be accepted by itself."""
    resolved = Stack.of(construct).resolve(resource)
    acknowledge(construct, f"AwsSolutions-IAM5[Resource::{_as_nag_writes(resolved)}]", reason)


def _as_nag_writes(resolved: object) -> str:
    """References in angle brackets: `arn:<AWS::Partition>:s3:::mail-<AWS::AccountId>/inbound/*`."""
    match resolved:
        case str():
            return resolved
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::Join": [separator, [*parts]]}:
            return str(separator).join(_as_nag_writes(part) for part in parts)
        case _:
            raise ValueError(f"cdk-nag's way to write {resolved!r} is not known here")
