"""Figures that can be compared: medians with their spread, and the machine they come from."""

import os
import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"
CODE = (ROOT, ROOT / "layers/core/python", ROOT / "layers/adapters/python")


class Spread(NamedTuple):
    """What many runs of the same thing took; the minimum is what a shared machine disturbs least."""

    median: float
    minimum: float
    lower: float
    upper: float
    runs: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Median, minimum and quartiles of at least one value."""
        lower, median, upper = (
            statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else (values[0],) * 3
        )
        return cls(median, min(values), lower, upper, len(values))

    def shown(self, what: str, digits: int = 1) -> dict[str, Any]:
        """Columns of a row: the median by name, and its spread."""
        return {
            what: round(self.median, digits),
            "min": round(self.minimum, digits),
            "quartiles": f"{self.lower:.{digits}f}–{self.upper:.{digits}f}",
            "runs": self.runs,
        }


def machine() -> dict[str, Any]:
    """What the figures were taken on, and when."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": _line("/proc/cpuinfo", "model name") or platform.processor(),
        "memory_mb": int((_line("/proc/meminfo", "MemTotal") or "0").split()[0]) // 1024,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": [round(load, 2) for load in os.getloadavg()],
    }


def _line(file: str, name: str) -> str | None:
    path = Path(file)
    for line in path.read_text().splitlines() if path.exists() else ():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return None


def child_environment(**more: str) -> dict[str, str]:
    """A fresh process's environment: our code in sight, compiled code kept, no AWS credentials of anybody."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(map(str, CODE)),
        "PYTHONPYCACHEPREFIX": str(BUILD / "bytecode"),
        "AWS_REGION": "eu-west-1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_EC2_METADATA_DISABLED": "true",
        **more,
    }
