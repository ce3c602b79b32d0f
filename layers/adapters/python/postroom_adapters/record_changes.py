"""Changing and deleting records: never over somebody else's change, and checked as a whole first."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from postroom.effects import RecordKind
from postroom.ids import RecordId, TenantId
from postroom.merge_patch import merge_patch
from postroom.models import Model, refusal
from postroom.plain import plain
from postroom.records.base import Record
from postroom.records.catalogue import kind_named
from postroom_adapters.records_table import RecordsTable
from postroom_adapters.revisions import again_on_conflict, check_revision


def replaced_record(
    records: RecordsTable,
    tenant: TenantId,
    kind: RecordKind,
    record_id: RecordId,
    given: Model,
    if_match: str | None,
    now: datetime,
) -> Record:
    """The record saying what is given, at its next revision if that is new. Raises NotFound, Outdated, Conflict."""
    return _changed(records, tenant, kind, record_id, lambda _: given, if_match, now)


def patched_record(
    records: RecordsTable,
    tenant: TenantId,
    kind: RecordKind,
    record_id: RecordId,
    changes: Mapping[str, Any],
    if_match: str | None,
    now: datetime,
) -> Record:
    """The record with `changes` merged in (RFC 7396), as it was where they change nothing.

    Raises as `replaced_record`, and Refused naming every field.
    """
    fields = kind_named(kind)

    def merged(record: Record) -> Model:
        try:
            return fields.fields.model_validate(merge_patch(plain(fields.given_by(record)), changes))
        except ValidationError as error:
            raise refusal(error) from error

    return _changed(records, tenant, kind, record_id, merged, if_match, now)


def removed_record(
    records: RecordsTable, tenant: TenantId, kind: RecordKind, record_id: RecordId, if_match: str | None
) -> Record:
    """The record as it last was; it is gone. Raises NotFound, Outdated, Conflict."""

    def change() -> Record:
        record = records.one(tenant, kind, record_id)
        check_revision(kind.replace("_", " "), record.revision, if_match)
        records.remove(tenant, kind, record)
        return record

    return again_on_conflict(change)


def _changed(
    records: RecordsTable,
    tenant: TenantId,
    kind: RecordKind,
    record_id: RecordId,
    given_for: Callable[[Record], Model],
    if_match: str | None,
    now: datetime,
) -> Record:
    def change() -> Record:
        record = records.one(tenant, kind, record_id)
        check_revision(kind.replace("_", " "), record.revision, if_match)
        given = given_for(record)
        if kind_named(kind).given_by(record) == dict(given):
            return record
        changed = kind_named(kind).changed(record, given, now)
        records.replace(tenant, kind, record, changed)
        return changed

    return again_on_conflict(change)
