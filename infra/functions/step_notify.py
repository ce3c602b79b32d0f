"""step_notify: runs the steps that tell somebody outside."""

from infra.shared.spec import OUTPUTS, Connections, Dispatches, FunctionSpec, Items, MailKey, Objects, SentMail

FUNCTION = FunctionSpec(
    "step_notify",
    timeout_seconds=120,
    uses=(
        Connections(),
        Dispatches(("StartExecution",)),
        Items("directory", ("BatchGetItem",)),
        Items("executions", ("BatchGetItem", "ConditionCheckItem", "PutItem", "Query", "UpdateItem")),
        Items("records", ()),
        Items("workflows", ("GetItem",)),
        MailKey(),
        Objects(OUTPUTS, ("GetObject", "PutObject")),
        SentMail(),
    ),
)
