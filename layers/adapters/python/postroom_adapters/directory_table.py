"""The directory: tenants, the addresses that are theirs, and tokens."""

from collections.abc import Iterable
from contextlib import suppress

from postroom.access.tenants import Tenant
from postroom.access.tokens import Token
from postroom.errors import NotFound
from postroom.ids import TenantId
from postroom.plain import plain
from postroom.triggers.intake import look_up_keys
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_item
from postroom_adapters.dynamodb import ConditionFailed, batch_get, call
from postroom_adapters.table_writes import delete, put


class DirectoryTable:
    """Who is who; reads are strongly consistent."""

    def __init__(self, table: str) -> None:
        self.name = table

    def owners(self, recipients: Iterable[str]) -> dict[str, TenantId]:
        """Look-up key → tenant, for the addresses and domains of `recipients` that belong to one."""
        wanted = {look_up: keys.address(look_up) for one in recipients for look_up in look_up_keys(one)}
        found = batch_get({self.name: list(wanted.values())})
        return {pk: TenantId(item["tenant"]) for (_, pk, _), item in found.items()}

    def tenant(self, tenant_id: TenantId) -> Tenant:
        """The tenant. Raises NotFound."""
        answer = call("get_item", TableName=self.name, Key=to_item(keys.tenant(tenant_id)), ConsistentRead=True)
        if "Item" not in answer:
            raise NotFound(f"there is no tenant {tenant_id}")
        return Tenant.model_validate(keys.model_fields(from_item(answer["Item"])))

    def token(self, token_hash: str) -> Token | None:
        """What a token stands for, if it is one."""
        answer = call("get_item", TableName=self.name, Key=to_item(keys.token(token_hash)), ConsistentRead=True)
        return Token.model_validate(keys.model_fields(from_item(answer["Item"]))) if "Item" in answer else None

    def save_tenant(self, tenant: Tenant) -> None:
        """Store the tenant and make its domains its own."""
        call("put_item", **put(self.name, {**keys.tenant(tenant.id), **plain(tenant)}))
        for domain in tenant.domains:
            call("put_item", **put(self.name, {**keys.address(f"domain#{domain.lower()}"), "tenant": tenant.id}))

    def release_domains(self, tenant: TenantId, domains: Iterable[str]) -> None:
        """Make these domains no longer the tenant's own; one that is another's by now is left."""
        for domain in domains:
            row = delete(self.name, keys.address(f"domain#{domain.lower()}"), ("tenant", "=", tenant))
            with suppress(ConditionFailed):
                call("delete_item", **row)

    def save_token(self, token_hash: str, token: Token) -> None:
        """Store a token under its hash."""
        call("put_item", **put(self.name, {**keys.token(token_hash), **plain(token)}))
