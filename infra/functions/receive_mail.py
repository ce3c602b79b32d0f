"""receive_mail: stores what SES announced, claims it, and starts its dispatch."""

from infra.shared.spec import Dispatches, FunctionSpec, Items

FUNCTION = FunctionSpec(
    "receive_mail",
    timeout_seconds=30,
    uses=(
        Items("directory", ("BatchGetItem",)),
        Items("executions", ("GetItem", "PutItem", "UpdateItem")),
        Dispatches(("StartExecution",)),
    ),
    switches=("email_to_ticket_enabled",),
)
