"""What one invoice asks of AWS with Invoice Processing enabled, call by call: no more than its design says."""

from collections import Counter

from tests.bench.mail_cost import count

STEPS = ("step_ai", "step_notify", "step_records")


def test_an_invoice_makes_exactly_these_calls_once_workflow_and_secret_are_kept() -> None:
    counted = count(mails=2, warm_up=1)
    assert counted.outcomes == {"execution completed": 2, "step completed": 10}
    assert {key: number / 2 for key, number in counted.calls.items()} == {
        ("receive_mail", "dynamodb", "BatchGetItem"): 1,
        ("receive_mail", "dynamodb", "TransactWriteItems"): 1,
        ("receive_mail", "stepfunctions", "StartExecution"): 1,
        ("classify_event", "s3", "GetObject"): 1,
        ("classify_event", "s3", "PutObject"): 1,
        ("classify_event", "dynamodb", "BatchGetItem"): 1,
        ("classify_event", "dynamodb", "Query"): 1,
        ("classify_event", "dynamodb", "TransactWriteItems"): 1,
        ("match_workflows", "dynamodb", "BatchGetItem"): 1,
        ("match_workflows", "dynamodb", "TransactWriteItems"): 1,
        ("step_records", "dynamodb", "BatchGetItem"): 3,
        ("step_records", "dynamodb", "Query"): 1,
        ("step_records", "dynamodb", "TransactWriteItems"): 3,
        ("step_ai", "dynamodb", "BatchGetItem"): 1,
        ("step_ai", "dynamodb", "TransactWriteItems"): 1,
        ("step_ai", "s3", "GetObject"): 1,
        ("step_notify", "dynamodb", "BatchGetItem"): 1,
        ("step_notify", "dynamodb", "PutItem"): 1,
        ("step_notify", "dynamodb", "TransactWriteItems"): 1,
    }
    # Four inside steps of two calls, one outside step of three, and the search for the vendor.
    assert counted.dynamodb(*STEPS) / 2 == 4 * 2 + 1 * 3 + 1
    assert counted.transitions / 2 == 14
    assert counted.invocations == Counter(
        receive_mail=2, classify_event=2, match_workflows=2, step_records=6, step_ai=2, step_notify=2
    )
    assert counted.posts == 2
