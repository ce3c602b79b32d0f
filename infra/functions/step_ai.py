"""step_ai: runs the steps that read documents and ask models."""

from infra.shared.spec import INBOUND, OUTPUTS, Dispatches, FunctionSpec, Items, Objects

FUNCTION = FunctionSpec(
    "step_ai",
    timeout_seconds=300,
    memory_mb=1024,
    uses=(
        Dispatches(("StartExecution",)),
        Items("directory", ("BatchGetItem",)),
        Items("executions", ("BatchGetItem", "ConditionCheckItem", "PutItem", "Query", "UpdateItem")),
        Items("records", ()),
        Items("workflows", ("GetItem",)),
        Objects(INBOUND, ("GetObject",)),
        Objects(OUTPUTS, ("GetObject", "PutObject")),
    ),
)
