"""api: answers the HTTP API; its routes are in `postroom_adapters.http`."""

from functools import cache
from typing import Any

from postroom_adapters.http.api import Api
from postroom_adapters.http.stores import Settings, Stores
from postroom_adapters.settings import read_settings


@cache
def build() -> Api:
    return Api(Stores(read_settings(Settings)))


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """A request of an HTTP API, payload format 2.0."""
    return build().resolve(event, context)
