"""api: answers the HTTP API."""

from infra.shared.spec import ATTACHMENTS, INBOUND, OUTPUTS, Dispatches, FunctionSpec, Items, Objects

FUNCTION = FunctionSpec(
    "api",
    timeout_seconds=29,
    memory_mb=1024,
    uses=(
        Dispatches(("StartExecution", "StopExecution")),
        Items("directory", ("GetItem",)),
        Items(
            "executions",
            ("BatchGetItem", "ConditionCheckItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            query_indexes=("by_category", "by_list", "by_sender", "by_status", "by_workflow"),
        ),
        Items("records", ("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query")),
        Items(
            "workflows",
            ("BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
        ),
        Objects(INBOUND, ("GetObject",)),
        Objects(ATTACHMENTS, ("GetObject",)),
        Objects(OUTPUTS, ("GetObject", "PutObject")),
    ),
    switches=("email_workflows_enabled", "email_ai_confidence_threshold"),
)
