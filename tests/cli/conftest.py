"""The world that the client's tests run in, with its API behind a socket."""

from collections.abc import Iterator

import pytest

from tests.cli.api_server import ApiServer, api_server
from tests.functions.world import World
from tests.functions.world import world as new_world


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with new_world(monkeypatch) as made:
        yield made


@pytest.fixture
def server(world: World) -> Iterator[ApiServer]:
    with api_server(world) as made:
        yield made
