"""step_ai: runs the steps that read documents and ask models."""

from infra.shared.spec import INBOUND, TENANTS, FunctionSpec, Items, Objects

FUNCTION = FunctionSpec(
    "step_ai",
    timeout_seconds=300,
    memory_mb=1024,
    uses=(
        Items("directory", ("GetItem",)),
        Items("executions", ("BatchGetItem", "GetItem", "PutItem", "UpdateItem")),
        Items("records", ("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")),
        Items("workflows", ("GetItem",)),
        Objects(INBOUND, ("GetObject",)),
        Objects(TENANTS, ("GetObject", "PutObject")),
    ),
)
