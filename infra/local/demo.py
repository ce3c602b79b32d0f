"""`make demo`: the local stack, the sample mails over SMTP, and what became of each, read back over the API.

It runs in a folder of its own, so that what `make up` keeps is left alone.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from infra.local.api_client import Api, ApiError

MAILS = Path("events/mail")
VENDOR = {
    "name": "Harbour Lane Studio Ltd",
    "roles": ["vendor"],
    "emails": ["accounts@harbourlane.example"],
    "vat_numbers": ["GB999999973"],
}
"""A vendor that is known already, so that one invoice is linked and the others show what happens without."""
SECONDS_A_MAIL = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mail's mail and executions as the API shows them, and how it differs from what was expected."""

    email: dict[str, Any]
    executions: list[dict[str, Any]]
    wrong: list[str]


def main() -> int:
    """0 if every mail came out as `events/mail/expected.json` says."""
    started = time.monotonic()
    _say("loading the local stack")
    from infra.local.doors.opening import open_doors
    from infra.local.stack import LocalStack

    _say("reading the template (synthesized first if infra/ has changed: some 20 s)")
    with open_doors(LocalStack(), say=_say) as doors:
        _say(f"ready after {time.monotonic() - started:.1f} s: API {doors.http.url}, SMTP port {doors.smtp.port}")
        api = Api(doors.http.url, doors.stack.api_token)
        contact = api.post("/contacts", VENDOR)
        _say(f"made a vendor: {contact['name']}")
        enabled = _enable(api)
        samples = json.loads((MAILS / "expected.json").read_text())
        outcomes = [_deliver(doors, api, expected, enabled) for expected in samples]
        _say("\nsent out:")
        for post in doors.slack.posts():
            # Slack's text escapes &, < and > as HTML does.
            _say(f"  Slack {post['to']}: {unescape(post['payload']['text'])}")
    executions = [execution for outcome in outcomes for execution in outcome.executions]
    failed = sum(execution["status"] != "completed" for execution in executions)
    wrong = [line for outcome in outcomes for line in outcome.wrong]
    for line in wrong:
        _say(f"not as expected: {line}")
    _say(f"demo: {len(outcomes)} mails, {len(executions)} executions, {failed} failed")
    return 1 if wrong or failed else 0


def _enable(api: Api) -> set[str]:
    """Every shipped workflow whose actions exist; the others say what is missing. Those that are on, by name."""
    enabled = set()
    for workflow in api.get("/workflows")["items"]:
        try:
            api.post(f"/workflows/{workflow['id']}/toggle", {"enabled": True})
            enabled.add(workflow["name"])
            _say(f"enabled {workflow['name']}")
        except ApiError as refusal:
            _say(f"not enabled {workflow['name']}: {'; '.join(refusal.reasons)}")
    return enabled


def wanted_outcome(expected: dict[str, Any], enabled: set[str]) -> dict[str, Any]:
    """What a sample comes to with these workflows on: as with all on, but a mail that none of them takes is left."""
    wanted = expected["all_enabled"]
    workflows = [name for name in wanted["workflows"] if name in enabled]
    status = "classified" if wanted["workflows"] and not workflows else wanted["status"]
    return {"status": status, "workflows": workflows}


def _deliver(doors: Any, api: Api, expected: dict[str, Any], enabled: set[str]) -> Outcome:
    from infra.local.doors.sending import Envelope, deliver

    raw = (MAILS / expected["file"]).read_bytes()
    envelope = Envelope(expected["sender"], (expected["recipient"],))
    deliver(raw, envelope, doors.smtp.host, doors.smtp.port)
    doors.stack.settled(SECONDS_A_MAIL)
    newest = api.get("/emails?limit=1")["items"][0]
    email = api.get(f"/emails/{newest['id']}")
    executions = [api.get(f"/workflow-executions/{head['id']}") for head in email["executions"]]
    _show(expected["file"], email, executions, api)
    wanted = wanted_outcome(expected, enabled)
    return Outcome(email, executions, _differences(expected, wanted, email, executions))


def _differences(
    expected: dict[str, Any], wanted: dict[str, Any], email: dict[str, Any], executions: list[dict[str, Any]]
) -> list[str]:
    pairs = [
        ("category", expected["category"], email["category"]),
        ("status", wanted["status"], email["status"]),
        ("workflows", wanted["workflows"], [execution["workflow_name"] for execution in executions]),
    ]
    return [f"{expected['file']}: {name} is {found}, wanted {want}" for name, want, found in pairs if want != found]


def _show(file: str, email: dict[str, Any], executions: list[dict[str, Any]], api: Api) -> None:
    from postroom.classify.decision import Classification
    from postroom.match.decision import Decision
    from postroom_cli.report import decision_lines, execution_lines

    reason = f" ({email['status_reason']})" if email["status_reason"] else ""
    _lines(["", file, f"  from      {email['sender']}", f"  subject   {email['subject']}"])
    _say(f"  status    {email['status']}{reason}")
    if email["classification"] is None:
        return
    decision = Decision.model_validate(email["decision"]) if email["decision"] else None
    for line in decision_lines(Classification.model_validate(email["classification"]), decision):
        _say(line)
    for execution in executions:
        _lines(
            execution_lines(execution["workflow_name"], execution["status"], execution["reason"], execution["steps"])
        )
        _lines(_records(email["id"], api))


def _records(event: str, api: Api) -> list[str]:
    """The records that came out of the mail."""
    tickets = [one for one in api.get("/tickets?limit=200")["items"] if one["event_id"] == event]
    return [
        f"  record    ticket {one['id']} ({one['type']}): {one['title']}"
        + (f", contact {one['contact_id']}" if one["contact_id"] else "")
        for one in tickets
    ]


def _lines(lines: list[str]) -> None:
    for line in lines:
        _say(line)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
