"""The price table and what is worked out from it; and that the bench prints what it measured."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from tests.bench import mail_cost
from tests.bench.__main__ import BENCHES, main, table
from tests.bench.mail_cost import Counted, use_per_mail
from tests.bench.measuring import Spread
from tests.bench.prices import PRICES, blocks, cost


def counted(**more: Any) -> Counted:
    nothing = Counted(
        mails=10,
        calls=Counter(),
        units=Counter(),
        bytes=Counter(),
        invocations=Counter(),
        memory_mb={"step_notify": 512, "receive_mail": 1024},
        transitions=0,
        log_bytes=0,
        posts=0,
        outcomes={},
    )
    return nothing._replace(**more)


def test_every_price_is_positive_or_free_by_its_source_and_says_whence_and_of_when() -> None:
    for name, price in PRICES.items():
        assert price.usd > 0 or name == "ssm"
        assert price.per >= 1
        assert price.date[:4].isdigit()
        assert price.source


def test_a_million_read_units_cost_twelve_and_a_half_cents() -> None:
    assert cost({"dynamodb_read": 1_000_000, "states": 1_000}) == {
        "dynamodb_read": Decimal("0.125"),
        "states": Decimal("0.025"),
    }


def test_what_the_table_does_not_have_is_not_free() -> None:
    with pytest.raises(KeyError):
        cost({"quantum_ledger": 1})


@pytest.mark.parametrize(("size", "begun"), [(0, 1), (1, 1), (65_536, 1), (65_537, 2)])
def test_blocks_are_counted_when_begun(size: int, begun: int) -> None:
    assert blocks(size, 65_536) == begun


def test_use_is_per_mail_and_ses_stores_the_mail_itself() -> None:
    use = use_per_mail(
        counted(
            calls=Counter({("classify_event", "s3", "PutObject"): 20, ("classify_event", "s3", "GetObject"): 10}),
            units=Counter({("a", "GetItem", "read"): 35.0, ("b", "PutItem", "write"): 20.0}),
            transitions=140,
        )
    )
    assert (use["s3_put"], use["s3_get"]) == (Decimal(3), Decimal(1))
    assert (use["dynamodb_read"], use["dynamodb_write"]) == (Decimal("3.5"), Decimal(2))
    assert use["states"] == 14
    assert set(use) == set(PRICES)


def test_lambda_time_is_the_assumed_cpu_and_calls_times_the_functions_memory() -> None:
    use = use_per_mail(
        counted(
            mails=1,
            invocations=Counter({"step_notify": 2, "receive_mail": 1}),
            calls=Counter({("step_notify", "dynamodb", "GetItem"): 3}),
            posts=1,
        )
    )
    each = mail_cost.CPU_SECONDS_ELSE + mail_cost.COLD_SHARE * mail_cost.COLD_SECONDS
    notify = 2 * each + 3 * mail_cost.AWS_CALL_SECONDS["dynamodb"] + mail_cost.SLACK_SECONDS
    assert float(use["lambda_duration"]) == pytest.approx(notify / 2 + each, rel=1e-4)
    assert use["lambda_requests"] == 3


def test_a_spread_has_median_minimum_and_quartiles() -> None:
    assert Spread.of([4.0, 1.0, 2.0, 3.0, 5.0]) == (3.0, 1.0, 2.0, 4.0, 5)
    assert Spread.of([7.0]) == (7.0, 7.0, 7.0, 7.0, 1)
    assert Spread.of([1.0, 2.0]).shown("ms") == {"ms": 1.5, "min": 1.0, "quartiles": "1.2–1.8", "runs": 2}


def test_a_table_aligns_numbers_and_leaves_out_what_a_row_has_not() -> None:
    assert table([{"what": "a", "n": 1234}, {"what": "bb", "ok": False}]) == (
        "  what      n  ok\n  a     1,234\n  bb           NO"
    )


def test_an_unknown_bench_is_refused_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed"]) == 2
    assert ", ".join(BENCHES) in capsys.readouterr().err
