"""What all parts of the API have in common: pages, revisions, and creates that can be sent again."""

from collections.abc import Callable, Iterator
from typing import TypeVar
from uuid import uuid4

from postroom_client.models import Page

T = TypeVar("T")


def every(page: Callable[[str | None], Page[T]]) -> Iterator[T]:
    """What is on all pages, each fetched when it is come to."""
    cursor = None
    while True:
        found = page(cursor)
        yield from found.items
        if (cursor := found.next_cursor) is None:
            return


def if_match(revision: int | None) -> dict[str, str | None]:
    """The header that holds a change to the revision it was decided on; None changes whatever stands."""
    return {"If-Match": None if revision is None else f'"{revision}"'}


def once(idempotency_key: str | None) -> dict[str, str | None]:
    """The header under which a create may be sent again; made up here if the caller gives none."""
    return {"Idempotency-Key": idempotency_key or str(uuid4())}
