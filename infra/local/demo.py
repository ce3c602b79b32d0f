"""`make demo`: the local stack, the sample mails over SMTP, and what became of each, read back over the API.

It runs in a folder of its own, so that what `make up` keeps is left alone.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from infra.local.api_client import Api, ApiError
from infra.local.differences import differences

MAILS = Path(__file__).resolve().parents[2] / "events" / "mail"
VENDOR = {
    "name": "Harbour Lane Studio Ltd",
    "roles": ["vendor"],
    "emails": ["accounts@harbourlane.example"],
    "vat_numbers": ["GB999999973"],
}
"""A vendor that is known already, so that one invoice is linked and the others show what happens without."""
SECONDS_A_MAIL = 60.0


def main() -> int:
    """0 if every mail came out as `events/mail/expected.json` says, with its records and what was sent."""
    started = time.monotonic()
    _say("loading the local stack")
    from infra.local.doors.opening import open_doors
    from infra.local.outcomes import Outcomes
    from infra.local.stack import LocalStack

    samples = json.loads((MAILS / "expected.json").read_text("utf-8"))
    executions: list[dict[str, Any]] = []
    _say("reading the template (synthesized first if infra/ has changed: some 20 s)")
    with open_doors(LocalStack(), say=_say) as doors:
        _say(f"ready after {time.monotonic() - started:.1f} s: API {doors.http.url}, SMTP port {doors.smtp.port}")
        api = Api(doors.http.url, doors.stack.api_token)
        _say(f"made a vendor: {api.post('/contacts', VENDOR)['name']}")
        wrong = enable(api, {name for one in samples for name in one["all_enabled"]["workflows"]})
        outcomes = Outcomes(api, doors.outbox)
        outcomes.next()
        for expected in samples:
            _deliver(doors, expected)
            outcome = outcomes.next()
            executions += outcome.executions
            for line in ("", expected["file"], *outcome.lines()):
                _say(line)
            wrong += differences(expected["file"], wanted_outcome(expected), outcome.in_words())
    _say("")
    for line in wrong:
        _say(f"not as expected: {line}")
    failed = sum(execution["status"] != "completed" for execution in executions)
    _say(f"demo: {len(samples)} mails, {len(executions)} executions, {failed} failed")
    return 1 if wrong else 0


def enable(api: Api, wanted: set[str]) -> list[str]:
    """Switch every shipped workflow on; what is wrong with those of `wanted` that are not on then."""
    refused = dict.fromkeys(wanted, "it is not there")
    for workflow in api.get("/workflows")["items"]:
        try:
            api.post(f"/workflows/{workflow['id']}/toggle", {"enabled": True})
            refused.pop(workflow["name"], None)
            _say(f"enabled {workflow['name']}")
        except ApiError as refusal:
            refused[workflow["name"]] = "; ".join(refusal.reasons)
    return [f"{name} is not enabled: {reason}" for name, reason in sorted(refused.items())]


def wanted_outcome(expected: dict[str, Any]) -> dict[str, Any]:
    """What `Outcome.in_words` says of a sample that comes out as it should."""
    wanted = expected["all_enabled"]
    return {
        "category": expected["category"],
        "status": wanted["status"],
        "runs": [f"{name}: completed" for name in wanted["workflows"]],
        "records": wanted.get("records", []),
        "sent": wanted.get("sent", []),
    }


def _deliver(doors: Any, expected: dict[str, Any]) -> None:
    from infra.local.doors.sending import Envelope, deliver

    raw = (MAILS / expected["file"]).read_bytes()
    deliver(raw, Envelope(expected["sender"], (expected["recipient"],)), doors.smtp.host, doors.smtp.port)
    doors.stack.settled(SECONDS_A_MAIL)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
