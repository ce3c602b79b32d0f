"""Categories: what mails can be taken for, by which words."""

from collections.abc import Mapping, Sequence
from typing import Any

from postroom_client.conventions import if_match, once
from postroom_client.models import Category, CategoryItem, CategoryTrial
from postroom_client.transport import Transport


class Categories:
    """The tenant's categories."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    def list(self) -> tuple[CategoryItem, ...]:
        """All of them, without their keywords."""
        return tuple(map(CategoryItem.model_validate, self._call("GET", "categories")["items"]))

    def get(self, name: str) -> Category:
        """One with its keywords."""
        return Category.model_validate(self._call("GET", "categories", name))

    def create(self, given: Mapping[str, Any], *, idempotency_key: str | None = None) -> Category:
        """Make one; mails that come in from now on can be taken for it."""
        answer = self._call("POST", "categories", body=dict(given), headers=once(idempotency_key))
        return Category.model_validate(answer)

    def replace(self, name: str, given: Mapping[str, Any], *, revision: int | None = None) -> Category:
        """Change one as a whole: keywords that are left out are gone."""
        answer = self._call("PUT", "categories", name, body=dict(given), headers=if_match(revision))
        return Category.model_validate(answer)

    def delete(self, name: str, *, revision: int | None = None) -> CategoryItem:
        """Delete one that starts no workflow."""
        return CategoryItem.model_validate(self._call("DELETE", "categories", name, headers=if_match(revision)))

    def try_out(
        self, *, save: Sequence[Mapping[str, Any]] = (), remove: Sequence[str] = (), **mails: Any
    ) -> CategoryTrial:
        """Which stored mails would be taken for something else; `mails` says which are tried."""
        body = {"save": list(save), "remove": list(remove), **mails}
        return CategoryTrial.model_validate(self._call("POST", "categories", "try", body=body))
