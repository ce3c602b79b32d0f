"""Executions in the `executions` table: read for a turn, claimed and committed in one transaction."""

from collections.abc import Mapping
from typing import Any

from postroom import limits
from postroom.engine.commands import Claim, Commit, Continues, ExecutionEnd, ExecutionState, HandOver, ReadExecution
from postroom.engine.model import MAIN_BRANCH, Cursor, Execution, StepRecord, Turn, read_cursor
from postroom.errors import Broken
from postroom.ids import EventId, ExecutionId
from postroom.plain import plain, to_json
from postroom.times import iso
from postroom_adapters import keys
from postroom_adapters.branch_rows import OUTPUT_REF, BranchRows, item_in, item_rows, items_part, stored_output
from postroom_adapters.dynamodb import Condition, ConditionFailed, batch_get, call, put, transact, update
from postroom_adapters.events_table import event_of, seen_by, stored_mail_of
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.records_table import record_writes
from postroom_adapters.threads_table import sent_writes


class ExecutionsTable:
    """What the engine's commands read and write, for one turn at a time."""

    def __init__(self, table: str, directory: str, records: str, bucket: MailBucket) -> None:
        self.name = table
        self._directory = directory
        self._records = records
        self._bucket = bucket
        self.branches = BranchRows(table, bucket)

    def read(self, turn: Turn, asked: ReadExecution) -> ExecutionState:
        """One BatchGetItem, strongly consistent: head, cursor, event; whole: mail, tenant, outputs and item too.

        A manual event's mail stands elsewhere, which is known when the event was read: one more.
        """
        execution_id, whole = _execution(turn), asked.whole
        head, cursor = self._row(turn, "head"), self._row(turn, f"cursor#{turn.branch}")
        event = keys.event(turn.tenant, turn.event)
        wanted = [head, cursor, event]
        mail, tenant = keys.event(turn.tenant, turn.event, "mail"), keys.tenant(turn.tenant)
        steps = {name: self._row(turn, f"step#{name}") for name in asked.outputs}
        if whole:
            wanted += [mail, *steps.values()]
        items = self._row(turn, items_part(asked.item.step, asked.item.number)) if whole and asked.item else None
        if items is not None:
            wanted.append(items)
        found = batch_get({self.name: wanted, self._directory: [tenant] if whole else []})

        def row(key: keys.Key, table: str = self.name) -> dict[str, Any] | None:
            return found.get((table, key["pk"], key["sk"]))

        # A branch stores its cursor with its first step.
        own = row(cursor) or ({} if turn.branch != MAIN_BRANCH else None)
        stored = {"head": row(head), "cursor": own, "event": row(event)}
        if lost := [name for name, item in stored.items() if item is None]:
            raise Broken(f"execution {execution_id} has no stored {' and no '.join(lost)}")
        triggered, understood = event_of(stored["event"] or {}), row(mail)
        if triggered.manual is not None:
            triggered, understood = seen_by(self.name, triggered)
        owner = row(tenant, self._directory)
        return ExecutionState(
            execution=Execution.model_validate(keys.model_fields(stored["head"] or {})),
            cursor=cursor_of({"branch": turn.branch, "at": asked.begin, **(own or {})}),
            event=triggered,
            outputs={name: stored_output(self._bucket, row(key)) for name, key in steps.items() if row(key)},
            mail=stored_mail_of(understood).mail if understood and whole else None,
            classification=understood["classification"] if understood and whole else None,
            tenant=keys.model_fields(owner) if owner else None,
            item=item_in(row(items), asked.item) if items is not None and asked.item else None,
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
            writes += sent_writes(self.name, turn.tenant, claim)
        for new in commit.records:
            writes += record_writes(self._records, turn.tenant, new.kind, new.record)
        writes += [{"Put": put(self.name, {**self._row(turn, part), **row})} for part, row in item_rows(commit)]
        if _changes_head(commit):
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
        # A branch may have stored nothing yet: then this is all there is of its cursor.
        stored: list[Condition] = [("pk", "present")] if turn.branch == MAIN_BRANCH else []
        sets = {"last_crash": reason[:500]}
        try:
            call("update_item", **update(self.name, key, *stored, sets=sets, adds={"crashes": 1}))
        except ConditionFailed:
            return

    def _cursor(self, turn: Turn, commit: Commit) -> dict[str, Any]:
        row = {**self._row(turn, f"cursor#{turn.branch}"), **plain(commit.cursor)}
        is_first = turn.branch != MAIN_BRANCH and commit.seen == 0
        return put(self.name, row, ("seq", "absent or <=", 0) if is_first else ("seq", "=", commit.seen))

    def _step_row(self, turn: Turn, step: StepRecord) -> dict[str, Any]:
        row = {**self._row(turn, f"step#{step.id}"), **plain(step)}
        if step.given is not None:
            text = to_json(step.given)
            if len(text.encode()) > limits.STEP_OUTPUT_INLINE_BYTES:
                key = f"tenants/{turn.tenant}/executions/{turn.execution}/{step.id}.json"
                self._bucket.put(key, text.encode())
                row |= {"output": None, "results": None, OUTPUT_REF: key}
        return row

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
        adds, conditions = dict[str, int](), list[Condition]()
        if commit.continues is not None and commit.continues.own:
            adds, conditions = {"continued": 1}, [_before(commit.continues)]
            sets |= {"dispatch": commit.continues.number, "open_since": iso(commit.continues.at)}
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
        return update(self.name, self._row(turn, "head"), *conditions, sets=sets, removes=removes, adds=adds)

    def _events(self, turn: Turn, commit: Commit, moves: ExecutionEnd | HandOver | None) -> list[dict[str, Any]]:
        """The mail's status and the event's order: of a mail's own event one row, of a manual one two."""
        sets: dict[str, dict[str, Any]] = {}
        conditions: dict[str, list[Any]] = {}
        removes: tuple[str, ...] = ()
        if commit.mail is not None:
            sets[commit.mail.email] = {
                "mail.status": commit.mail.status,
                "mail.status_reason": commit.mail.reason,
                "status_key": keys.mails_of_status(turn.tenant, commit.mail.status),
            }
            conditions[commit.mail.email] = [("mail.status", "=", commit.mail.seen)]
        continues = commit.continues if commit.continues is not None and not commit.continues.own else None
        if continues is not None:
            sets[turn.event] = {"dispatch": continues.number, "open_since": iso(continues.at)}
            conditions[turn.event] = [_before(continues)]
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
                    adds={"continued": 1} if continues and event == turn.event else None,
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
    """The `cursor` row as a model. Raises Broken for one that a newer release wrote."""
    return read_cursor(keys.model_fields(dict(item)))


def _changes_head(commit: Commit) -> bool:
    continues = commit.continues is not None and commit.continues.own
    return bool(commit.end or commit.outcome_unknown or commit.status or commit.handover or continues)


def _before(continues: Continues) -> Condition:
    return ("dispatch", "=", continues.number - 1)


def _execution(turn: Turn) -> ExecutionId:
    if turn.execution is None:
        raise Broken("the turn names no execution")
    return turn.execution
