"""One JSON log line per decision, with its ids; a line may carry a metric (CloudWatch's embedded metric format).

Mail content, parameters and secrets have no place in a line: callers pass ids, counts and reasons. Lambda takes level
and timestamp from a line that is JSON. Powertools' Logger would write the same, and takes 25 ms of every cold start.
"""

import json
import os
import sys
import time
import traceback
from datetime import UTC, datetime
from typing import Any, Literal

from postroom.engine.model import Execution, Turn
from postroom.triggers.event import TriggerEvent

NAMESPACE = "Postroom"
LEVELS = ("DEBUG", "INFO", "WARN", "ERROR")
"""As infra's settings name them, from the most to the least that is written."""


def ids_of(source: TriggerEvent | Execution | Turn) -> dict[str, Any]:
    """The correlation ids of an event, an execution or a turn."""
    if isinstance(source, TriggerEvent):
        return {"tenant": source.tenant, "event_id": source.id, "dispatch": source.dispatch_name}
    if isinstance(source, Execution):
        ids = {"tenant": source.tenant, "event_id": source.event, "dispatch": source.dispatch_name}
        return ids | {"execution_id": source.id}
    ids = {"tenant": source.tenant, "event_id": source.event, "dispatch": source.dispatch}
    return ids | ({"execution_id": source.execution} if source.execution else {})


def decided(what: str, metric: str | None = None, **fields: Any) -> None:
    """Log the decision `what` (`mail_received`, `step_ended`, …); `metric` counts it by one."""
    _write("INFO", what, fields | (_embedded_metric(metric) if metric else {}))


def crashed(what: str, error: Exception, **fields: Any) -> None:
    """Log an error that nobody expected, with its traceback; counted as a metric."""
    told = {"exception_name": type(error).__name__, "exception": "".join(traceback.format_exception(error))}
    _write("ERROR", what, fields | told | _embedded_metric("Crash"))


def _write(level: Literal["INFO", "ERROR"], what: str, fields: dict[str, Any]) -> None:
    wanted = os.environ.get("POWERTOOLS_LOG_LEVEL", "INFO").upper()
    # Alarms live on metrics, so these are written whatever the level.
    if "_aws" not in fields and wanted in LEVELS and LEVELS.index(level) < LEVELS.index(wanted):
        return
    line = {
        "level": level,
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "service": os.environ.get("POWERTOOLS_SERVICE_NAME", "postroom"),
        "message": what,
        **fields,
    }
    if trace := os.environ.get("_X_AMZN_TRACE_ID"):
        line["xray_trace_id"] = trace.partition(";")[0].removeprefix("Root=")
    # In one piece: what several threads write must not be mixed.
    sys.stdout.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def _embedded_metric(name: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"""
    metrics = [{"Name": name, "Unit": "Count"}]
    # Several stages may stand in one account, and each has alarms of its own.
    definition = {"Namespace": NAMESPACE, "Dimensions": [["stage", "service"]], "Metrics": metrics}
    described = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [definition]}
    return {"_aws": described, "stage": os.environ.get("STAGE", ""), name: 1}
