"""`make demo`: it ends well only if every mail, record and sent message is what events/mail/expected.json says."""

import pytest

from infra.local.demo import main
from postroom.actions import create_ticket
from postroom.workflows.shipped import shipped_definitions


def test_all_five_shipped_workflows_run_and_everything_comes_out_as_expected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main()
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("not as expected")] == []
    assert (status, lines[-1]) == (0, "demo: 19 mails, 9 executions, 0 failed")
    shipped = {definition.name for definition in shipped_definitions().values()}
    assert len(shipped) == 5
    assert {line.removeprefix("enabled ") for line in lines if line.startswith("enabled ")} == shipped
    assert {line.split(":")[0].removeprefix("  run       ") for line in lines if line.startswith("  run ")} == shipped
    shown = [line.split()[:2] for line in lines if line.startswith(("  record ", "  sent "))]
    assert shown.count(["record", "ticket"]) == 6
    assert shown.count(["record", "time"]) == 5
    assert shown.count(["sent", "Slack"]) == 6
    assert shown.count(["sent", "mail"]) == 2


def test_it_fails_and_says_what_differs_if_an_action_writes_something_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(create_ticket, "TITLE_CHARACTERS", 7)
    assert main() == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "demo: 19 mails, 9 executions, 0 failed"
    differing = [line for line in lines if line.startswith("not as expected: ")]
    assert len(differing) == 6
    assert differing[0] == (
        "not as expected: invoice_da.eml records 1 title is 'Invoice',"
        " wanted 'Invoice 20264711 from Nordlys Kontor – Bogholderi'"
    )
