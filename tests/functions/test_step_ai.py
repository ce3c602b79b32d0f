"""step_ai: invoice data from the raw mail, exact, with sources; nothing invented."""

from typing import Any

import pytest

from postroom.ids import ROOT_TENANT
from postroom_adapters import keys
from tests.functions.samples import mail
from tests.functions.world import World


def extracted(world: World, raw: bytes, **params: Any) -> dict[str, Any]:
    """The recorded step of a workflow that only extracts."""
    world.add_workflow(
        {
            "name": "Extract",
            "triggers": [{"type": "email"}],
            "workflow_steps": [{"id": "invoice", "action": "extract_invoice_data", "params": params}],
        }
    )
    event = world.receive(raw)
    assert world.dispatch(event)[2:] == ["step:ai"]
    [execution] = world.event(event).executions
    step = world.item("executions", keys.execution(ROOT_TENANT, execution.id, "step#invoice"))
    assert step is not None
    return step


def test_every_field_that_the_mail_states_is_read_with_its_source(world: World) -> None:
    output = extracted(world, mail())["output"]
    read = {name: output[name] for name in ("number", "issue_date", "due_date", "net", "vat", "total", "currency")}
    assert read == {
        "number": "2026-117",
        "issue_date": "2026-03-01",
        "due_date": "2026-03-15",
        "net": 1000,
        "vat": 250,
        "total": 1250,
        "currency": "EUR",
    }
    assert (output["iban"], output["read_by"]) == ("DE89370400440532013000", "regex")
    assert output["sources"]["total"]["place"] == "text"
    assert output["sources"]["number"]["as_written"] == "2026-117"


def test_what_the_mail_does_not_state_is_null(world: World) -> None:
    output = extracted(world, mail(subject="Monday", text="Hello, see you on Monday."))["output"]
    assert {name: value for name, value in output.items() if value not in (None, {}, [])} == {"read_by": "regex"}


def test_more_of_the_mail_is_read_than_matching_keeps(world: World) -> None:
    text = "word " * 20_000 + "\n\nInvoice no.: 2026-118\nTotal EUR 99.50\n"
    output = extracted(world, mail(text=text))["output"]
    assert output["number"] == "2026-118"


@pytest.mark.parametrize("provider", [None, "anthropic"])
def test_without_a_provider_and_without_fallback_the_step_is_refused_with_what_to_do(
    world: World, provider: str | None
) -> None:
    step = extracted(world, mail(), ai_provider=provider, fallback_to_regex=False)
    assert (step["status"], step["error"]["code"], step["error"]["path"]) == (
        "failed",
        "refused",
        "params.fallback_to_regex",
    )


def test_a_raw_mail_that_is_gone_fails_the_step_as_our_fault(world: World) -> None:
    world.add_workflow(
        {
            "name": "Extract",
            "triggers": [{"type": "email"}],
            "workflow_steps": [{"id": "invoice", "action": "extract_invoice_data"}],
        }
    )
    event = world.receive(mail())
    states = [world.invoke(name, world.turn(event)) for name in ("classify_event", "match_workflows")]
    world.delete_object(world.event(event).source.object_key)
    assert world.invoke("step_ai", states[-1])["next"] == "done"
    [execution] = world.event(event).executions
    step = world.item("executions", keys.execution(ROOT_TENANT, execution.id, "step#invoice"))
    assert step is not None
    assert step["error"]["code"] == "broken"
