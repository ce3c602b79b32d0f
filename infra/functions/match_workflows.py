"""match_workflows: decides which workflows an event starts, and stores why."""

from infra.shared.spec import FunctionSpec, Items

FUNCTION = FunctionSpec(
    "match_workflows",
    timeout_seconds=60,
    uses=(
        Items("executions", ("BatchGetItem", "GetItem", "PutItem", "UpdateItem")),
        Items("workflows", ("BatchGetItem", "GetItem", "Query")),
    ),
    switches=("email_workflows_enabled", "email_ai_confidence_threshold"),
)
