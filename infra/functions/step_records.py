"""step_records: runs the steps that only read and write records."""

from infra.shared.spec import OUTPUTS, Dispatches, FunctionSpec, Items, Objects

FUNCTION = FunctionSpec(
    "step_records",
    timeout_seconds=120,
    uses=(
        Dispatches(("StartExecution",)),
        Items("directory", ("BatchGetItem",)),
        Items("executions", ("BatchGetItem", "ConditionCheckItem", "PutItem", "Query", "UpdateItem")),
        Items("records", ("DeleteItem", "GetItem", "PutItem", "Query")),
        Items("workflows", ("GetItem",)),
        Objects(OUTPUTS, ("GetObject", "PutObject")),
    ),
)
