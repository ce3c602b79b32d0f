"""Whether the writer of an answer is who he says, and somebody of the thread: what else is shown as unverified."""

from collections.abc import Iterable, Mapping
from typing import Any


def standing(email: Mapping[str, Any], people: Iterable[str]) -> tuple[bool, str]:
    """Whether a mail may be trusted as one of the thread's `people`, and why not.

    From is proven by DMARC; where its domain has no policy (GRAY), by both of what DMARC would have looked at.
    """
    sender = str((email.get("from") or {}).get("address") or "").lower()
    if not sender or sender not in {one.lower() for one in people}:
        return False, "its sender has taken no part in this thread"
    verdicts = email.get("verdicts") or {}
    proven = verdicts.get("dmarc") == "PASS" or (
        verdicts.get("dmarc") == "GRAY" and verdicts.get("spf") == "PASS" and verdicts.get("dkim") == "PASS"
    )
    if not proven:
        told = ", ".join(f"{name} {verdicts.get(name) or 'unknown'}" for name in ("dmarc", "spf", "dkim"))
        return False, f"it is not proven that its sender sent it: {told}"
    return True, ""
