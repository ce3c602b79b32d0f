"""The most memory this process has had, as the kernel counts it for the process alone."""

import re
import resource
from pathlib import Path


def peak_megabytes() -> float:
    """VmHWM, not ru_maxrss: that one begins with what the process that forked this one had grown to."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak = re.search(r"VmHWM:\s+(\d+)", status.read_text())
    assert peak
    return int(peak[1]) / 1024
