"""authorize_request: whose request it is."""

from datetime import timedelta

import pytest

from postroom.access.tokens import Token, token_hash
from postroom.ids import ROOT_TENANT
from postroom_adapters.directory_table import DirectoryTable
from tests.functions.samples import sample
from tests.functions.world import TOKEN, World


def asked(world: World, authorization: str | None) -> object:
    event = sample("authorize_request/bearer")
    event["headers"] = {"authorization": authorization} if authorization is not None else {}
    return world.invoke("authorize_request", event)


def test_the_installations_token_opens_the_default_tenant(world: World) -> None:
    known = {"isAuthorized": True, "context": {"tenant": "root", "token": "installation"}}
    assert asked(world, f"Bearer {TOKEN}") == known
    assert asked(world, f"bearer   {TOKEN} ") == known


@pytest.mark.parametrize("bad", [None, "", "Bearer", "Bearer ", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN])
def test_anything_else_does_not(world: World, bad: str | None) -> None:
    assert asked(world, bad) == {"isAuthorized": False}


def test_an_expired_token_does_not_even_before_ttl_has_removed_it(world: World) -> None:
    token = Token(tenant=ROOT_TENANT, name="short", created_at=world.now, valid_until=world.now + timedelta(hours=1))
    DirectoryTable("directory").save_token(token_hash("short-lived"), token)
    assert asked(world, "Bearer short-lived") == {"isAuthorized": True, "context": {"tenant": "root", "token": "short"}}
    world.move(3600)
    assert asked(world, "Bearer short-lived") == {"isAuthorized": False}


def test_the_token_itself_is_stored_nowhere(world: World) -> None:
    assert TOKEN not in str(world.items("directory"))
