"""Executions in the `executions` table: read for a turn, claimed and committed in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from postroom import limits
from postroom.engine.commands import Claim, Commit, ExecutionEnd, ExecutionState, HandOver
from postroom.engine.model import Cursor, Execution, StepRecord, Turn
from postroom.errors import Broken
from postroom.ids import EventId, ExecutionId
from postroom.plain import plain, to_json
from postroom.times import iso
from postroom_adapters import keys
from postroom_adapters.dynamodb import ConditionFailed, batch_get, call, put, transact, update
from postroom_adapters.events_table import event_of, seen_by, stored_mail_of
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.records_table import record_writes

OUTPUT_REF = "output_ref"
"""A step row's output that was too large for the row: the object that holds it."""


class ExecutionsTable:
    """What the engine's commands read and write, for one turn at a time."""

    def __init__(self, table: str, directory: str, records: str, bucket: MailBucket) -> None:
        self.name = table
        self._directory = directory
        self._records = records
        self._bucket = bucket

    def read(self, turn: Turn, outputs: Sequence[str], *, whole: bool) -> ExecutionState:
        """One BatchGetItem, strongly consistent: head, cursor, event; whole: mail, tenant and outputs too.

        A manual event's mail stands elsewhere, which is known when the event was read: one more.
        """
        execution_id = _execution(turn)
        head, cursor = self._row(turn, "head"), self._row(turn, f"cursor#{turn.branch}")
        event = keys.event(turn.tenant, turn.event)
        wanted = [head, cursor, event]
        mail, tenant = keys.event(turn.tenant, turn.event, "mail"), keys.tenant(turn.tenant)
        steps = {name: self._row(turn, f"step#{name}") for name in outputs}
        if whole:
            wanted += [mail, *steps.values()]
        found = batch_get({self.name: wanted, self._directory: [tenant] if whole else []})

        def row(key: keys.Key, table: str = self.name) -> dict[str, Any] | None:
            return found.get((table, key["pk"], key["sk"]))

        stored = {"head": row(head), "cursor": row(cursor), "event": row(event)}
        if lost := [name for name, item in stored.items() if item is None]:
            raise Broken(f"execution {execution_id} has no stored {' and no '.join(lost)}")
        triggered, understood = event_of(stored["event"] or {}), row(mail)
        if triggered.manual is not None:
            triggered, understood = seen_by(self.name, triggered)
        owner = row(tenant, self._directory)
        return ExecutionState(
            execution=Execution.model_validate(keys.model_fields(stored["head"] or {})),
            cursor=cursor_of(stored["cursor"] or {}),
            event=triggered,
            outputs={name: self._output(row(key)) for name, key in steps.items() if row(key)},
            mail=stored_mail_of(understood).mail if understood and whole else None,
            classification=understood["classification"] if understood and whole else None,
            tenant=keys.model_fields(owner) if owner else None,
        )

    def claim(self, turn: Turn, claim: Claim, instead_of: Claim | None) -> Claim | None:
        """Put the claim if none stands, or in the place of exactly `instead_of`; else answer the one that stands."""
        row = {**self._row(turn, f"claim#{claim.step}#{claim.number}"), **plain(claim)}
        condition: Any = ("pk", "absent")
        if instead_of is not None:
            condition = ("claimed_at", "=", plain(instead_of.claimed_at))
        request = put(self.name, row, condition)
        try:
            call("put_item", **request, ReturnValuesOnConditionCheckFailure="ALL_OLD")
        except ConditionFailed as failure:
            return Claim.model_validate(keys.model_fields(dict(failure.old or {})))
        return None

    def commit(self, turn: Turn, commit: Commit) -> bool:
        """One TransactWriteItems; False if the cursor, the mail's status or the event's order had moved."""
        writes: list[dict[str, Any]] = [{"Put": self._cursor(turn, commit)}]
        if commit.step is not None:
            writes.append({"Put": put(self.name, self._step_row(turn, commit.step))})
        for claim in commit.claims:
            row = {**self._row(turn, f"claim#{claim.step}#{claim.number}"), **plain(claim)}
            writes.append({"Put": put(self.name, row)})
        for new in commit.records:
            writes += record_writes(self._records, turn.tenant, new.kind, new.record)
        if commit.end is not None or commit.outcome_unknown or commit.status is not None:
            writes.append({"Update": self._head(turn, commit)})
        moves = commit.end if commit.end is not None and commit.end.moves_event else commit.handover
        writes += self._events(turn, commit, moves)
        if moves is not None:
            writes += self._others(turn, moves)
        try:
            transact(writes)
        except ConditionFailed:
            return False
        return True

    def record_crash(self, turn: Turn, reason: str) -> None:
        """Count a crash on the cursor, so that a step that always crashes fails in the end."""
        key = self._row(turn, f"cursor#{turn.branch}")
        try:
            call(
                "update_item",
                **update(self.name, key, ("pk", "present"), sets={"last_crash": reason[:500]}, adds={"crashes": 1}),
            )
        except ConditionFailed:
            return

    def _cursor(self, turn: Turn, commit: Commit) -> dict[str, Any]:
        row = {**self._row(turn, f"cursor#{turn.branch}"), **plain(commit.cursor)}
        return put(self.name, row, ("seq", "=", commit.seen))

    def _step_row(self, turn: Turn, step: StepRecord) -> dict[str, Any]:
        row = {**self._row(turn, f"step#{step.id}"), **plain(step)}
        if step.output is not None:
            text = to_json(step.output)
            if len(text.encode()) > limits.STEP_OUTPUT_INLINE_BYTES:
                key = f"tenants/{turn.tenant}/executions/{turn.execution}/{step.id}.json"
                self._bucket.put(key, text.encode())
                row |= {"output": None, OUTPUT_REF: key}
        return row

    def _output(self, row: Mapping[str, Any] | None) -> Any:
        if row is None:
            return None
        if OUTPUT_REF in row:
            return self._bucket.read_json(row[OUTPUT_REF])
        return row.get("output")

    def _head(self, turn: Turn, commit: Commit) -> dict[str, Any]:
        sets: dict[str, Any] = {}
        if commit.outcome_unknown:
            sets["outcome_unknown"] = True
        if commit.status is not None:
            until = commit.cursor.due if commit.status == "waiting" else None
            sets |= {"status": commit.status, "waiting_until": plain(until)}
            if turn.own and until is not None:
                sets["open_since"] = iso(until)
        if commit.handover is not None:
            shard, since = keys.open_shard(_execution(turn)), iso(commit.handover.at)
            sets |= {"dispatch": 1, "open_shard": shard, "open_since": since}
        if commit.end is not None:
            sets |= {
                "status": commit.end.status,
                "reason": commit.end.reason,
                "ended_at": iso(commit.end.at),
                "steps_completed": commit.cursor.completed,
                "steps_failed": commit.cursor.failed,
                "steps_skipped": commit.cursor.skipped,
                "waiting_until": None,
            }
        removes = ("open_shard", "open_since") if commit.end is not None and turn.own else ()
        return update(self.name, self._row(turn, "head"), sets=sets, removes=removes)

    def _events(self, turn: Turn, commit: Commit, moves: ExecutionEnd | HandOver | None) -> list[dict[str, Any]]:
        """The mail's status and the event's order: of a mail's own event one row, of a manual one two."""
        sets: dict[str, dict[str, Any]] = {}
        conditions: dict[str, list[Any]] = {}
        removes: tuple[str, ...] = ()
        if commit.mail is not None:
            sets[commit.mail.email] = {"mail.status": commit.mail.status, "mail.status_reason": commit.mail.reason}
            conditions[commit.mail.email] = [("mail.status", "=", commit.mail.seen)]
        if moves is not None:
            sets.setdefault(turn.event, {})["current"] = moves.event_current
            conditions.setdefault(turn.event, []).append(("current", "=", moves.event_seen_current))
            if moves.event_done:
                sets[turn.event] |= {"state": "done", "done_at": iso(moves.at)}
                removes = ("open_shard", "open_since")
        return [
            {
                "Update": update(
                    self.name,
                    keys.event(turn.tenant, EventId(event)),
                    *conditions[event],
                    sets=changes,
                    removes=removes if event == turn.event else (),
                )
            }
            for event, changes in sets.items()
        ]

    def _others(self, turn: Turn, end: ExecutionEnd | HandOver) -> list[dict[str, Any]]:
        def head(execution: ExecutionId, **sets: Any) -> dict[str, Any]:
            return {"Update": update(self.name, keys.execution(turn.tenant, execution), sets=sets)}

        started = [head(end.starts, status="running", started_at=iso(end.at))] if end.starts else []
        if isinstance(end, HandOver):
            return started
        skipped = [head(one, status="skipped", reason=end.skip_reason, ended_at=iso(end.at)) for one in end.skips]
        return started + skipped

    def _row(self, turn: Turn, part: str) -> keys.Key:
        return keys.execution(turn.tenant, _execution(turn), part)


def cursor_of(item: Mapping[str, Any]) -> Cursor:
    """The `cursor` row as a model."""
    return Cursor.model_validate(keys.model_fields(dict(item)))


def _execution(turn: Turn) -> ExecutionId:
    if turn.execution is None:
        raise Broken("the turn names no execution")
    return turn.execution
