"""Why each workflow answered a mail as it did, and how workflows would answer it now."""

from dataclasses import replace
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from postroom import limits
from postroom.ids import EVENT, EventId, id_pattern
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_after, that_fit
from postroom_adapters.http.given import Kept, Tenant, check_known
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import AboutWorkflow, Cursor, EmailPath, Limit
from postroom_adapters.http.routing import new_router
from postroom_adapters.http.views.decision import DecisionView, TriedMatch, TryMatch, WorkflowAnswer
from postroom_adapters.reading.pages import Page

router = new_router()
TAG = ["emails"]
OfEvent = Annotated[
    EventId | None,
    Query(pattern=id_pattern(EVENT), description="A manual event about the mail: what was decided for that."),
]


@router.get(
    "/api/v1/emails/<email_id>/decision",
    operation_id="get_email_decision",
    summary="Each workflow in order: whether it matched and why, clause by clause, stopped by, not reached",
    description="What the stored decision does not hold is computed by the same code from the stored mail and the "
    "workflows as they were. Ask for one of many with `workflow_id`.",
    tags=TAG,
    responses=answers("A page of the decision.", 404),
)
def get_email_decision(
    email_id: EmailPath,
    tenant: Tenant,
    kept: Kept,
    workflow_id: AboutWorkflow = None,
    event_id: OfEvent = None,
    limit: Limit = limits.PAGE_SIZE,
    cursor: Cursor = None,
) -> DecisionView:
    """As it was decided, whatever has changed since."""
    if workflow_id is not None:
        return DecisionView.of_explained(kept.explaining.one(tenant, email_id, event_id, workflow_id), None)
    name = f"decision/{event_id or email_id}"
    explained = kept.explaining.page(tenant, email_id, event_id, asked(name, limit, cursor))
    items = explained.answers.items
    if (fit := that_fit(tuple(map(WorkflowAnswer.of_answer, items)))) < len(items):
        explained = replace(explained, answers=Page(items[:fit], more=True))
    following = cursor_after(name, explained.answers, lambda answer: answer.decision.workflow_id)
    return DecisionView.of_explained(explained, following)


@router.post(
    "/api/v1/emails/<email_id>/match",
    operation_id="match_email",
    summary="Try workflows on a mail: how they answer, and what they would do",
    description="A dry run: steps are run with every effect suppressed; records that exist are found.",
    tags=TAG,
    responses=answers("What would come of it.", 400, 404, 409, 415),
)
def match_email(
    email_id: EmailPath,
    tenant: Tenant,
    kept: Kept,
    given: Annotated[TryMatch | None, Body(description="Left out, all workflows that are on.")] = None,
) -> TriedMatch:
    """Nothing is stored or sent."""
    wanted = given or TryMatch()
    check_known(kept, tenant, wanted.workflow_ids or ())
    return TriedMatch.of_tried(kept.trying.on_email(tenant, email_id, wanted.wanted, utc_now()))
