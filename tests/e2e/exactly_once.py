"""What must hold after any run, however much went wrong on the way."""

from collections import Counter
from typing import Any

from postroom.effects import RecordKind
from postroom.engine.model import ENDED
from postroom.ids import ROOT_TENANT
from postroom.records.catalogue import KINDS, kind_named
from postroom_adapters import keys
from postroom_adapters.records_table import record_writes
from tests.e2e.client import Client
from tests.e2e.installation import Installation, Sample, samples, step_of

INTERNAL = ("vendor", "invoice", "ticket", "processed")
OUTSIDE = "slack"


def assert_mails_came_out(installation: Installation, sent: dict[str, str]) -> None:
    """Every sample mail is as expected.json says, and its event is done."""
    came = {one.file: _came_out(installation, one, sent[one.file]) for one in samples()}
    assert came == {one.file: ("done", one.status, one.category, one.workflows) for one in samples()}


def assert_exactly_once(installation: Client) -> None:
    """Each internal effect of every execution is there once, each Slack post once at most, and nothing is left over.

    A Slack post that got lost between sending and recording is flagged, never repeated.
    """
    executions = installation.executions()
    posts = Counter(one["payload"]["blocks"][-1]["elements"][0]["text"] for one in installation.posts())
    assert {one["status"] for one in executions} <= ENDED
    for execution in executions:
        steps = {one["id"]: one["status"] for one in execution["steps"]}
        assert {step: steps[step] for step in INTERNAL} == dict.fromkeys(INTERNAL, "completed"), execution["id"]
        told = step_of(execution, OUTSIDE)
        assert told["status"] == "completed" or told["outcome_unknown"], told
    contexts = Counter(_slack_context(installation, execution) for execution in executions)
    sure = Counter(
        _slack_context(installation, one) for one in executions if step_of(one, OUTSIDE)["status"] == "completed"
    )
    assert sure <= posts <= contexts, "posted as often as recorded, and at most once for each execution"
    assert sorted(one["event_id"] for one in records(installation, "ticket")) == sorted(
        one["event_id"] for one in executions
    )
    assert_no_orphans(installation)


def assert_no_orphans(installation: Client) -> None:
    """Every record has exactly its look-up rows, and no look-up row is without its record."""
    there = Counter((row["pk"], row["sk"]) for row in installation.rows("records"))
    should: Counter[tuple[str, str]] = Counter()
    for kind in KINDS:
        for row in records(installation, kind):
            record = kind_named(kind).model.model_validate(keys.model_fields(row))
            for write in record_writes("records", ROOT_TENANT, kind, record):
                item = write["Put"]["Item"]
                should[item["pk"]["S"], item["sk"]["S"]] += 1
    assert there == should


def records(installation: Client, kind: RecordKind) -> list[dict[str, Any]]:
    """The records of a kind."""
    return [row for row in installation.rows("records") if row["pk"] == f"{ROOT_TENANT}#{kind}"]


def _came_out(installation: Installation, sample: Sample, ses_id: str) -> tuple[str, str, str, list[str]]:
    mail = installation.email(ses_id)
    return mail["state"], mail["status"], mail["category"], [one["workflow_name"] for one in mail["executions"]]


def _slack_context(installation: Client, execution: dict[str, Any]) -> str:
    """The line under a message that says which mail it is about."""
    mail = installation.get(f"/emails/{execution['event_id']}")["mail"]
    return f"{mail['subject']} · {mail['from']['address']}" if mail["from"] else str(mail["subject"])
