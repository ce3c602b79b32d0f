"""How far the sender of a mail is trusted: the worst of the verdicts that SES gave."""

from collections.abc import Mapping
from typing import Any

from postroom.triggers.event import VerdictStatus

TRUST: dict[VerdictStatus, int] = {"PASS": 3, "GRAY": 2, "PROCESSING_FAILED": 1, "DISABLED": 1, "FAIL": 0}
"""design.md: PASS > GRAY > PROCESSING_FAILED = DISABLED > FAIL."""


def worst_verdict(verdicts: Mapping[str, Any]) -> tuple[VerdictStatus, str]:
    """The worst verdict and what it is about; where SES gave none, it is as if it had not looked."""
    about = min(verdicts, key=lambda name: TRUST.get(verdicts[name], TRUST["DISABLED"]), default="")
    status = verdicts.get(about)
    return (status if status in TRUST else "DISABLED"), about
