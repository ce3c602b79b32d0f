"""authorize_request: whose request this is, by its bearer token."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.access.tokens import bearer, token_hash
from postroom_adapters.clock import utc_now
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.settings import read_settings


class Settings(BaseModel):
    """What this function is configured with."""

    directory_table: str


@cache
def build() -> DirectoryTable:
    return DirectoryTable(read_settings(Settings).directory_table)


def handle(authorization: str | None) -> dict[str, Any]:
    """API Gateway's simple answer; the context carries who it is, never what the route allows."""
    token = bearer(authorization)
    known = build().token(token_hash(token)) if token else None
    if known is None or not known.valid(utc_now()):
        return {"isAuthorized": False}
    return {"isAuthorized": True, "context": {"tenant": known.tenant, "token": known.name}}


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """A Lambda authorizer of an HTTP API, payload format 2.0."""
    return handle(event.get("headers", {}).get("authorization"))
