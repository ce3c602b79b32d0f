"""step_records: runs the steps that only read and write records."""

from infra.shared.spec import TENANTS, FunctionSpec, Items, Objects

FUNCTION = FunctionSpec(
    "step_records",
    timeout_seconds=120,
    uses=(
        Items("directory", ("GetItem",)),
        Items("executions", ("BatchGetItem", "GetItem", "PutItem", "UpdateItem")),
        Items("records", ("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")),
        Items("workflows", ("GetItem",)),
        Objects(TENANTS, ("GetObject", "PutObject")),
    ),
)
