"""What became of a mail, read over the API and from the outbox: in lines for people, and as expected.json has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from infra.local.api_client import Api
from infra.local.doors.outbox import Outbox
from postroom.classify.decision import Classification
from postroom.match.decision import Decision
from postroom_cli.report import decision_lines, execution_lines, visible

KINDS = {"contacts": "contact", "tickets": "ticket", "time-entries": "time entry"}
"""Path of the API → what a record of it is called."""
CONTACT_FIELDS = {"contact_id": "contact", "customer_id": "customer"}
"""Field with a contact's id → what the contact's name stands under."""
_DIFFERS_EACH_TIME = re.compile(r"(^|_)(id|at|by|thread|revision)$")
_TOKEN = re.compile(r" \[#[0-9A-Z]{12}-[0-9A-Z]{6}\]$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mail as the API shows it (None if it is not there), and everything that was made or went out since."""

    email: dict[str, Any] | None
    executions: list[dict[str, Any]]
    records: list[dict[str, Any]]
    sent: list[dict[str, Any]]

    def in_words(self) -> dict[str, Any]:
        """What came out, without what differs from run to run and what is empty; texts of several lines by line."""
        mail = self.email or {}
        return {
            "category": mail.get("category"),
            "status": mail.get("status"),
            "runs": [f"{run['workflow_name']}: {run['status']}" for run in self.executions],
            "records": [_in_words(record) for record in self.records],
            "sent": [_in_words(message) for message in self.sent],
        }

    def lines(self) -> list[str]:
        """The same and the way to it, for people."""
        if self.email is None:
            return ["  (not in the list of mails)"]
        return [
            *_mail_lines(self.email),
            *[line for run in self.executions for line in _run_lines(run)],
            *[visible(f"  record    {_record_words(record)}") for record in self.records],
            *[visible(f"  sent      {_sent_words(message)}") for message in self.sent],
        ]


class Outcomes:
    """Reads what is new since it was read last, so that nothing that comes out is missed, whatever it belongs to."""

    def __init__(self, api: Api, outbox: Outbox) -> None:
        self._api = api
        self._outbox = outbox
        self._last_sent = 0
        self._seen: set[tuple[str, int]] = set()
        self._names: dict[str, str] = {}

    def next(self) -> Outcome:
        """Call it once everything has settled after a mail."""
        [*emails] = self._new(self._api.get("/emails?limit=1")["items"])
        email = self._api.get(f"/emails/{emails[0]['id']}") if emails else None
        heads = email["executions"] if email else []
        runs = [self._api.get(f"/workflow-executions/{head['id']}") for head in heads]
        return Outcome(email, runs, self._records(), self._sent())

    def _records(self) -> list[dict[str, Any]]:
        found = []
        for path, kind in KINDS.items():
            new = self._new(self._api.items(f"/{path}"))
            self._names |= {one["id"]: one["name"] for one in new if "name" in one}
            found += [{"kind": kind, **one} for one in sorted(new, key=lambda one: str(one["made_by"]))]
        return [self._with_names(record) for record in found]

    def _with_names(self, record: dict[str, Any]) -> dict[str, Any]:
        named = {name: record[field] for field, name in CONTACT_FIELDS.items() if record.get(field)}
        return record | {name: self._names.get(contact, contact) for name, contact in named.items()}

    def _sent(self) -> list[dict[str, Any]]:
        entries = self._outbox.entries(after=self._last_sent)
        self._last_sent = max((entry["number"] for entry in entries), default=self._last_sent)
        return [_message(entry) for entry in entries if entry.get("posted", True)]

    def _new(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those that were not there or not the same before."""
        new = [one for one in items if (one["id"], one.get("revision", 0)) not in self._seen]
        self._seen |= {(one["id"], one.get("revision", 0)) for one in new}
        return new


def _message(entry: dict[str, Any]) -> dict[str, Any]:
    """What went out, as who gets it reads it."""
    if entry["kind"] == "slack":
        payload = entry["payload"]
        return {
            "kind": "Slack",
            "to": entry["to"],
            "text": unescape(payload["text"]),
            "shown": _texts(payload["blocks"]),
        }
    return {name: entry[name] for name in ("kind", "from", "to", "subject", "text")}


def _texts(block: Any) -> list[str]:
    """The texts of Slack's blocks in order: channels show these, notifications the message's own text."""
    if isinstance(block, list):
        return [text for one in block for text in _texts(one)]
    if isinstance(block.get("text"), str):
        # Slack's own markup escapes &, < and > as HTML does.
        return [unescape(block["text"]) if block["type"] == "mrkdwn" else block["text"]]
    return _texts(block["text"] if "text" in block else block["elements"])


def _in_words(shown: dict[str, Any]) -> dict[str, Any]:
    said = {name: _by_line(value) for name, value in shown.items() if not _DIFFERS_EACH_TIME.search(name)}
    if "subject" in said:
        said["subject"] = _TOKEN.sub(" [#token]", said["subject"])
    return {name: value for name, value in said.items() if value not in (None, "", 0, [])}


def _by_line(value: Any) -> Any:
    return value.splitlines() if isinstance(value, str) and "\n" in value else value


def _mail_lines(email: dict[str, Any]) -> list[str]:
    reason = f" ({email['status_reason']})" if email["status_reason"] else ""
    lines = [
        f"  from      {email['sender']}",
        f"  subject   {email['subject']}",
        f"  status    {email['status']}{reason}",
    ]
    lines = [visible(line) for line in lines]
    if email["classification"] is None:
        return lines
    decision = Decision.model_validate(email["decision"]) if email["decision"] else None
    return lines + decision_lines(Classification.model_validate(email["classification"]), decision)


def _run_lines(run: dict[str, Any]) -> list[str]:
    return execution_lines(run["workflow_name"], run["status"], run["reason"], run["steps"])


def _record_words(record: dict[str, Any]) -> str:
    about = "".join(f", {name} {record[name]}" for name in CONTACT_FIELDS.values() if name in record)
    match record["kind"]:
        case "ticket":
            said = f"({record['type']}): {record['title']}"
        case "time entry":
            days = " to ".join(dict.fromkeys(day for day in (record["date_from"], record["date_to"]) if day))
            said = f"{days or 'no day'}: {record['hours']} h"
        case _:
            said = f"({', '.join(record['roles'])}): {record['name']}"
    return f"{record['kind']} {record['id']} {said}{about}"


def _sent_words(message: dict[str, Any]) -> str:
    if message["kind"] == "mail":
        return f"mail to {message['to']}: {message['subject'].strip()}"
    return f"{message['kind']} {message['to']}: {message['text']}"
