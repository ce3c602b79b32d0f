"""The catalogue of connections by name."""

import pytest

from postroom.connections.catalogue import CONNECTIONS, connection_named
from postroom.errors import Refused


@pytest.mark.parametrize("name", CONNECTIONS)
def test_every_line_leads_to_a_connection(name: str) -> None:
    assert connection_named(name).title


def test_a_kind_that_is_not_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match="no connection named 'pager'; there are slack"):
        connection_named("pager")
