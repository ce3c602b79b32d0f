"""Making, changing and deleting a tenant's categories: never over somebody else's change, never under a workflow."""

from datetime import datetime

from postroom.classify.own import (
    CategoryChange,
    CategoryFields,
    TenantCategory,
    check_count,
    check_removable,
    check_unused,
    shipped_category,
)
from postroom.errors import Conflict, NotFound
from postroom.ids import TenantId
from postroom_adapters.categories_table import CategoriesTable
from postroom_adapters.idempotency import Create, IdempotencyKeys
from postroom_adapters.revisions import again_on_conflict, check_revision
from postroom_adapters.workflows_table import WorkflowsTable


def create_category(
    categories: CategoriesTable, idempotency: IdempotencyKeys, asked: Create, name: str, fields: CategoryFields
) -> tuple[TenantCategory, bool]:
    """A new category, or the one made by this request before, and whether it was.

    Raises Conflict if there is one of the name, Refused if there are too many.
    """

    def make(more: tuple[dict[str, object], ...]) -> TenantCategory:
        names = categories.names(asked.tenant)
        if name in names:
            raise Conflict(f"there is a category {name}; change it with PUT")
        check_count(len(names) + 1)
        change = _next(categories.change_of(asked.tenant, name), name, fields, asked.now)
        categories.save(asked.tenant, change, *more)
        return change.category()

    return idempotency.once(asked, name, make, lambda made: categories.one(asked.tenant, made))


def replace_category(
    categories: CategoriesTable,
    tenant: TenantId,
    name: str,
    fields: CategoryFields,
    if_match: str | None,
    now: datetime,
) -> TenantCategory:
    """The category with what it is now to say; as it stands if it says so. Raises NotFound, Outdated, Conflict."""

    def change() -> TenantCategory:
        stored = _standing(categories, tenant, name, if_match)
        stands = stored.category() if stored else shipped_category(name)
        if all(getattr(stands, field) == getattr(fields, field) for field in CategoryFields.model_fields):
            return stands
        changed = _next(stored, name, fields, now)
        categories.save(tenant, changed)
        return changed.category()

    return again_on_conflict(change)


def remove_category(
    categories: CategoriesTable,
    workflows: WorkflowsTable,
    tenant: TenantId,
    name: str,
    if_match: str | None,
    now: datetime,
) -> TenantCategory:
    """The category as it last was. Raises NotFound, Outdated, and Conflict naming the workflows it starts."""

    def change() -> TenantCategory:
        check_removable(name)
        stored = _standing(categories, tenant, name, if_match)
        rules = workflows.rules_number(tenant)
        heads = workflows.heads(tenant)
        users = [
            (head.id, head.name) for head in heads if any(trigger.classification == name for trigger in head.triggers)
        ]
        check_unused(name, users)
        was = stored.category() if stored else shipped_category(name)
        gone = _next(stored, name, CategoryFields(description=was.description), now)
        categories.save(tenant, gone.model_copy(update={"deleted": True}), rules=rules)
        return was

    return again_on_conflict(change)


def _standing(categories: CategoriesTable, tenant: TenantId, name: str, if_match: str | None) -> CategoryChange | None:
    """What is stored of a category that is there; None if it is as shipped. Raises NotFound and Outdated."""
    stored = categories.change_of(tenant, name)
    if name not in categories.names(tenant) or (stored is not None and stored.deleted):
        raise NotFound(f"there is no category {name}")
    check_revision("category", stored.revision if stored else 0, if_match)
    return stored


def _next(stored: CategoryChange | None, name: str, fields: CategoryFields, now: datetime) -> CategoryChange:
    return CategoryChange(
        name=name,
        description=fields.description,
        keywords=fields.keywords,
        learned=fields.learned,
        revision=stored.revision + 1 if stored else 1,
        updated_at=now,
    )
