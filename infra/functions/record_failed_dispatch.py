"""record_failed_dispatch: writes into the record that a dispatch failed, timed out or was aborted."""

from infra.shared.spec import FunctionSpec, Items

FUNCTION = FunctionSpec(
    "record_failed_dispatch",
    timeout_seconds=30,
    uses=(Items("executions", ("GetItem", "UpdateItem")),),
)
