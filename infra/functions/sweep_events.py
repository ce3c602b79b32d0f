"""sweep_events: starts what was stored but never dispatched, and resumes what died on the way."""

from infra.shared.spec import Dispatches, FunctionSpec, Items

FUNCTION = FunctionSpec(
    "sweep_events",
    timeout_seconds=55,
    uses=(
        Dispatches(("DescribeExecution", "StartExecution")),
        Items("executions", ("BatchGetItem", "GetItem", "UpdateItem"), query_indexes=("open",)),
    ),
)
