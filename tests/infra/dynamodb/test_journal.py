"""The journal: what was acknowledged is there after the process died, and a torn batch is not, not even in part."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local.dynamodb import Journal, JournalDamagedError, LocalStore
from infra.local.dynamodb.journal import COMPACT_MINIMUM
from tests.infra.dynamodb.conftest import Clock
from tests.infra.dynamodb.tables import at, definition, item, named

VARIED = item("a", data={"B": b"\x00\xff"}, sets={"BS": [b"1"]}, doc={"M": {"l": {"L": [{"B": b"x"}, {"N": "1"}]}}})


def _open(path: Path, clock: Clock) -> LocalStore:
    store = LocalStore(clock, Journal(path))
    store.call("CreateTable", definition())
    return store


def _items(store: LocalStore) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = store.call("Scan", {"TableName": "things"})["Items"]
    return sorted(found, key=lambda each: str(each["pk"]["S"]))


def test_everything_written_is_there_again(tmp_path: Path, clock: Clock) -> None:
    store = _open(tmp_path / "journal", clock)
    store.call("PutItem", {"TableName": "things", "Item": VARIED})
    store.call("BatchWriteItem", {"RequestItems": {"things": [{"PutRequest": {"Item": item(pk)}} for pk in "bcd"]}})
    store.call("DeleteItem", at("b"))
    store.call("UpdateItem", at("c", UpdateExpression="SET g = :g", ExpressionAttributeValues={":g": {"S": "g"}}))
    again = _open(tmp_path / "journal", clock)
    assert _items(again) == [VARIED, item("c", g={"S": "g"}), item("d")]


def test_indexes_are_there_again(tmp_path: Path, clock: Clock) -> None:
    _open(tmp_path / "journal", clock).call("PutItem", named("a", g={"S": "g"}, gn={"N": "1"}))
    found = _open(tmp_path / "journal", clock).call("Query", {
        "TableName": "things", "IndexName": "by_g", "KeyConditionExpression": "g = :g",
        "ExpressionAttributeValues": {":g": {"S": "g"}},
    })  # fmt: skip
    assert found["Count"] == 1


def test_a_transaction_is_one_line_and_a_torn_line_is_dropped_whole(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "journal"
    store = _open(path, clock)
    store.call("PutItem", named("before"))
    whole = path.stat().st_size
    store.call("TransactWriteItems", {"TransactItems": [{"Put": named("one")}, {"Put": named("two")}]})
    for length in range(whole, path.stat().st_size):
        torn = tmp_path / f"torn{length}"
        torn.write_bytes(path.read_bytes()[:length])
        again = _open(torn, clock)
        assert _items(again) == [item("before")]
        again.call("PutItem", named("after"))
        assert _items(_open(torn, clock)) == [item("after"), item("before")]


def test_a_damaged_line_in_the_midst_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b'{"items":[]}\nrubbish\n{"items":[]}\n')
    with pytest.raises(JournalDamagedError, match="line 2"):
        Journal(path)


def test_a_deleted_table_stays_deleted(tmp_path: Path, clock: Clock) -> None:
    store = _open(tmp_path / "journal", clock)
    store.call("PutItem", named("a"))
    store.call("DeleteTable", {"TableName": "things"})
    assert _items(_open(tmp_path / "journal", clock)) == []


def test_a_token_is_known_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    add = {"UpdateExpression": "ADD n :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}
    params = {"TransactItems": [{"Update": at("a", **add)}], "ClientRequestToken": "token"}
    _open(tmp_path / "journal", clock).call("TransactWriteItems", params)
    clock.move(timedelta(minutes=1))
    again = _open(tmp_path / "journal", clock)
    again.call("TransactWriteItems", params)
    assert _items(again) == [item("a", n={"N": "1"})]


def test_a_journal_much_longer_than_its_rows_is_written_anew(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "journal"
    store = _open(path, clock)
    for number in range(COMPACT_MINIMUM + 100):
        store.call("PutItem", named("a", n={"N": str(number)}))
    before = path.stat().st_size
    again = _open(path, clock)
    assert path.stat().st_size < before / 100
    assert _items(again) == _items(_open(path, clock)) == [item("a", n={"N": str(COMPACT_MINIMUM + 99)})]


CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from infra.local.dynamodb import Journal, LocalStore
from tests.infra.dynamodb.tables import definition, named

store = LocalStore(lambda: datetime(2026, 1, 1, tzinfo=UTC), Journal(Path(sys.argv[1])))
store.call("CreateTable", definition())
number = 0
while True:
    pair = [{"Put": named(f"{number:06}", side)} for side in (1, 2)]
    store.call("TransactWriteItems", {"TransactItems": pair})
    print(number, flush=True)
    number += 1
"""


def test_killed_in_the_midst_of_writing_nothing_acknowledged_is_lost(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "journal"
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    acknowledged = [child.stdout.readline() for _ in range(300)]
    os.kill(child.pid, signal.SIGKILL)
    acknowledged += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    last = int([line for line in acknowledged if line.endswith("\n")][-1])
    rows = [(each["pk"]["S"], each["sk"]["N"]) for each in _items(_open(path, clock))]
    pairs = {f"{number:06}" for number in range(last + 1)}
    assert {pk for pk, _ in rows} >= pairs
    assert all((pk, side) in rows for pk in {pk for pk, _ in rows} for side in ("1", "2"))
