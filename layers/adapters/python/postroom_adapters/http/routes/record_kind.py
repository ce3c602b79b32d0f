"""The routes that are the same for every kind of record: made, shown, changed and deleted."""

from dataclasses import dataclass
from secrets import token_bytes
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from postroom.effects import RecordKind
from postroom.ids import RANDOM_BYTES, RecordId, TenantId, id_pattern, new_id
from postroom.models import Model
from postroom.plain import to_json
from postroom.records.base import Record
from postroom.records.catalogue import kind_named
from postroom_adapters.clock import utc_now
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import IdempotencyKey, IfMatch
from postroom_adapters.http.routing import json_response
from postroom_adapters.http.views.base import PageView
from postroom_adapters.http.views.patch_body import PatchBody
from postroom_adapters.idempotency import Create
from postroom_adapters.observability import decided
from postroom_adapters.record_changes import patched_record, removed_record, replaced_record

TAG = ["records"]


@dataclass(frozen=True, slots=True)
class KindOfRecord:
    """A kind of record in the API: what it is called there, what clients write, and what they are shown."""

    kind: RecordKind
    word: str
    plural: str
    given: type[Model]
    shown: type[Record]
    page: type[PageView]

    @property
    def path(self) -> str:
        """Where all of them are."""
        return f"/api/v1/{self.plural}"

    @property
    def id_prefix(self) -> str:
        """What their ids begin with."""
        return kind_named(self.kind).prefix


def add_routes(router: Router, of: KindOfRecord) -> None:
    """The routes of one kind; their parameters and answers are of its own models, so each is made here."""
    record_path = Annotated[RecordId, Path(pattern=id_pattern(of.id_prefix), description=f"The {of.word}'s id.")]
    given_body = Annotated[of.given, Body()]  # type: ignore[name-defined]
    whole, one = Response[of.shown], f"{of.path}/<record_id>"  # type: ignore[name-defined]

    @router.post(
        of.path,
        operation_id=f"create_{of.kind}",
        summary=f"Make a {of.word}",
        description="A new one, whatever others there are; texts are cleaned first.",
        tags=TAG,
        status_code=201,
        responses=answers(f"The {of.word} as it is stored.", 400, 409, 415, success=201),
    )
    def create(
        given: given_body,
        tenant: Tenant,
        kept: Kept,
        idempotency_key: IdempotencyKey = None,
    ) -> whole:  # type: ignore[valid-type]
        kind, now = kind_named(of.kind), utc_now()
        record_id = RecordId(new_id(kind.prefix, now, token_bytes(RANDOM_BYTES)))
        new = kind.made(given, record_id, now)

        def make(more: tuple[dict[str, Any], ...]) -> Record:
            kept.records.add(tenant, of.kind, new, *more)
            return new

        def read(made: str) -> Record:
            return kept.records.one(tenant, of.kind, RecordId(made))

        create = Create(tenant, idempotency_key, f"create_{of.kind}", to_json(given), now)
        record, replayed = kept.idempotency.once(create, record_id, make, read)
        decided(f"{of.kind}_created", tenant=tenant, record_id=record.id, replayed=replayed)
        return _answer(record, 201, Location=f"{of.path}/{record.id}")

    @router.get(
        one,
        operation_id=f"get_{of.kind}",
        summary=f"One {of.word}",
        description="The ETag is its `revision`; send it as If-Match to change just what was read.",
        tags=TAG,
        responses=answers(f"The {of.word}.", 404),
    )
    def get(record_id: record_path, tenant: Tenant, kept: Kept) -> whole:  # type: ignore[valid-type]
        return _answer(kept.records.one(tenant, of.kind, record_id))

    @router.put(
        one,
        operation_id=f"replace_{of.kind}",
        summary=f"Change a {of.word} as a whole",
        description="What is left out is as in a new one.",
        tags=TAG,
        responses=answers(f"The {of.word} as it now is.", 400, 404, 409, 412, 415),
    )
    def replace(
        record_id: record_path,
        given: given_body,
        tenant: Tenant,
        kept: Kept,
        if_match: IfMatch = None,
    ) -> whole:  # type: ignore[valid-type]
        return _changed(
            of, replaced_record(kept.records, tenant, of.kind, record_id, given, if_match, utc_now()), tenant
        )

    @router.patch(
        one,
        operation_id=f"change_{of.kind}",
        summary=f"Change some of a {of.word}",
        description="A JSON Merge Patch (RFC 7396): what is not named stays, null takes a field away.",
        tags=TAG,
        responses=answers(f"The {of.word} as it now is.", 400, 404, 409, 412, 415),
    )
    def change(
        record_id: record_path,
        changes: Annotated[PatchBody, Body()],
        tenant: Tenant,
        kept: Kept,
        if_match: IfMatch = None,
    ) -> whole:  # type: ignore[valid-type]
        changed = patched_record(kept.records, tenant, of.kind, record_id, changes.root, if_match, utc_now())
        return _changed(of, changed, tenant)

    @router.delete(
        one,
        operation_id=f"delete_{of.kind}",
        summary=f"Delete a {of.word}",
        description="What was made with it keeps its id, which then leads nowhere.",
        tags=TAG,
        responses=answers(f"The {of.word} as it last was.", 404, 409, 412),
    )
    def delete(
        record_id: record_path,
        tenant: Tenant,
        kept: Kept,
        if_match: IfMatch = None,
    ) -> whole:  # type: ignore[valid-type]
        record = removed_record(kept.records, tenant, of.kind, record_id, if_match)
        decided(f"{of.kind}_deleted", tenant=tenant, record_id=record.id, revision=record.revision)
        return json_response(record)


def _changed(of: KindOfRecord, record: Record, tenant: TenantId) -> Response[Any]:
    decided(f"{of.kind}_changed", tenant=tenant, record_id=record.id, revision=record.revision)
    return _answer(record)


def _answer(record: Record, status: int = 200, **headers: str) -> Response[Any]:
    return json_response(record, status, ETag=f'"{record.revision}"', **headers)
