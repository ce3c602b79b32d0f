"""api: each part is loaded when it is asked for, and finds every route that its paths begin with."""

import re
from pathlib import Path

import pytest

from postroom_adapters.http import routes
from postroom_adapters.http.api import PARTS, PREFIX, every_file, part_of, router_of

FILES = {path.stem for path in Path(next(iter(routes.__path__))).glob("*.py")} - {
    "__init__",
    "record_kind",
    "record_list",
}
ID = "evt_01K3TZBDZ0E4KV55RZ3FNTGY0G"


def paths(name: str) -> set[str]:
    return {re.sub(r"<\w+>", ID, path) for path, *_ in router_of(name)._routes}


def test_every_file_of_routes_is_a_part() -> None:
    assert set(every_file()) == FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_route_is_found_in_its_file(name: str) -> None:
    assert {path: part_of(path) for path in paths(name)} == dict.fromkeys(paths(name), name)


@pytest.mark.parametrize("beginning", sorted(PARTS))
def test_nothing_is_listed_that_no_route_begins_with(beginning: str) -> None:
    wanted = f"{PREFIX}{beginning.replace('*', ID)}"
    assert [path for path in paths(PARTS[beginning]) if f"{path}/".startswith(f"{wanted}/")]


@pytest.mark.parametrize("path", ["/health", "/api/v1/", "/api/v1/unknown/x", "/", "/api/v1"])
def test_every_other_path_is_the_services_own(path: str) -> None:
    assert part_of(path) == "service"


def test_what_begins_as_a_route_does_is_answered_where_it_is() -> None:
    assert part_of(f"/api/v1/emails/{ID}/unknown") == "emails"
    assert part_of("/api/v1/workflows/stats/unknown") == "statistics"
