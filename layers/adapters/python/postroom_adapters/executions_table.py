"""Executions in the `executions` table: read for a turn, claimed and committed in one transaction."""

from collections.abc import Mapping
from typing import Any

from postroom import limits
from postroom.engine.claims import Claim
from postroom.engine.commands import Commit, ExecutionState, MarkCancelled, ReadExecution
from postroom.engine.model import MAIN_BRANCH, Cursor, Execution, StepRecord, Turn, read_cursor
from postroom.errors import Broken
from postroom.ids import ExecutionId, time_of
from postroom.plain import plain, to_json
from postroom.times import iso
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.branch_rows import OUTPUT_REF, BranchRows, item_in, item_rows, items_part, stored_output
from postroom_adapters.dynamodb import ConditionFailed, batch_get, call, transact
from postroom_adapters.event_rows import event_of, expires_at, stored_mail_of
from postroom_adapters.event_writes import before, event_writes, going_on
from postroom_adapters.events_table import seen_by
from postroom_adapters.mail_bucket import MailBucket, output_key
from postroom_adapters.records_table import change_writes, record_writes
from postroom_adapters.statistics import ended_writes
from postroom_adapters.table_writes import Condition, check, put, update
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
        row = self._claim_row(turn, claim)
        condition: Any = ("pk", "absent")
        if instead_of is not None:
            condition = ("claimed_at", "=", plain(instead_of.claimed_at))
        request = put(self.name, row, condition)
        try:
            call("put_item", **request, ReturnValuesOnConditionCheckFailure="ALL_OLD")
        except ConditionFailed as failure:
            return Claim.model_validate(keys.model_fields(dict(failure.old or {})))
        return None

    def claims(self, turn: Turn, step: str, run: ExecutionId) -> tuple[Claim, ...]:
        """The claims that stand for a step's outside effects in the line of `run`, strongly consistent; one query."""
        first = keys.execution(turn.tenant, run, f"claim#{step}#")
        answer = call(
            "query",
            TableName=self.name,
            KeyConditionExpression="#pk = :pk AND begins_with(#sk, :sk)",
            ExpressionAttributeNames={"#pk": "pk", "#sk": "sk"},
            ExpressionAttributeValues={":pk": to_attribute(first["pk"]), ":sk": to_attribute(first["sk"])},
            ConsistentRead=True,
        )
        return tuple(Claim.model_validate(keys.model_fields(from_item(item))) for item in answer["Items"])

    def mark_cancelled(self, turn: Turn, mark: MarkCancelled) -> bool:
        """Mark the execution; False if it has moved, has ended, or is marked."""
        conditions: list[Condition] = [("ended_at", "unset"), ("cancel", "unset")]
        sets, adds, goes_on = {"cancel": plain(mark.cancel)}, dict[str, int](), mark.continues
        if goes_on is not None and goes_on.own:
            sets |= {"dispatch": goes_on.number, "open_since": iso(goes_on.at)}
            adds["continued"] = 1
            conditions.append(before(goes_on))
        head = update(self.name, self._row(turn, "head"), *conditions, sets=sets, adds=adds)
        cursor = check(self.name, self._row(turn, f"cursor#{MAIN_BRANCH}"), ("seq", "=", mark.seen))
        return _written([{"Update": head}, {"ConditionCheck": cursor}, *going_on(self.name, turn, goes_on)])

    def commit(self, turn: Turn, commit: Commit) -> bool:
        """One TransactWriteItems; False if the cursor, the mail's status or the event's order had moved."""
        writes: list[dict[str, Any]] = [{"Put": self._cursor(turn, commit)}]
        if commit.step is not None:
            writes.append({"Put": put(self.name, self._step_row(turn, commit.step))})
        for claim in commit.claims:
            writes.append({"Put": put(self.name, self._claim_row(turn, claim))})
            writes += sent_writes(self.name, turn.tenant, claim)
        for new in commit.records:
            if new.old is None:
                writes += record_writes(self._records, turn.tenant, new.kind, new.record)
            else:
                writes += change_writes(self._records, turn.tenant, new.kind, new.old, new.record)
        writes += [{"Put": put(self.name, self._stored(turn, part, row))} for part, row in item_rows(commit)]
        if _changes_head(commit):
            writes.append({"Update": self._head(turn, commit)})
        elif commit.unless_cancelled:
            writes.append({"ConditionCheck": check(self.name, self._row(turn, "head"), ("cancel", "unset"))})
        writes += event_writes(self.name, turn, commit)
        writes += ended_writes(self.name, turn.tenant, commit.counts)
        return _written(writes)

    def record_crash(self, turn: Turn, reason: str) -> None:
        """Count a crash on the cursor, so that a step that always crashes fails in the end."""
        key = self._row(turn, f"cursor#{turn.branch}")
        # A branch may have stored nothing yet: then this is all there is of its cursor.
        stored: list[Condition] = [("pk", "present")] if turn.branch == MAIN_BRANCH else []
        sets = {"last_crash": reason[:500], "expires_at": expires_at(time_of(_execution(turn)))}
        try:
            call("update_item", **update(self.name, key, *stored, sets=sets, adds={"crashes": 1}))
        except ConditionFailed:
            return

    def _cursor(self, turn: Turn, commit: Commit) -> dict[str, Any]:
        row = self._stored(turn, f"cursor#{turn.branch}", plain(commit.cursor))
        is_first = turn.branch != MAIN_BRANCH and commit.seen == 0
        return put(self.name, row, ("seq", "absent or <=", 0) if is_first else ("seq", "=", commit.seen))

    def _step_row(self, turn: Turn, step: StepRecord) -> dict[str, Any]:
        row = self._stored(turn, f"step#{step.id}", plain(step))
        if step.given is not None:
            text = to_json(step.given)
            if len(text.encode()) > limits.STEP_OUTPUT_INLINE_BYTES:
                key = output_key(turn.tenant, _execution(turn), step.id)
                self._bucket.put(key, text.encode())
                row |= {"output": None, "results": None, OUTPUT_REF: key}
        return row

    def _head(self, turn: Turn, commit: Commit) -> dict[str, Any]:
        sets: dict[str, Any] = {}
        conditions: list[Condition] = []
        if commit.unless_cancelled:
            conditions.append(("cancel", "unset"))
        if commit.cancel is not None:
            sets["cancel"] = plain(commit.cancel)
        if commit.outcome_unknown:
            sets["outcome_unknown"] = True
        if commit.status is not None:
            until = commit.cursor.due if commit.status == "waiting" else None
            sets |= {"status": commit.status, "waiting_until": plain(until)}
            if turn.own and until is not None:
                sets["open_since"] = iso(until)
        if commit.handover is not None:
            # Until its wait is over nothing has to happen, so nobody need look; then who was not started is.
            since = max(commit.handover.at, commit.cursor.due or commit.handover.at)
            sets |= {"dispatch": 1, "open_shard": keys.open_shard(_execution(turn)), "open_since": iso(since)}
        adds: dict[str, int] = {}
        if commit.continues is not None and commit.continues.own:
            adds["continued"] = 1
            conditions.append(before(commit.continues))
            sets |= {"dispatch": commit.continues.number, "open_since": iso(commit.continues.at)}
        if commit.end is not None:
            conditions.append(("ended_at", "unset"))
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

    def _claim_row(self, turn: Turn, claim: Claim) -> dict[str, Any]:
        """Kept with the first run of the execution's line."""
        part = f"claim#{claim.step}#{claim.number}"
        kept = keys.execution(turn.tenant, claim.run or _execution(turn), part)
        return {**self._stored(turn, part, plain(claim)), **kept}

    def _stored(self, turn: Turn, part: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A row that is cleaned up with its execution, whose id begins with the time of what caused it."""
        return {**self._row(turn, part), **fields, "expires_at": expires_at(time_of(_execution(turn)))}

    def _row(self, turn: Turn, part: str) -> keys.Key:
        return keys.execution(turn.tenant, _execution(turn), part)


def _written(writes: list[dict[str, Any]]) -> bool:
    try:
        transact(writes)
    except ConditionFailed:
        return False
    return True


def cursor_of(item: Mapping[str, Any]) -> Cursor:
    """The `cursor` row as a model. Raises Broken for one that a newer release wrote."""
    return read_cursor(keys.model_fields(dict(item)))


def _changes_head(commit: Commit) -> bool:
    continues = commit.continues is not None and commit.continues.own
    return bool(commit.end or commit.outcome_unknown or commit.status or commit.handover or continues)


def _execution(turn: Turn) -> ExecutionId:
    if turn.execution is None:
        raise Broken("the turn names no execution")
    return turn.execution
