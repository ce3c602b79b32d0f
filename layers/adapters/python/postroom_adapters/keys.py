"""Every key of every table, in one place. Each begins with the tenant, but for look-ups that hold only ids."""

import zlib

from postroom import limits
from postroom.ids import EventId, ExecutionId, RecordId, TenantId, WorkflowId

Key = dict[str, str]

STORAGE_ATTRIBUTES = frozenset(
    {
        *("pk", "sk", "list_key", "list_sort", "workflow_key", "open_shard", "open_since", "expires_at"),
        *("sender_key", "category_key", "status_key"),
    }
)
"""What the tables add to a model's own fields."""


MISSED = "missed"
"""A decision row's near misses, packed."""


def model_fields(item: dict[str, object]) -> dict[str, object]:
    """An item without what the tables add."""
    return {name: value for name, value in item.items() if name not in STORAGE_ATTRIBUTES}


def event(tenant: TenantId, event_id: EventId, part: str = "head") -> Key:
    """`part` is head, mail, decision or, of a mail, `manual#<event>`."""
    return {"pk": f"{tenant}#event#{event_id}", "sk": part}


def manual_part(event_id: EventId | str) -> str:
    """The part of a mail that names a manual event about it."""
    return f"manual#{event_id}"


def events_list(tenant: TenantId, kind: str = "email") -> str:
    """Partition of `by_list` that holds the tenant's events of a kind in order of arrival."""
    return f"{tenant}#event#{kind}"


def mails_from(tenant: TenantId, address: str) -> str:
    """Partition of `by_sender`."""
    return f"{tenant}#mail#from#{address}"


def mails_in_category(tenant: TenantId, category: str) -> str:
    """Partition of `by_category`."""
    return f"{tenant}#mail#category#{category}"


def mails_of_status(tenant: TenantId, status: str) -> str:
    """Partition of `by_status`."""
    return f"{tenant}#mail#status#{status}"


def source(tenant: TenantId, unique: str) -> Key:
    """Uniqueness of what the sender guarantees: here, SES's message id."""
    return {"pk": f"{tenant}#source#ses#{unique}", "sk": "source"}


def repeats(tenant: TenantId, repeat_key: str, fingerprint: str) -> Key:
    """One row per content seen under a Message-ID and sender."""
    return {"pk": f"{tenant}#repeat#{repeat_key}", "sk": fingerprint}


def message(tenant: TenantId, stored_id: str, *, ours: bool) -> Key:
    """A message's thread: of one that we sent by SES's id, of another by its Message-ID, which anybody may write."""
    return {"pk": f"{tenant}#message#{'out' if ours else 'in'}#{stored_id}", "sk": "thread"}


def thread_message(tenant: TenantId, thread: str, stored_id: str) -> Key:
    """One of our messages in a thread; all of a thread's are one partition."""
    return {"pk": f"{tenant}#thread#{thread}", "sk": stored_id}


def budget(tenant: TenantId, name: str, hour: str) -> Key:
    """The counters of a sender or a thread in one hour."""
    return {"pk": f"{tenant}#budget#{name}", "sk": hour}


def execution(tenant: TenantId, execution_id: ExecutionId, part: str = "head") -> Key:
    """`part` is head, `cursor#<branch>`, `step#<id>`, `claim#<step>#<number>` or `items#<for_each>#<page>`."""
    return {"pk": f"{tenant}#execution#{execution_id}", "sk": part}


def executions_list(tenant: TenantId) -> str:
    """Partition of `by_list` that holds the tenant's executions."""
    return f"{tenant}#execution"


def executions_of_workflow(tenant: TenantId, workflow_id: WorkflowId) -> str:
    """Partition of `by_workflow`."""
    return f"{tenant}#workflow#{workflow_id}"


def open_shard(event_id: EventId | ExecutionId) -> str:
    """Partition of the sparse index `open` that an event not yet done, or an execution handed over, is in."""
    return f"open#{zlib.crc32(event_id.encode()) % limits.OPEN_EVENT_SHARDS}"


def open_shards() -> list[str]:
    """All of them."""
    return [f"open#{number}" for number in range(limits.OPEN_EVENT_SHARDS)]


def statistics(tenant: TenantId, workflow_id: WorkflowId, execution_id: ExecutionId) -> Key:
    """The counters of a workflow that an execution is counted in."""
    shard = zlib.crc32(execution_id.encode()) % limits.STATISTICS_SHARDS
    return {"pk": statistics_shard(tenant, shard), "sk": workflow_id}


def statistics_shards(tenant: TenantId, workflow_id: WorkflowId) -> list[Key]:
    """All counters of a workflow."""
    return [{"pk": statistics_shard(tenant, n), "sk": workflow_id} for n in range(limits.STATISTICS_SHARDS)]


def statistics_shard(tenant: TenantId, number: int) -> str:
    """The counters of all workflows of one shard are one partition."""
    return f"{tenant}#statistics#{number}"


def workflow(tenant: TenantId, workflow_id: WorkflowId) -> Key:
    """The head; all of a tenant's heads are one partition, read as a whole when the rules are compiled."""
    return {"pk": f"{tenant}#workflow", "sk": workflow_id}


def workflow_version(tenant: TenantId, workflow_id: WorkflowId, version: int) -> Key:
    """An immutable version."""
    return {"pk": f"{tenant}#workflow#{workflow_id}", "sk": f"v{version:08}"}


def rules(tenant: TenantId) -> Key:
    """The number of the newest rule index."""
    return {"pk": f"{tenant}#rules", "sk": "current"}


def rules_change(tenant: TenantId, number: int) -> Key:
    """What changed with rule index `number`; the log from which any past index can be made again."""
    return {"pk": f"{tenant}#rules", "sk": f"r{number:010}"}


def categories(tenant: TenantId) -> Key:
    """The number of the newest change of the tenant's categories; it sorts before them."""
    return {"pk": f"{tenant}#category", "sk": "#current"}


def category(tenant: TenantId, name: str) -> Key:
    """A category that was made, changed or deleted; all of a tenant's are one partition."""
    return {"pk": f"{tenant}#category", "sk": name}


def connection(tenant: TenantId, name: str) -> Key:
    """A connection's metadata; its secret is a parameter."""
    return {"pk": f"{tenant}#connection", "sk": name}


def record(tenant: TenantId, kind: str, record_id: RecordId) -> Key:
    """A record; all of a kind are one partition, in order of creation."""
    return {"pk": f"{tenant}#{kind}", "sk": record_id}


def record_look_up(tenant: TenantId, kind: str, index: str, value: str, record_id: RecordId | str) -> Key:
    """The row by which a record is found, strongly consistent."""
    return {"pk": f"{tenant}#{kind}#by#{index}#{value}", "sk": record_id}


def idempotency(tenant: TenantId, key: str) -> Key:
    """What was made under a client's Idempotency-Key."""
    return {"pk": f"{tenant}#idempotency#{key}", "sk": "idempotency"}


def tenant(tenant_id: TenantId) -> Key:
    """The tenant itself."""
    return {"pk": tenant_id, "sk": "tenant"}


def suppressed(tenant_id: TenantId, address: str) -> Key:
    """An address that gets no more of the tenant's mail; all of a tenant's are one partition."""
    return {"pk": f"{tenant_id}#suppressed", "sk": address.lower()}


def address(look_up: str) -> Key:
    """`address#…` or `domain#…` → tenant."""
    return {"pk": look_up, "sk": "address"}


def token(token_hash: str) -> Key:
    """Token hash → tenant."""
    return {"pk": f"token#{token_hash}", "sk": "token"}
