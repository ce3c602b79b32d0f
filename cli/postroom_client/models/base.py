"""What every answer is made of, and a page of a list."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class ApiModel(BaseModel):
    """A part of an answer: what a newer API says besides is kept, not refused."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)


class Page(ApiModel, Generic[T]):
    """A part of a list; `next_cursor` is None at its end."""

    items: tuple[T, ...]
    next_cursor: str | None = None
