"""Categories, and what others would change."""

from typing import Any

from postroom_client.models.base import ApiModel


class CategoryItem(ApiModel):
    """A category in the list; `revision` is its ETag."""

    name: str
    description: str
    learned: bool
    shipped: bool
    changed: bool
    revision: int


class Category(ApiModel):
    """A category with its keywords."""

    name: str
    description: str
    learned: bool
    keywords: tuple[dict[str, Any], ...]
    revision: int


class CategoryTrial(ApiModel):
    """What would be different with other categories."""

    read: int
    moves: tuple[dict[str, Any], ...]
    changed: tuple[dict[str, Any], ...]
    next_cursor: str | None
