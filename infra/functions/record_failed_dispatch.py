"""record_failed_dispatch: follows a dispatch that failed, timed out or was aborted by the next, or gives up."""

from infra.shared.spec import Dispatches, FunctionSpec, Items

FUNCTION = FunctionSpec(
    "record_failed_dispatch",
    timeout_seconds=30,
    uses=(
        Dispatches(("StartExecution",)),
        Items("executions", ("BatchGetItem", "GetItem", "UpdateItem")),
    ),
)
