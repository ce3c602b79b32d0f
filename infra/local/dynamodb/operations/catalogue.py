"""The operations by name: those the store does itself, and those on definitions that moto does for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .batches import batch_write_item
from .queries import query
from .reads import batch_get_item, get_item, transact_get_items
from .requests import Params, Response
from .scans import scan
from .transactions import transact_write_items
from .writes import delete_item, put_item, update_item

if TYPE_CHECKING:
    from ..store import LocalStore

OPERATIONS: dict[str, Callable[[LocalStore, Params], Response]] = {
    "BatchGetItem": batch_get_item,
    "BatchWriteItem": batch_write_item,
    "DeleteItem": delete_item,
    "GetItem": get_item,
    "PutItem": put_item,
    "Query": query,
    "Scan": scan,
    "TransactGetItems": transact_get_items,
    "TransactWriteItems": transact_write_items,
    "UpdateItem": update_item,
}
DEFINITIONS: dict[str, str] = {
    "CreateTable": "create_table",
    "DeleteTable": "delete_table",
    "DescribeContinuousBackups": "describe_continuous_backups",
    "DescribeEndpoints": "describe_endpoints",
    "DescribeLimits": "describe_limits",
    "DescribeTable": "describe_table",
    "DescribeTimeToLive": "describe_time_to_live",
    "ListTables": "list_tables",
    "ListTagsOfResource": "list_tags_of_resource",
    "TagResource": "tag_resource",
    "UntagResource": "untag_resource",
    "UpdateContinuousBackups": "update_continuous_backups",
    "UpdateTable": "update_table",
    "UpdateTimeToLive": "update_time_to_live",
}
