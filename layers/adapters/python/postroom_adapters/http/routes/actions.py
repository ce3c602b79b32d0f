"""/api/v1/workflow-actions: what steps can do."""

from postroom.actions.catalogue import ACTIONS, action_named
from postroom_adapters.http.given import Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.routing import new_router
from postroom_adapters.http.views.action import ActionItem, ActionList

router = new_router()


@router.get(
    "/api/v1/workflow-actions",
    operation_id="list_workflow_actions",
    summary="Every action a step may name, with what it takes and gives",
    description="`input` and `output` are JSON Schemas; every field is described, so that a form can be made of them.",
    tags=["workflows"],
    responses=answers("The catalogue; it is the same for everybody."),
)
def list_workflow_actions(_tenant: Tenant) -> ActionList:
    """The modules of all actions are imported by the first such request, and by no other."""
    return ActionList(
        items=tuple(ActionItem.of_action(name, entry.family, action_named(name)) for name, entry in ACTIONS.items())
    )
