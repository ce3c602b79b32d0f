"""The templates, resolved to what things are called on this machine."""

from pathlib import Path
from typing import Any

import pytest

from infra.local.intrinsics import Unresolvable
from infra.local.resource_types import TYPES, UnknownResourceType
from infra.local.template import Templates

ROOT = Path(__file__).resolve().parents[3]


def resolved(value: Any, **more: Any) -> Any:
    """A property of a role that holds `value`."""
    resources = {
        "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "things"}},
        "Queue": {"Type": "AWS::SQS::Queue"},
        "Here": {"Type": "AWS::IAM::Role", "Properties": {"Value": value}},
        **more.pop("Resources", {}),
    }
    templates = Templates({"Stack": {"Resources": resources, **more}}, "eu-west-1")
    (role,) = templates.of_type("AWS::IAM::Role")
    return role.properties.get("Value", "left out")


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ({"Ref": "Table"}, "things"),
        ({"Ref": "AWS::Region"}, "eu-west-1"),
        ({"Ref": "AWS::NoValue"}, "left out"),
        ([1, {"Ref": "AWS::NoValue"}, 2], [1, 2]),
        ({"Fn::GetAtt": ["Table", "Arn"]}, "arn:aws:dynamodb:eu-west-1:123456789012:table/things"),
        ({"Fn::GetAtt": "Table.Arn"}, "arn:aws:dynamodb:eu-west-1:123456789012:table/things"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Table"}, "b"]]}, "a-things-b"),
        ({"Fn::Sub": "${Table}/${AWS::AccountId}/${!Literal}"}, "things/123456789012/${Literal}"),
        ({"Fn::Sub": ["${x}${Table.Arn}", {"x": {"Ref": "Table"}}]},
         "thingsarn:aws:dynamodb:eu-west-1:123456789012:table/things"),
        ({"Fn::Select": [1, {"Fn::Split": [":", {"Fn::GetAtt": ["Table", "Arn"]}]}]}, "aws"),
        ({"Fn::Base64": "abc"}, "YWJj"),
        ({"nested": [{"deep": {"Ref": "Table"}}]}, {"nested": [{"deep": "things"}]}),
    ],
)  # fmt: skip
def test_intrinsic_functions(value: Any, result: Any) -> None:
    assert resolved(value) == result


def test_conditions_choose() -> None:
    conditions = {
        "Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]},
        "There": {"Fn::Not": [{"Condition": "Here"}]},
        "Some": {"Fn::Or": [{"Condition": "Here"}, {"Condition": "There"}]},
    }
    value = {"Fn::If": ["Here", {"Fn::If": ["There", 1, 2]}, 3]}
    assert resolved(value, Conditions=conditions) == 2
    without = {"Gone": {"Type": "AWS::SQS::Queue", "Condition": "There"}}
    templates = Templates({"Stack": {"Resources": without, "Conditions": conditions}})
    assert list(templates) == []


def test_parameters_stand_for_their_defaults() -> None:
    parameters = {"Given": {"Type": "String", "Default": "x"}, "Open": {"Type": "String"}}
    assert resolved({"Ref": "Given"}, Parameters=parameters) == "x"
    with pytest.raises(Unresolvable, match="Open has no default"):
        resolved({"Ref": "Open"}, Parameters=parameters)


def test_mappings_are_looked_up() -> None:
    mappings = {"Sizes": {"eu-west-1": {"small": 3}}}
    assert resolved({"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "small"]}, Mappings=mappings) == 3


def test_one_stack_imports_what_another_exports() -> None:
    first = {
        "Resources": {"Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "things"}}},
        "Outputs": {"Out": {"Value": {"Ref": "Table"}, "Export": {"Name": "First:Table"}}},
    }
    second = {
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": {"Value": {"Fn::ImportValue": "First:Table"}}},
        }
    }
    templates = Templates({"First": first, "Second": second})
    assert [role.properties for role in templates.of_type("AWS::IAM::Role")] == [{"Value": "things"}]
    with pytest.raises(Unresolvable, match="no stack before Second exports First:Table"):
        Templates({"Second": second})


def test_what_was_given_no_name_gets_a_stable_one() -> None:
    name = resolved({"Fn::GetAtt": ["Queue", "QueueName"]})
    assert name == resolved({"Fn::GetAtt": ["Queue", "QueueName"]})
    assert name.startswith("Stack-Queue-")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"Ref": "Nothing"}, "Stack has nothing called Nothing"),
        ({"Fn::GetAtt": ["Table", "Colour"]}, "Table.Colour"),
        ({"Fn::Cidr": ["10.0.0.0/16", 1, 8]}, "Fn::Cidr is not known"),
    ],
)
def test_what_cannot_be_worked_out_is_named(value: Any, said: str) -> None:
    with pytest.raises(Unresolvable, match=said):
        resolved(value)


def test_an_unknown_resource_type_fails_loudly_and_is_named() -> None:
    document = {"Resources": {"Cluster": {"Type": "AWS::ECS::Cluster"}}}
    with pytest.raises(
        UnknownResourceType, match=r"Cluster is a AWS::ECS::Cluster, which infra/local/resource_types.py"
    ):
        Templates({"Stack": document})


def test_the_real_templates_resolve_wholly(local_assembly: Path) -> None:
    templates = Templates.read(local_assembly)
    assert templates.region == "eu-west-1"
    functions = {each.properties["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] for each in templates.of_type(
        "AWS::Lambda::Function")}  # fmt: skip
    assert {"receive_mail", "classify_event", "match_workflows", "step_records", "step_notify"} <= functions
    assert templates.outputs["ApiTokenSecret"] == "postroom/local/api-token"


def test_what_the_table_says_loads_a_type_exists() -> None:
    modules = {kind.loaded_by for kind in TYPES.values()} - {None}
    found = {path.stem for path in (ROOT / "infra/local").rglob("*.py")} | {
        path.name for path in (ROOT / "infra/local").rglob("*") if path.is_dir()
    }
    assert modules <= found
