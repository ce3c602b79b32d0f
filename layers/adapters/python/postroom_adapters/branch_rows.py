"""What branches store in the `executions` table: pages of items, cursors of a page, results of all."""

from collections.abc import Iterator, Mapping
from typing import Any

from postroom import limits
from postroom.engine.commands import Commit, ItemOf, ReadBranches, ReadResults
from postroom.engine.model import Cursor, Turn, read_cursor
from postroom.errors import Broken
from postroom.ids import ExecutionId
from postroom.plain import plain, to_json
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import batch_get, call
from postroom_adapters.mail_bucket import MailBucket

OUTPUT_REF = "output_ref"
"""A step row's output that was too large for the row: the object that holds it."""

_READ = ("sk", "item", "output", "results", OUTPUT_REF)


class BranchRows:
    """The rows of one table's branches."""

    def __init__(self, table: str, bucket: MailBucket) -> None:
        self._table = table
        self._bucket = bucket

    def cursors(self, turn: Turn, asked: ReadBranches) -> tuple[Cursor, ...]:
        """One BatchGetItem, strongly consistent, for a page."""
        wanted = {name: self._key(turn, f"cursor#{name}") for name in asked.begins}
        found = batch_get({self._table: list(wanted.values())})
        rows = {name: found.get((self._table, key["pk"], key["sk"])) or {} for name, key in wanted.items()}
        return tuple(
            read_cursor({"branch": name, "at": begin, **keys.model_fields(rows[name])})
            for name, begin in asked.begins.items()
        )

    def results(self, turn: Turn, asked: ReadResults) -> tuple[Mapping[str, Any], ...] | None:
        """A query of the branches' steps, strongly consistent; outputs kept as objects are read one by one."""
        results: list[dict[str, Any]] = [{} for _ in range(asked.total)]
        size = 0
        for row in self._steps(turn, asked.step):
            output = stored_output(self._bucket, row)
            size += len(to_json(output).encode())
            if size > asked.most_bytes:
                return None
            name = str(row["sk"]).partition("].")[2]
            results[row["item"]][name] = output
        return tuple(results)

    def _steps(self, turn: Turn, step: str) -> Iterator[dict[str, Any]]:
        key, start = self._key(turn, f"step#{step}["), dict[str, Any]()
        names = {f"#{name}": name for name in ("pk", *_READ)}
        while True:
            answer = call(
                "query",
                TableName=self._table,
                KeyConditionExpression="#pk = :pk AND begins_with(#sk, :sk)",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues={":pk": to_attribute(key["pk"]), ":sk": to_attribute(key["sk"])},
                ProjectionExpression=", ".join(f"#{name}" for name in _READ),
                ConsistentRead=True,
                **start,
            )
            yield from map(from_item, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def _key(self, turn: Turn, part: str) -> keys.Key:
        if turn.execution is None:
            raise Broken("the turn names no execution")
        return keys.execution(turn.tenant, ExecutionId(turn.execution), part)


def stored_output(bucket: MailBucket, row: Mapping[str, Any] | None) -> Any:
    """What a step's row says that later steps read."""
    if row is None:
        return None
    if OUTPUT_REF in row:
        return bucket.read_json(row[OUTPUT_REF])
    results = row.get("results")
    return row.get("output") if results is None else results


def items_part(step: str, number: int) -> str:
    """The row with the page of items that item `number` is in."""
    return f"items#{step}#{number // limits.FAN_OUT_PAGE}"


def item_rows(commit: Commit) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of the items that a for_each begins with."""
    for start in range(0, len(commit.items), limits.FAN_OUT_PAGE):
        page = commit.items[start : start + limits.FAN_OUT_PAGE]
        yield items_part(commit.items_of, start), {"items": plain(page)}


def item_in(row: Mapping[str, Any] | None, wanted: ItemOf) -> Any:
    """One item of a page."""
    if row is None:
        raise Broken(f"the items of {wanted.step} are not stored")
    return row["items"][wanted.number % limits.FAN_OUT_PAGE]
