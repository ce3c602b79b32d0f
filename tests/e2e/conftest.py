"""Installations for tests that need a fresh one."""

from collections.abc import Iterator

import pytest

from tests.e2e.installation import INVOICE_PROCESSING, Installation, installed


@pytest.fixture
def installation() -> Iterator[Installation]:
    """A fresh installation with Invoice Processing enabled."""
    with installed(INVOICE_PROCESSING) as made:
        yield made
