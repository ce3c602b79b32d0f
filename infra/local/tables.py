"""The template's tables in the local store."""

from __future__ import annotations

from typing import Any

from infra.local.dynamodb import LocalStore
from infra.local.template import Resource

_NEEDED = ("TableName", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "LocalSecondaryIndexes")
_ELSEWHERE = {
    "BillingMode": "always on demand here",
    "ContributorInsightsSpecification": "metrics",
    "DeletionProtectionEnabled": "the state folder is whoever's it is",
    "PointInTimeRecoverySpecification": "the state folder can be copied",
    "SSESpecification": "nothing is encrypted on this machine",
    "Tags": "nobody asks for them",
    "TimeToLiveSpecification": "only cleans up: every expiry is compared with the clock on read",
}


class UnsupportedTable(Exception):
    """A table wants something that the local store does not keep."""


def create_table(resource: Resource, store: LocalStore) -> None:
    """Create a table of the template; its rows of earlier runs are in it."""
    properties = resource.properties
    if unknown := set(properties) - set(_NEEDED) - set(_ELSEWHERE):
        raise UnsupportedTable(
            f"{resource.logical_id}: infra/local/tables.py does not know {', '.join(sorted(unknown))}"
        )
    wanted: dict[str, Any] = {key: properties[key] for key in _NEEDED if key in properties}
    store.call("CreateTable", {**wanted, "TableName": resource.ref, "BillingMode": "PAY_PER_REQUEST"})
