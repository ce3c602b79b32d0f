"""The synthesized templates of two stages, made once and shared with whoever else needs them."""

from pathlib import Path
from typing import Any

import pytest

from infra.synth import synthesize
from tests.infra.templates import Template

PROD: dict[str, Any] = {
    "account": "123456789012",
    "domains": ["example.com", *(f"d{number}.example.net" for number in range(100)), "mail.example.com"],
    "admin_address": "admin@example.com",
    "hosted_zone": {"id": "Z0123456789", "name": "example.com"},
    "alarm_address": "ops@example.com",
    "log_level": "ERROR",
    "mail_retention_days": 90,
}


@pytest.fixture(scope="session")
def local_assembly() -> Path:
    return synthesize("local")


@pytest.fixture(scope="session")
def prod_assembly() -> Path:
    return synthesize("prod", PROD)


@pytest.fixture(scope="session")
def storage(local_assembly: Path) -> Template:
    return Template(local_assembly, "Storage")


@pytest.fixture(scope="session")
def service(local_assembly: Path) -> Template:
    return Template(local_assembly, "Service")


@pytest.fixture(scope="session")
def prod_storage(prod_assembly: Path) -> Template:
    return Template(prod_assembly, "Storage")


@pytest.fixture(scope="session")
def prod_service(prod_assembly: Path) -> Template:
    return Template(prod_assembly, "Service")
