"""One JSON log line per decision, with its ids; a line may carry a metric (CloudWatch's embedded metric format).

Mail content, parameters and secrets have no place in a line: callers pass ids, counts and reasons.
"""

import time
from functools import cache
from typing import Any

from aws_lambda_powertools.logging import Logger

from postroom.engine.model import Turn
from postroom.triggers.event import TriggerEvent

NAMESPACE = "Postroom"


@cache
def logger() -> Logger:
    """The process's logger; the service's name and the level come from Powertools' own environment variables."""
    return Logger(log_uncaught_exceptions=False, utc=True)


def ids_of(source: TriggerEvent | Turn) -> dict[str, Any]:
    """The correlation ids of an event or a turn."""
    if isinstance(source, TriggerEvent):
        return {"tenant": source.tenant, "event_id": source.id, "dispatch": source.dispatch_name}
    ids = {"tenant": source.tenant, "event_id": source.event, "dispatch": source.dispatch}
    return ids | ({"execution_id": source.execution} if source.execution else {})


def decided(what: str, metric: str | None = None, **fields: Any) -> None:
    """Log the decision `what` (`mail_received`, `step_run`, …); `metric` counts it by one."""
    logger().info(what, **fields, **(_embedded_metric(metric) if metric else {}))


def crashed(what: str, error: Exception, **fields: Any) -> None:
    """Log an error that nobody expected, with its traceback; counted as a metric."""
    logger().error(what, exc_info=error, **fields, **_embedded_metric("Crash"))


def _embedded_metric(name: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"""
    definition = {"Namespace": NAMESPACE, "Dimensions": [["service"]], "Metrics": [{"Name": name, "Unit": "Count"}]}
    return {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [definition]}, name: 1}
