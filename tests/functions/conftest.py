"""The world that function tests run in."""

from collections.abc import Iterator

import pytest

from tests.functions.api_client import Api
from tests.functions.world import World
from tests.functions.world import world as new_world


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with new_world(monkeypatch) as made:
        yield made


@pytest.fixture
def api(world: World) -> Api:
    return Api(world)
