"""classify_event: parses the raw mail, keeps its attachments and decides what it was taken for."""

from infra.shared.spec import ATTACHMENTS, INBOUND, FunctionSpec, Items, MailKey, Objects

FUNCTION = FunctionSpec(
    "classify_event",
    timeout_seconds=60,
    memory_mb=1024,
    uses=(
        Items("directory", ("BatchGetItem",)),
        Items("executions", ("BatchGetItem", "GetItem", "PutItem", "Query", "UpdateItem")),
        Items("workflows", ("BatchGetItem", "Query")),
        MailKey(),
        Objects(INBOUND, ("GetObject",)),
        Objects(ATTACHMENTS, ("PutObject",)),
    ),
)
