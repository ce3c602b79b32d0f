"""Many threads at once: no acknowledged write is lost, no transaction is half seen."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from infra.local.dynamodb import LocalStore
from tests.infra.dynamodb.tables import at, named


@pytest.fixture(autouse=True)
def _threads_take_turns_often() -> Iterator[None]:
    """Without this a call is over before Python lets another thread run, and a missing lock goes unnoticed."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def _together(threads: int, work: Callable[[int], bool]) -> int:
    """How many of the threads, all let go at one moment, say that their work was done."""
    barrier = threading.Barrier(threads)

    def run(number: int) -> bool:
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(run, range(threads)))


def test_what_was_acknowledged_is_stored_whatever_else_was_cancelled(store: LocalStore) -> None:
    store.call("PutItem", named("taken"))

    def write(number: int) -> bool:
        fails = {**named("taken"), "ConditionExpression": "attribute_not_exists(pk)"}
        actions = [{"Put": named(f"row{number}")}, *([{"Put": fails}] if number % 2 else [])]
        try:
            store.call("TransactWriteItems", {"TransactItems": actions})
        except ClientError:
            return False
        return True

    acknowledged = _together(56, write)
    rows = store.call("Scan", {"TableName": "things"})["Count"] - 1
    assert (acknowledged, rows) == (28, 28)


def test_a_conditional_put_is_won_once(store: LocalStore) -> None:
    def claim(_: int) -> bool:
        try:
            store.call("PutItem", {**named("slot"), "ConditionExpression": "attribute_not_exists(pk)"})
        except ClientError:
            return False
        return True

    assert _together(32, claim) == 1


def test_counting_loses_nothing_and_transfers_keep_the_sum(store: LocalStore) -> None:
    def transfer(_: int) -> bool:
        for _ in range(50):
            store.call("TransactWriteItems", {"TransactItems": [
                {"Update": at("from", UpdateExpression="ADD n :n", ExpressionAttributeValues={":n": {"N": "-1"}})},
                {"Update": at("to", UpdateExpression="ADD n :n", ExpressionAttributeValues={":n": {"N": "1"}})},
            ]})  # fmt: skip
            seen = store.call("TransactGetItems", {"TransactItems": [{"Get": at("from")}, {"Get": at("to")}]})
            if sum(int(each["Item"]["n"]["N"]) for each in seen["Responses"]) != 0:
                return False
        return True

    assert _together(8, transfer) == 8
    assert store.call("GetItem", at("to"))["Item"]["n"] == {"N": "400"}


def test_between_deciding_and_applying_no_other_thread_gets_in(store: LocalStore) -> None:
    free: list[bool] = []

    def look(_: object) -> None:
        with ThreadPoolExecutor(1) as other:
            free.append(other.submit(store.lock.acquire, blocking=False).result())

    store.faults.during("TransactWriteItems", lambda _: True, look)
    store.call("TransactWriteItems", {"TransactItems": [{"Put": named("a")}]})
    assert free == [False]
