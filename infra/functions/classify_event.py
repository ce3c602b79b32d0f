"""classify_event: parses the raw mail, keeps its attachments and decides what it was taken for."""

from infra.shared.spec import INBOUND, TENANTS, FunctionSpec, Items, Objects

FUNCTION = FunctionSpec(
    "classify_event",
    timeout_seconds=60,
    memory_mb=1024,
    uses=(
        Items("executions", ("GetItem", "PutItem", "Query", "UpdateItem")),
        Objects(INBOUND, ("GetObject",)),
        Objects(TENANTS, ("PutObject",)),
    ),
)
