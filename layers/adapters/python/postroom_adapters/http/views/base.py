"""The base of everything the API shows."""

from pydantic import ConfigDict, Field

from postroom.models import Model

DEFERRED = ConfigDict(defer_build=True)
"""Models are compiled when first used: a cold start pays for the route that was called, not for all of them."""


class View(Model):
    """A model of the API."""

    model_config = DEFERRED


class PageView(View):
    """A part of a list, newest first."""

    next_cursor: str | None = Field(
        default=None,
        description="Give this as `cursor` to get what comes after; null at the end of the list.",
        examples=["MTplbWFpbHM6ZXZ0XzAxSzNUWkJEWjBFNEtWNTVSWjNGTlRHWTBH"],
    )
