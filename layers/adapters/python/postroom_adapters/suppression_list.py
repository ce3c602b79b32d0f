"""The suppression list of each tenant: addresses that get no more of its mail; asked at each sending."""

from collections.abc import Iterable

from postroom.ids import TenantId
from postroom.mail.suppressions import Suppression
from postroom.plain import plain
from postroom_adapters import keys
from postroom_adapters.dynamodb import ConditionFailed, batch_get, call
from postroom_adapters.table_writes import put


class SuppressionList:
    """Rows of the directory, one for each address of a tenant."""

    def __init__(self, table: str) -> None:
        self.name = table

    def found(self, tenant: TenantId, addresses: Iterable[str]) -> list[Suppression]:
        """Which of these addresses are on the tenant's list. One call, strongly consistent."""
        rows = batch_get({self.name: [keys.suppressed(tenant, one) for one in addresses]})
        return [Suppression.model_validate(keys.model_fields(row)) for row in rows.values()]

    def add(self, tenant: TenantId, suppression: Suppression) -> bool:
        """Put an address on the list; False if it was there, for its first reason."""
        row = {**keys.suppressed(tenant, suppression.address), **plain(suppression)}
        try:
            call("put_item", **put(self.name, row, ("pk", "absent")))
        except ConditionFailed:
            return False
        return True
