"""A tenant: whose mail it is, in whose time zone, and who is told."""

from pydantic import Field

from postroom.ids import TenantId
from postroom.models import Model
from postroom.times import UtcTime


class Tenant(Model):
    """One tenant of the installation."""

    id: TenantId
    name: str = Field(min_length=1, max_length=120)
    domains: tuple[str, ...] = Field(default=(), description="Mail domains whose every address is this tenant's.")
    admin_address: str = Field(default="", description="Who gets the mails meant for an administrator.")
    time_zone: str = Field(default="UTC", description="IANA name.")
    created_at: UtcTime
