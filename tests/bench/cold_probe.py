"""One cold start in this process: `python -m tests.bench.cold_probe NAME`, its environment as Lambda gives it.

Prints JSON: seconds of user CPU and of wall time, and the peak memory, when each stage was over:
init    imports functions.NAME.handler and calls build(), which is what Lambda does before the first event
client  opens its first AWS client, which handlers leave to the first event
event   the first event, with the answers of AWS that a real run was given, if RECORDED names a file that has them
The name boto3 stands for importing boto3 and opening one client, which the others are compared with.
"""

import importlib
import io
import json
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.process_memory import peak_megabytes

RECORDED = "RECORDED_FIRST_EVENT"


def main(name: str) -> None:
    """Measure one start."""
    recorded = os.environ.get(RECORDED)
    stages: dict[str, Callable[[], object]] = {"init": lambda: _init(name), "client": lambda: _client(name)}
    if recorded:
        # Read before anything is measured: the recording is the bench's, not the function's.
        event, answers = pickle.loads(Path(recorded).read_bytes())
        stages["event"] = lambda: _first_event(name, event, answers)
    before = _now()
    taken = {stage: _after(work) for stage, work in stages.items()}
    for stage in taken.values():
        stage["user"] -= before["user"]
        stage["wall"] -= before["wall"]
    sys.__stdout__.write(json.dumps(taken) + "\n")  # type: ignore[union-attr]


def _after(work: Callable[[], object]) -> dict[str, float]:
    work()
    return _now()


def _now() -> dict[str, float]:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return {"user": usage.ru_utime, "wall": time.perf_counter(), "peak_mb": peak_megabytes()}


def _init(name: str) -> None:
    if name == "boto3":
        import boto3

        boto3.client("dynamodb")
        return
    module = importlib.import_module(f"functions.{name}.handler")
    if hasattr(module, "build"):
        module.build()


def _client(name: str) -> None:
    if name != "boto3":
        from postroom_adapters.aws import client

        client("ses" if name == "activate_receipt_rules" else "dynamodb")


def _first_event(name: str, event: Any, answers: dict[tuple[str, str], list[Any]]) -> None:
    from botocore.client import BaseClient

    def answer(made_by: Any, operation: str, _: Any) -> Any:
        found = answers[made_by.meta.service_model.service_name, operation].pop(0)
        return {**found, "Body": io.BytesIO(found["Body"])} if "Body" in found else found

    BaseClient._make_api_call = answer  # type: ignore[attr-defined]
    transport: Any = sys.modules.get("postroom_adapters.http_transport")
    if transport is not None:
        # The pool is made as for a real call; only the call itself is not made.
        pool = transport._pool()
        pool.request = lambda *_, **__: SimpleNamespace(
            status=200, headers={}, read=lambda *_, **__: b"ok", release_conn=lambda: None
        )
    context = SimpleNamespace(
        aws_request_id="request",
        function_name=name,
        memory_limit_in_mb=512,
        invoked_function_arn=f"arn:aws:lambda:eu-west-1:123456789012:function:{name}",
        log_stream_name="stream",
        get_remaining_time_in_millis=lambda: 60_000,
    )
    sys.stdout = io.StringIO()
    importlib.import_module(f"functions.{name}.handler").lambda_handler(event, context)


if __name__ == "__main__":
    main(sys.argv[1])
