"""/api/v1/categories: what mails can be taken for, by which words; tried on stored mail before it is saved."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from postroom.classify.own import NAME_PATTERN, TenantCategory
from postroom.errors import Problem, Refused
from postroom.ids import EVENT, lowest_id
from postroom.plain import to_json
from postroom_adapters.category_changes import create_category as create
from postroom_adapters.category_changes import remove_category, replace_category
from postroom_adapters.category_trial import try_categories
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_below, list_name
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import IdempotencyKey, IfMatch
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.views.category import (
    CategoryItem,
    CategoryList,
    CategoryTrial,
    CategoryView,
    NewCategory,
    TrialResult,
    WrittenCategory,
)
from postroom_adapters.idempotency import Create
from postroom_adapters.observability import decided

router = new_router()
TAG = ["categories"]
LIST = "category-trial"

CategoryPath = Annotated[str, Path(pattern=NAME_PATTERN, description="The category's name.", examples=["invoice"])]


@router.get(
    "/api/v1/categories",
    operation_id="list_categories",
    summary="All categories",
    tags=TAG,
    responses=answers("Every category; there are never so many that they come in pages."),
)
def list_categories(tenant: Tenant, kept: Kept) -> CategoryList:
    """Without their keywords."""
    return CategoryList(items=tuple(map(CategoryItem.of, kept.workflows.categories.all(tenant))))


@router.get(
    "/api/v1/categories/<name>",
    operation_id="get_category",
    summary="One category with its keywords",
    description="A shipped one is shown as shipped until it is changed.",
    tags=TAG,
    responses=answers("The category.", 404),
)
def get_category(name: CategoryPath, tenant: Tenant, kept: Kept) -> Response[CategoryView]:
    """With all its keywords."""
    return _shown(kept.workflows.categories.one(tenant, name))


@router.post(
    "/api/v1/categories",
    operation_id="create_category",
    summary="Make a category",
    description="Mails that come in from now on can be taken for it. Try it on stored mail first.",
    tags=TAG,
    status_code=201,
    responses=answers("The category.", 400, 409, 415, success=201),
)
def create_category(
    given: Annotated[NewCategory, Body()], tenant: Tenant, kept: Kept, idempotency_key: IdempotencyKey = None
) -> Response[CategoryView]:
    """A new one, or one that was deleted."""
    request = Create(tenant, idempotency_key, "create_category", to_json(given.model_dump(mode="json")), utc_now())
    category, replayed = create(kept.workflows.categories, kept.idempotency, request, given.name, given)
    decided("category_created", tenant=tenant, category=category.name, replayed=replayed)
    return _shown(category, 201, Location=f"/api/v1/categories/{category.name}")


@router.put(
    "/api/v1/categories/<name>",
    operation_id="replace_category",
    summary="Change a category",
    description="The whole of it: keywords that are left out are gone. Mails that came in before stay as they are.",
    tags=TAG,
    responses=answers("The category as it now is.", 400, 404, 409, 412, 415),
)
def replace_one(
    name: CategoryPath,
    given: Annotated[WrittenCategory, Body()],
    tenant: Tenant,
    kept: Kept,
    if_match: IfMatch = None,
) -> Response[CategoryView]:
    """Shipped or not."""
    category = replace_category(kept.workflows.categories, tenant, name, given, if_match, utc_now())
    decided("category_saved", tenant=tenant, category=name, revision=category.revision)
    return _shown(category)


@router.delete(
    "/api/v1/categories/<name>",
    operation_id="delete_category",
    summary="Delete a category",
    description="Not while workflows are started by it; they are named. `general` cannot be deleted.",
    tags=TAG,
    responses=answers("The category as it last was.", 404, 409, 412),
)
def delete_one(name: CategoryPath, tenant: Tenant, kept: Kept, if_match: IfMatch = None) -> CategoryItem:
    """Shipped or not."""
    category = remove_category(kept.workflows.categories, kept.workflows, tenant, name, if_match, utc_now())
    decided("category_deleted", tenant=tenant, category=name)
    return CategoryItem.of(category)


@router.post(
    "/api/v1/categories/try",
    operation_id="try_categories",
    summary="Try categories on stored mail",
    description="Classifies stored mails with the categories as they are and as they would be, and says which would be "
    "taken for something else, and why. Nothing is saved.",
    tags=TAG,
    responses=answers("What would be different.", 400, 415),
)
def try_them(given: Annotated[CategoryTrial, Body()], tenant: Tenant, kept: Kept) -> TrialResult:
    """A page of mails at a time."""
    names = [category.name for category in given.save]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Refused("a category stands twice", Problem("save", f"{', '.join(twice)} stands twice"))
    since = lowest_id(EVENT, given.received_from) if given.received_from else None
    before = lowest_id(EVENT, given.received_to) if given.received_to else None
    name = list_name(LIST, since=since, before=before)
    wanted = asked(name, given.limit, given.cursor, since, before)
    trial = try_categories(
        kept.workflows.categories,
        kept.emails,
        tenant,
        {category.name: category for category in given.save},
        given.remove,
        wanted,
        utc_now(),
    )
    return TrialResult.of(trial, cursor_below(name, trial.below))


def _shown(category: TenantCategory, status: int = 200, **headers: str) -> Response[CategoryView]:
    return json_response(CategoryView.of(category), status, ETag=f'"{category.revision}"', **headers)
