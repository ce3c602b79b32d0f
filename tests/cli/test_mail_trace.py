"""`postroom mail trace`: the whole way of a mail for people and as JSON, whatever the mail is and whoever reads."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom_cli.mail_trace import trace_mail, trace_text
from postroom_cli.main import main
from tests.shared_data import shared_data

ROOT = Path(__file__).parents[2]
MAILS = ROOT / "events" / "mail"
EXPECTED = {one["file"]: one for one in json.loads((MAILS / "expected.json").read_text("utf-8"))}
INVOICE = MAILS / "invoice_en.eml"


def traced(capsys: pytest.CaptureFixture[str], path: Path) -> dict[str, Any]:
    assert main(["mail", "trace", str(path), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    trace: dict[str, Any] = json.loads(out)
    return trace


def test_the_trace_of_an_invoice_reads_from_its_sender_to_its_last_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "trace", str(INVOICE)]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert err == ""
    assert lines[0] == str(INVOICE)
    assert lines[1:4] == [
        "  from      Priya Raman (Harbour Lane Studio) <accounts@harbourlane.example>",
        "  subject   Invoice HL-2026-0417 from Harbour Lane Studio Ltd",
        "  attached  Invoice HL-2026-0417.pdf (application/pdf, 1902 bytes)",
    ]
    assert lines[4].startswith("  category  invoice 0.9")
    assert lines[6].startswith("  because   'invoice'")
    workflows = [line for line in lines if line.startswith("  workflow ")]
    assert [line.split(":")[0] for line in workflows] == [
        "  workflow    5 Bankruptcy Alert",
        "  workflow   10 Invoice Processing",
        "  workflow   20 Time Confirmation",
        "  workflow   30 Freight Note Processing",
        "  workflow   90 Low Confidence Review",
    ]
    assert " matched because classification 'invoice' fits 'invoice' and " in workflows[1]
    assert workflows[0].endswith("not matched because classification is 'invoice', wanted 'bankruptcy'")
    clauses = lines[lines.index(workflows[0]) + 1 : lines.index(workflows[1])]
    assert [line.strip() for line in clauses] == [
        "no   classification: wanted 'bankruptcy', found 'invoice'",
        f"yes  confidence_threshold: wanted at least 0.80, found {lines[4].split()[-1]}",
    ]
    assert "  run       Invoice Processing: completed" in lines
    steps = lines[lines.index("  run       Invoice Processing: completed") + 1 : -1]
    assert [line.split()[:2] for line in steps] == [
        [step, "completed"] for step in ("vendor", "invoice", "ticket", "slack", "processed")
    ]
    assert '"total":"2988.00","currency":"GBP"' in steps[1]
    assert lines[-1] == "  (a rehearsal: nothing was stored or sent)"


def test_as_json_it_is_one_object_with_every_part_of_the_way(capsys: pytest.CaptureFixture[str]) -> None:
    trace = traced(capsys, INVOICE)
    assert list(trace) == ["file", "mail", "classification", "decision", "explanations", "executions"]
    assert trace["mail"]["from"]["address"] == "accounts@harbourlane.example"
    assert trace["classification"]["category"] == "invoice"
    assert [one["name"] for one in trace["decision"]["matched"]] == ["Invoice Processing"]
    assert (trace["decision"]["considered"], len(trace["decision"]["near_misses"])) == (5, 4)
    [execution] = trace["executions"]
    assert (execution["workflow_name"], execution["status"]) == ("Invoice Processing", "completed")
    outputs = {step["id"]: step["output"] for step in execution["steps"]}
    assert list(outputs) == ["vendor", "invoice", "ticket", "slack", "processed"]
    assert (outputs["invoice"]["total"], outputs["invoice"]["due_date"]) == ("2988.00", "2026-12-16")
    assert outputs["processed"] == {"status": "processed"}


@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_every_sample_mail_is_taken_for_what_it_is_and_starts_what_it_should(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = EXPECTED[file]
    trace = traced(capsys, MAILS / file)
    assert trace["classification"]["category"] == expected["category"]
    started = [one["workflow_name"] for one in trace["executions"]]
    repeat = expected["all_enabled"]["status"] == "duplicate"
    assert started == (["Invoice Processing"] if repeat else expected["all_enabled"]["workflows"])
    assert main(["mail", "trace", str(MAILS / file)]) == 0
    assert capsys.readouterr().out.startswith(str(MAILS / file))


def test_every_sample_mail_is_expected_to_be_something() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in MAILS.glob("*.eml"))


def test_a_file_that_is_not_there_is_told_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "no.eml"
    assert main(["mail", "trace", str(missing)]) == 2
    assert capsys.readouterr() == ("", f"postroom: {missing}: No such file or directory\n")


def test_a_folder_is_told_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "trace", str(tmp_path), "--json"]) == 2
    assert capsys.readouterr() == ("", f"postroom: {tmp_path}: Is a directory\n")


@pytest.mark.parametrize("words", [[], ["mail"], ["mail", "trace"], ["mail", "send", "x"], ["mail", "trace", "a", "b"]])
def test_a_wrong_call_is_told_with_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    out, err = capsys.readouterr()
    assert (left.value.code, out) == (2, "")
    assert err.startswith("usage: postroom")


def test_a_mail_without_anything_is_traced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.eml"
    empty.write_bytes(b"")
    assert main(["mail", "trace", str(empty)]) == 0
    out = capsys.readouterr().out
    assert "  from      (no sender)\n" in out
    assert traced(capsys, empty)["mail"]["from"] is None


def test_what_was_hard_to_read_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "trace", str(MAILS / "malformed.eml")]) == 0
    out = capsys.readouterr().out
    assert "  problem   headers.date: no date: '20/11-26 kl. 10.15'\n" in out
    assert "  run       Invoice Processing: completed\n" in out


def test_a_stranger_cannot_command_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[2J\x1b]0;owned\x07\x9b31m\x00\x08\u202e"
    mail = tmp_path / "hostile.eml"
    mail.write_text(
        f"From: {hostile} <a@b.example>\nSubject: {hostile}\nContent-Type: text/plain; charset=utf-8\n"
        f'Content-Disposition: attachment; filename="{hostile}.pdf"\n\ninvoice {hostile}\n',
        "utf-8",
    )
    assert main(["mail", "trace", str(mail)]) == 0
    out = capsys.readouterr().out
    assert [one for one in "\x1b\x07\x9b\x00\x08\u202e" if one in out] == []
    assert "\\x9b31m" in out


def _postroom(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    paths = os.pathsep.join(str(ROOT / one) for one in ("cli", "layers/core/python"))
    return subprocess.run(
        [sys.executable, "-m", "postroom_cli.main", *arguments],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_a_terminal_without_the_letters_shows_their_numbers() -> None:
    ended = _postroom("mail", "trace", str(MAILS / "invoice_zh.eml"), PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert b"\\u53d1\\u7968" in ended.stdout


def test_a_reader_who_has_seen_enough_ends_it_quietly() -> None:
    read, write = os.pipe()
    os.close(read)
    paths = os.pathsep.join(str(ROOT / one) for one in ("cli", "layers/core/python"))
    ended = subprocess.run(
        [sys.executable, "-m", "postroom_cli.main", "mail", "trace", str(INVOICE), "--json"],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(write)
    assert (ended.returncode, ended.stderr) == (1, b"")


@given(st.binary(max_size=2_000) | st.builds(lambda body: INVOICE.read_bytes()[: len(body)] + body, st.binary()))
def test_any_bytes_are_traced(raw: bytes) -> None:
    trace = trace_mail(raw, "any.eml")
    assert trace_text(trace).encode().startswith(b"any.eml\n")
    assert json.loads(trace.model_dump_json(by_alias=True))["file"] == "any.eml"


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder",
    ["bounce-flufl", "mime-cpython", "mime-enmime", "mime-mikel", "mime-mimekit", "mime-nodemailer", "mime-spamscope"],
)
def test_broken_mails_of_others_are_traced(folder: str) -> None:
    paths = [path for path in sorted(shared_data(folder).rglob("*")) if path.is_file()]
    assert paths
    for path in paths:
        trace = trace_mail(path.read_bytes(), path.name)
        text = trace_text(trace)
        assert text.encode(), path
        assert "\x1b" not in text, path
        assert trace.model_dump_json(by_alias=True), path
