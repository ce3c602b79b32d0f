"""activate_receipt_rules: a custom resource that makes our SES receipt rule set the region's only active one."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from postroom.errors import Conflict
from postroom_adapters.aws import client
from postroom_adapters.custom_resource import Context, Event, respond
from postroom_adapters.observability import decided


class Properties(BaseModel):
    """The custom resource's properties."""

    model_config = ConfigDict(extra="ignore")
    rule_set: str = Field(alias="RuleSetName")


def handle(event: Event) -> dict[str, Any]:
    """Activate on creation and update, deactivate on deletion; somebody else's rule set is never touched."""
    ours = Properties.model_validate(event["ResourceProperties"]).rule_set
    active = client("ses").describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    if event["RequestType"] == "Delete":
        if active == ours:
            client("ses").set_active_receipt_rule_set()
            decided("receipt_rules_deactivated", rule_set=ours)
    elif active in {None, ours, _before(event)}:
        client("ses").set_active_receipt_rule_set(RuleSetName=ours)
        decided("receipt_rules_activated", rule_set=ours)
    else:
        raise Conflict(
            f"The SES receipt rule set {active!r} is active in this account and region, and receives mail for somebody "
            f"else. Only one can be active: move its rules into {ours!r}, or choose another account or region."
        )
    return {"PhysicalResourceId": f"active-receipt-rule-set:{ours}", "Data": {"RuleSetName": ours}}


def _before(event: Event) -> str | None:
    """The rule set that was ours before an update."""
    name: str | None = event.get("OldResourceProperties", {}).get("RuleSetName")
    return name


def lambda_handler(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """CloudFormation's request, answered to its address."""
    return respond(event, context, handle)
