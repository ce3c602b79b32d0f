"""What one invoice mail asks of AWS with Invoice Processing, counted in the local stack, and its price.

Counted: every call of every function with its capacity units, invocations, state transitions, log lines. Worked out:
SES, SNS and SQS, whose calls AWS makes by itself. Assumed: Lambda's time, see NOTES.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from infra.local.calls import Call
from infra.local.doors.opening import Doors
from infra.local.lambdas.invocation import Outcome
from tests.bench.deliveries import INVOICES, STEPS, Sender, outcomes, working_stack
from tests.bench.prices import PRICES, blocks, cost

WARM_UP, MAILS = 2, 10
BLOCK = 64 * 1024
SES_CHUNK = 256 * 1024
AWS_CALL_SECONDS = {"dynamodb": 0.006, "s3": 0.025, "ssm": 0.015, "stepfunctions": 0.03}
SLACK_SECONDS = 0.15
CPU_SECONDS = {"classify_event": 0.08, "step_ai": 0.08}
CPU_SECONDS_ELSE = 0.02
"""Of one invocation in its share of a vCPU; half a vCPU or so, about twice what this machine takes."""
COLD_SHARE, COLD_SECONDS = 0.01, 1.0
STATE_LOG_BYTES = 350
"""Of one event of Step Functions' log (level ALL without execution data); a state has about four."""
NOTES = (
    f"Mean of {MAILS} mails after {WARM_UP} that warm up, the workflow version and the secret being kept by then.",
    "SQS: one send, and for a batch of one mail a receive and a delete; under load batches are up to ten. "
    "Fixed, and not "
    "in it: idle long polling (5 pollers × 3 a minute = 648,000 requests a month, $0.26), the sweeper's 43,200 "
    "invocations a month.",
    "Lambda's time is assumed, not measured. A call takes "
    + ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in AWS_CALL_SECONDS.items())
    + f", Slack {SLACK_SECONDS * 1000:.0f} ms; an invocation's CPU {CPU_SECONDS_ELSE * 1000:.0f} ms, "
    + ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in CPU_SECONDS.items())
    + f"; one in {1 / COLD_SHARE:.0f} starts cold and takes {COLD_SECONDS:.0f} s more (billed since 2025-08).",
    "Logs: our lines and Step Functions' own; Lambda's START, END and REPORT are off (system log level WARN).",
    "X-Ray: every mail traced, which is the most it can be (AWS samples one a second and 5 % of the rest).",
    "Not in it: storage, point-in-time recovery, alarms, dashboard, metrics, all by the month; free tiers.",
)


class Counted(NamedTuple):
    """Everything that a number of mails asked for."""

    mails: int
    calls: Counter[tuple[str, str, str]]
    units: Mapping[tuple[str, str, str], float]
    """Read and write request units by (function, operation, side)."""
    bytes: Counter[str]
    invocations: Counter[str]
    memory_mb: Mapping[str, int]
    transitions: int
    log_bytes: int
    posts: int
    outcomes: Mapping[str, int]

    def dynamodb(self, *functions: str) -> int:
        """DynamoDB calls of these functions."""
        return sum(
            n for (function, service, _), n in self.calls.items() if service == "dynamodb" and function in functions
        )


def rows() -> list[dict[str, Any]]:
    """Calls by function and operation, then the bill of 1,000 mails by row of the price table."""
    counted = count(MAILS, WARM_UP)
    return [*_calls(counted), *_bill(counted)]


def count(mails: int, warm_up: int) -> Counted:
    """Deliver `warm_up` invoices, then count what `mails` more ask for, one after the other."""
    with working_stack() as doors:
        sender = Sender(doors)
        for number in range(warm_up):
            sender.send(number)
            doors.stack.settled()
        watch = _Watch(doors)
        for number in range(warm_up, warm_up + mails):
            sender.send(number)
            doors.stack.settled()
        sender.close()
        return watch.counted(mails)


class _Watch:
    """The stack's observers, and where its counters stood when the watch began."""

    def __init__(self, doors: Doors) -> None:
        self._doors, self._stack = doors, doors.stack
        self.units: dict[tuple[str, str, str], float] = defaultdict(float)
        self.bytes: Counter[str] = Counter()
        self.invocations: Counter[str] = Counter()
        self._before = (self._transitions(), self._log_bytes(), len(doors.slack.posts()), outcomes(self._stack))
        self._stack.calls.clear()
        self._stack.calls.before.append(_ask_for_units)
        self._stack.calls.after.append(self._answered)
        self._stack.parts.lambdas.observers.append(self._ended)

    def counted(self, mails: int) -> Counted:
        transitions, log_bytes, posts, ended = self._before
        now = outcomes(self._stack)
        return Counted(
            mails,
            Counter(self._stack.calls.counts),
            self.units,
            self.bytes,
            self.invocations,
            {function.name: function.memory for function in self._stack.parts.lambdas},
            self._transitions() - transitions,
            self._log_bytes() - log_bytes,
            len(self._doors.slack.posts()) - posts,
            {key: now[key] - ended.get(key, 0) for key in now if now[key] != ended.get(key, 0)},
        )

    def _answered(self, call: Call) -> None:
        self.bytes[f"{call.service} out"] += call.request_bytes
        self.bytes[f"{call.service} in"] += call.response_bytes
        if call.service == "dynamodb":
            used = (call.response or {}).get("ConsumedCapacity", [])
            side = "read" if call.operation in _READS else "write"
            for table in used if isinstance(used, list) else [used]:
                self.units[call.function, call.operation, side] += table["CapacityUnits"]

    def _ended(self, outcome: Outcome) -> None:
        self.invocations[outcome.function] += 1

    def _transitions(self) -> int:
        return sum(self._stack.transitions.values())

    def _log_bytes(self) -> int:
        return sum(file.stat().st_size for file in (self._stack.folder / "logs").glob("*.log"))


_READS = frozenset(["BatchGetItem", "GetItem", "Query", "Scan", "TransactGetItems"])


def _ask_for_units(call: Call) -> None:
    if call.service == "dynamodb":
        call.params["ReturnConsumedCapacity"] = "TOTAL"


def use_per_mail(counted: Counted) -> dict[str, Decimal]:
    """How much of each row of the price table one mail uses."""
    raw = len(INVOICES.mail(0))
    per = Decimal(1) / counted.mails

    def calls(service: str, *operations: str) -> Decimal:
        return per * sum(n for (_, s, o), n in counted.calls.items() if s == service and o in operations)

    def units(side: str) -> Decimal:
        return per * Decimal(str(sum(n for (_, _, s), n in counted.units.items() if s == side)))

    return {
        "ses_mails": Decimal(1),
        "ses_chunks": Decimal(raw // SES_CHUNK),
        "s3_put": calls("s3", "PutObject") + 1,  # SES stores the mail
        "s3_get": calls("s3", "GetObject", "HeadObject"),
        "sns": Decimal(blocks(_NOTIFICATION_BYTES, BLOCK)),
        "sqs": Decimal(3 * blocks(_NOTIFICATION_BYTES, BLOCK)),
        "states": per * counted.transitions,
        "lambda_requests": per * sum(counted.invocations.values()),
        "lambda_duration": per * sum(map(Decimal, _gb_seconds(counted).values())),
        "dynamodb_read": units("read"),
        "dynamodb_write": units("write"),
        "ssm": calls("ssm", "GetParameter"),
        "kms": calls("ssm", "GetParameter"),
        "cloudwatch_logs": per * (counted.log_bytes + 4 * STATE_LOG_BYTES * counted.transitions),
        "xray": Decimal(1),
    }


_NOTIFICATION_BYTES = 12 * 1024
"""SES's notification: the headers it quotes are cut at 10 KB."""


def _gb_seconds(counted: Counted) -> dict[str, str]:
    found = {}
    for function, invocations in counted.invocations.items():
        seconds = invocations * (CPU_SECONDS.get(function, CPU_SECONDS_ELSE) + COLD_SHARE * COLD_SECONDS)
        for (caller, service, _), number in counted.calls.items():
            seconds += number * AWS_CALL_SECONDS.get(service, 0.0) if caller == function else 0.0
        seconds += counted.posts * SLACK_SECONDS if function == "step_notify" else 0.0
        found[function] = str(round(seconds * counted.memory_mb[function] / 1024, 6))
    return found


def _calls(counted: Counted) -> list[dict[str, Any]]:
    per = counted.mails
    found = [
        {
            "what": "calls a mail",
            "function": function,
            "operation": f"{service} {operation}",
            "amount": round(number / per, 2),
            "read_units": round(counted.units.get((function, operation, "read"), 0) / per, 2),
            "write_units": round(counted.units.get((function, operation, "write"), 0) / per, 2),
        }
        for (function, service, operation), number in sorted(counted.calls.items())
    ]
    steps = ("step_ai", "step_notify", "step_records")
    searches = sum(n for (f, s, o), n in counted.calls.items() if f in steps and (s, o) == ("dynamodb", "Query"))
    for what, amount in (
        ("invocations a mail", sum(counted.invocations.values())),
        ("transitions a mail", counted.transitions),
        (f"DynamoDB calls of {STEPS} steps, at most 4×2+3+1 = 12", counted.dynamodb(*steps)),
        ("of which searches", searches),
        ("DynamoDB calls of the whole way", counted.dynamodb(*counted.memory_mb)),
        ("log bytes of functions", counted.log_bytes),
        *((f"bytes {name}", number) for name, number in sorted(counted.bytes.items())),
    ):
        found.append({"what": what, "amount": round(amount / per, 2)})
    return found


def _bill(counted: Counted) -> list[dict[str, Any]]:
    use = use_per_mail(counted)
    bill = cost(use)
    found = [
        {
            "what": "price of 1,000 mails",
            "operation": name,
            "amount": round(float(use[name] * 1000), 4),
            "unit": PRICES[name].unit,
            "usd": round(float(amount * 1000), 5),
            "as_of": PRICES[name].date,
        }
        for name, amount in sorted(bill.items(), key=lambda item: -item[1])
    ]
    total = sum(bill.values(), Decimal(0))
    return [*found, {"what": "price of 1,000 mails", "operation": "total", "usd": round(float(total * 1000), 4)}]
