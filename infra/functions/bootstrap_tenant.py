"""bootstrap_tenant: writes the root tenant, its token and the shipped workflows when the stack is deployed."""

from infra.shared.spec import ApiToken, FunctionSpec, Items

FUNCTION = FunctionSpec(
    "bootstrap_tenant",
    timeout_seconds=60,
    uses=(
        ApiToken(),
        Items("directory", ("DeleteItem", "GetItem", "PutItem")),
        Items("workflows", ("ConditionCheckItem", "GetItem", "PutItem", "UpdateItem")),
    ),
)
