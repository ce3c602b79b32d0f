"""Parameters that several routes take, each described once."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query
from pydantic import Field

from postroom import limits
from postroom.ids import EVENT, EXECUTION, WORKFLOW, EventId, ExecutionId, WorkflowId, id_pattern
from postroom.times import WrittenTime

Limit = Annotated[
    int, Query(ge=1, le=limits.PAGE_SIZE_MAX, description="How many to show at most.", examples=[limits.PAGE_SIZE])
]
Cursor = Annotated[
    str | None,
    Query(max_length=400, description="Where to go on: `next_cursor` of the page before, with the same filters."),
]
IfMatch = Annotated[
    str | None,
    Header(max_length=200, description="Change it only at this revision: the ETag it was read with.", examples=['"3"']),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=limits.IDEMPOTENCY_KEY_CHARACTERS,
        pattern=r"^[!-~]+$",
        description="A name of the client's own for this request: sent again under it, the request answers with what "
        "the first one made, and makes nothing. Good for two days.",
        examples=["8e03978e-40d5-43dd-bc93-6894a57f9324"],
    ),
]
ReceivedFrom = Annotated[
    WrittenTime | None,
    Query(description="Only what came in at this time or later.", examples=["2026-03-01T00:00:00Z"]),
]
ReceivedTo = Annotated[
    WrittenTime | None, Query(description="Only what came in before this time.", examples=["2026-04-01T00:00:00Z"])
]
NamedWorkflow = Annotated[WorkflowId, Field(pattern=id_pattern(WORKFLOW))]
WorkflowPath = Annotated[WorkflowId, Path(pattern=id_pattern(WORKFLOW), description="The workflow's id.")]
EmailPath = Annotated[EventId, Path(pattern=id_pattern(EVENT), description="The mail's id.")]
ExecutionPath = Annotated[ExecutionId, Path(pattern=id_pattern(EXECUTION), description="The execution's id.")]
WorkflowFilter = Annotated[
    WorkflowId | None, Query(pattern=id_pattern(WORKFLOW), description="Only executions of this workflow.")
]
BranchFilter = Annotated[
    str | None,
    Query(
        pattern=r"^[a-z_][a-z0-9_]*\[[0-9]+\]$",
        max_length=80,
        description="Only the steps of this branch of a fan-out, such as `loop[3]`.",
    ),
]
ManualEventPath = Annotated[EventId, Path(pattern=id_pattern(EVENT), description="The manual event's id.")]
AboutEmail = Annotated[EventId | None, Query(pattern=id_pattern(EVENT), description="Only those about this mail.")]
AboutWorkflow = Annotated[
    WorkflowId | None, Query(pattern=id_pattern(WORKFLOW), description="Only this workflow, of however many.")
]
EmailFilter = Annotated[EventId | None, Query(pattern=id_pattern(EVENT), description="Only executions for this mail.")]
