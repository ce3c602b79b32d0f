"""A tenant: whose mail it is, in whose time zone, and who is told."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from postroom.errors import Refused
from postroom.ids import TenantId
from postroom.mail.budgets import MailBudgets
from postroom.models import Model
from postroom.times import UtcTime


class Tenant(Model):
    """One tenant of the installation."""

    id: TenantId
    name: str = Field(min_length=1, max_length=120)
    domains: tuple[str, ...] = Field(default=(), description="Mail domains whose every address is this tenant's.")
    admin_address: str = Field(default="", description="Who gets the mails meant for an administrator.")
    sending_address: str = Field(default="", description="What our mails come from; empty: postroom@ its first domain.")
    time_zone: str = Field(default="UTC", description="IANA name.")
    mail_budgets: MailBudgets = Field(default=MailBudgets(), description="How many mails an hour are taken.")
    created_at: UtcTime


def sending_address(tenant: Mapping[str, Any]) -> str:
    """The address that the tenant's mails come from, of the tenant as stored. Raises Refused if it has no domain."""
    if chosen := tenant.get("sending_address"):
        return str(chosen)
    if domains := tenant.get("domains"):
        return f"postroom@{domains[0]}"
    raise Refused("the tenant has no mail domain, so there is no address to send from")
