"""A for_each and a parallel through a whole installation: made over the API, killed half way, shown over the API."""

from typing import Any

from infra.local.calls import Call
from infra.local.lambdas.invocation import Crash
from tests.e2e.installation import Installation, samples

ITEMS = [{"name": f"n{number}"} for number in range(25)]
STEPS: list[dict[str, Any]] = [
    {
        "id": "loop",
        "action": "for_each",
        "params": {
            "items": ITEMS,
            "steps": [
                {"id": "pause", "action": "wait", "when": "index == `24`", "params": {"for": "PT10M"}},
                {"id": "made", "action": "create_ticket", "params": {"title": "{{ item.name }}"}},
                {"id": "told", "action": "send_slack_notification", "when": "index == `3`",
                 "params": {"channel": "#invoices", "message": "{{ steps.made.title }}"}},
            ],
        },
    },
    {
        "id": "both",
        "action": "parallel",
        "params": {
            "branches": [
                [{"id": "vendor", "action": "link_to_vendor", "params": {"auto_create": True}}],
                [{"id": "invoice", "action": "extract_invoice_data"}],
            ]
        },
    },
    {
        "id": "last",
        "action": "create_ticket",
        "params": {"title": "{{ length(steps.loop) }} of {{ steps.both[1].invoice.number }}"},
    },
]  # fmt: skip


def test_every_branch_runs_once_though_functions_die_and_one_branch_waits(installation: Installation) -> None:
    given = {"name": "Branches", "enabled": True, "triggers": [{"type": "email", "classification": "invoice"}]}
    made = installation.call("POST", "/workflows", {**given, "workflow_steps": STEPS})
    dying = {"'step#loop[7].made'", "'step#loop'", "'items#loop#0'"}

    def die(call: Call) -> None:
        for part in sorted(dying):
            if call.operation == "TransactWriteItems" and part in str(call.params):
                dying.discard(part)
                raise Crash(part)

    calls = installation.stack.calls
    calls.after.append(die)
    sample = next(one for one in samples() if one.category == "invoice")
    started = installation.stack.clock.now()
    installation.send(sample.raw, sample.sender, [sample.recipient])
    installation.run()
    assert dying == set()
    [execution] = [one for one in installation.executions() if one["workflow_id"] == made["id"]]
    assert (execution["status"], execution["steps_left_out"]) == ("completed", 0)
    loop = next(step for step in execution["steps"] if step["id"] == "loop")
    assert [one["made"]["title"] for one in loop["results"]] == [one["name"] for one in ITEMS]
    assert (installation.stack.clock.now() - started).total_seconds() >= 600
    titles = [row["title"] for row in installation.rows("records") if "#ticket" in row["pk"] and "title" in row]
    assert sum(title.startswith("n") for title in titles) == 25 * titles.count("n3")
    assert sum(post["payload"]["text"] == "n3" for post in installation.posts()) == 1
    last = next(step for step in execution["steps"] if step["id"] == "last")
    assert last["params"]["title"].startswith("25 of ")
