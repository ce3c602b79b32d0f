"""authorize_request: tells API Gateway whose bearer token this is."""

from infra.shared.spec import FunctionSpec, Items

FUNCTION = FunctionSpec(
    "authorize_request",
    timeout_seconds=10,
    uses=(Items("directory", ("GetItem",)),),
)
