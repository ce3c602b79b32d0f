"""A page of records of any kind: those that all filters are true of, within two times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from postroom.ids import TenantId, lowest_id
from postroom.times import WrittenTime
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_below, fitting, list_name
from postroom_adapters.http.routes.record_kind import KindOfRecord
from postroom_adapters.http.stores import Stores
from postroom_adapters.reading.pages import Searched

LISTED = (
    "All of them, or those that all the filters are true of. They are in the order of what they were made from. With "
    "more than one of the filters that are no dates, a page may be short, or empty, and still have a `next_cursor`."
)
CreatedFrom = Annotated[
    WrittenTime | None,
    Query(
        description="Only those made at this time or later; what a workflow made counts from when its mail came in.",
        examples=["2026-03-01T00:00:00Z"],
    ),
]
CreatedTo = Annotated[
    WrittenTime | None,
    Query(
        description="Only those made before this time; what a workflow made counts from when its mail came in.",
        examples=["2026-04-01T00:00:00Z"],
    ),
]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list is asked for: the values of look-ups, the one that finds the fewest first, and when."""

    filters: Mapping[str, str | None]
    created_from: datetime | None
    created_to: datetime | None


def page(
    of: KindOfRecord, tenant: TenantId, kept: Stores, wanted: Listed, limit: int, cursor: str | None
) -> tuple[tuple[Any, ...], str | None]:
    """A page of them, all or those that every look-up finds, and the cursor of what comes after."""
    look_ups = [(look_up, value) for look_up, value in wanted.filters.items() if value is not None]
    since = lowest_id(of.id_prefix, wanted.created_from) if wanted.created_from else None
    before = lowest_id(of.id_prefix, wanted.created_to) if wanted.created_to else None
    name = list_name(of.plural, **dict(look_ups), since=since, before=before)
    part = asked(name, limit, cursor, since, before)
    if look_ups:
        found = kept.records.search(tenant, of.kind, look_ups, part, utc_now())
    else:
        whole = kept.records.page(tenant, of.kind, part, utc_now())
        found = Searched(whole.items, whole.items[-1].id if whole.more else None)
    found = fitting(found, lambda record: record.id)
    return found.items, cursor_below(name, found.below)
