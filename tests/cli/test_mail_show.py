"""`postroom mail show`: one line per file with the fields promised, whatever stands in the folder."""

import json
import os
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from postroom.documents.attached_text import read_mail
from postroom_cli import mail_show
from postroom_cli.main import main
from tests.core.documents.pdf_writer import page, pdf
from tests.shared_data import shared_data

MAILS = Path(__file__).parents[2] / "events" / "mail"
FIELDS = [
    *("file", "message_id", "date", "from", "to", "cc", "subject", "text", "reply_text", "html_as_text"),
    *("attachments", "automatic", "thread", "classification", "problems"),
]


def shown(capsys: pytest.CaptureFixture[str], *paths: Path, code: int = 0) -> list[dict[str, Any]]:
    assert main(["mail", "show", "--json", *map(str, paths)]) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_mail_is_one_object_with_the_fields_promised(capsys: pytest.CaptureFixture[str]) -> None:
    (mail,) = shown(capsys, MAILS / "invoice_en.eml")
    assert list(mail) == FIELDS
    assert mail["file"] == str(MAILS / "invoice_en.eml")
    assert mail["from"] == {
        "name": "Priya Raman (Harbour Lane Studio)",
        "address": "accounts@harbourlane.example",
        "domain": "harbourlane.example",
    }
    assert mail["subject"] == "Invoice HL-2026-0417 from Harbour Lane Studio Ltd"
    (attachment,) = mail["attachments"]
    assert list(attachment) == ["filename", "content_type", "size", "sha256"]
    assert attachment["filename"] == "Invoice HL-2026-0417.pdf"
    assert mail["automatic"]["kind"] == "none"
    assert list(mail["thread"]) == ["in_reply_to", "references"]
    assert list(mail["classification"]) == ["category", "confidence", "runner_up", "evidence"]
    assert mail["classification"]["category"] == "invoice"
    assert mail["problems"] == []


def test_words_of_attached_documents_are_evidence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Scan"
    message.set_content("Hej")
    letter = pdf(page("Faktura nr. 1007", "Forfaldsdato 1. maj", "Beløb at betale\t1.250,00 kr."))
    message.add_attachment(letter, maintype="application", subtype="pdf", filename="0001.pdf")
    (tmp_path / "1.eml").write_bytes(message.as_bytes())
    (mail,) = shown(capsys, tmp_path)
    assert mail["classification"]["category"] == "invoice"
    assert ("attachment", "forfaldsdato") in {(one["part"], one["words"]) for one in mail["classification"]["evidence"]}


def test_a_folder_is_its_mails_in_order_at_any_depth(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b/2.EML", "a.eml", "notes.txt", ".git/x.eml"):
        (tmp_path / name).write_bytes(b"Subject: " + name.encode() + b"\n\ntext")
    assert [one["subject"] for one in shown(capsys, tmp_path)] == ["a.eml", "b/2.EML"]
    assert [one["subject"] for one in shown(capsys, tmp_path / "notes.txt", tmp_path / "b")] == ["notes.txt", "b/2.EML"]


def test_a_folder_without_eml_is_all_its_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "00001.7c53").write_bytes(b"Subject: one\n\ntext")
    assert [one["subject"] for one in shown(capsys, tmp_path)] == ["one"]


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "good.eml").write_bytes(b"Subject: good\n\ntext")
    assert main(["mail", "show", "--json", str(tmp_path / "gone.eml"), str(tmp_path / "good.eml")]) == 2
    out, err = capsys.readouterr()
    gone, good = map(json.loads, out.splitlines())
    assert gone["problems"] == [{"part": "file", "reason": "cannot be read: No such file or directory"}]
    assert gone["classification"]["category"] == "general"
    assert good["subject"] == "good"
    assert err == f"postroom: {tmp_path / 'gone.eml'}: No such file or directory\n"


def test_a_fault_of_ours_over_one_file_is_told_and_the_rest_goes_on(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.eml").write_bytes(b"Subject: bad\n\ntext")
    (tmp_path / "2.eml").write_bytes(b"Subject: good\n\ntext")
    parse = read_mail

    def faulty(raw: bytes) -> Any:
        if b"bad" in raw:
            raise IndexError("out of range")
        return parse(raw)

    monkeypatch.setattr("postroom_cli.mail_show.read_mail", faulty)
    first, second = shown(capsys, tmp_path, code=2)
    assert first["problems"][0]["reason"] == "a fault of Postroom's own: IndexError: out of range"
    assert second["subject"] == "good"


def test_a_broken_mail_is_no_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "noise.eml").write_bytes(os.urandom(2000))
    (tmp_path / "empty.eml").write_bytes(b"")
    empty, noise = shown(capsys, tmp_path)
    assert {"part": "headers.from", "reason": "no sender"} in empty["problems"]
    assert noise["problems"]


def test_many_files_are_read_by_several_processes_in_their_order(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for number in range(mail_show.POOL_FILES + 1):
        (tmp_path / f"{number:04}.eml").write_bytes(f"Subject: {number}\n\ntext".encode())
    assert [one["subject"] for one in shown(capsys, tmp_path)] == [str(n) for n in range(mail_show.POOL_FILES + 1)]


def test_only_so_much_of_a_file_is_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_show, "MAIL_FILE_BYTES", 20)
    (tmp_path / "long.eml").write_bytes(b"Subject: long\n\nshort and long")
    (mail,) = shown(capsys, tmp_path)
    assert mail["text"] == "short"
    assert {"part": "file", "reason": "cut after 20 bytes"} in mail["problems"]


def test_for_people_a_mail_is_its_headers_and_its_new_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        b"From: Ann <ann@a.example>\nTo: bo@b.example\nSubject: Re: Hi\x1b[2J\nIn-Reply-To: <1@b.example>\n"
        b"Auto-Submitted: auto-replied\nDate: Fri, 15 Mar 2024 10:00:00 +0100\n\nYes.\n\nOn 1 March Bo wrote:\n> Hi?\n"
    )
    assert main(["mail", "show", str(tmp_path / "a.eml")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:5] == [
        "  from      Ann <ann@a.example>",
        "  to        bo@b.example",
        "  date      2024-03-15T09:00:00+00:00",
        "  subject   Re: Hi [2J",
    ]
    assert "  answers   1@b.example" in lines
    assert any(line.startswith("  automatic auto_reply (") for line in lines)
    assert "  | Yes." in lines
    assert not any("Hi?" in line for line in lines)


def test_json_is_utf8_and_whole_whatever_the_terminal_and_the_file_system_speak(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bl\xe5.eml")).write_bytes("Subject: blå\n\ntekst".encode())
    run = subprocess.run(
        [sys.executable, "-m", "postroom_cli.main", "mail", "show", "--json", str(tmp_path)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    (line,) = run.stdout.splitlines()
    mail = json.loads(line)
    assert mail["subject"] == "blå"
    assert mail["file"].endswith("bl\ufffd.eml")


def test_every_business_mail_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared_data("business-mails")
    mails = shown(capsys, folder)
    assert len(mails) == len(list(folder.rglob("*.eml")))
    assert all(one["from"] and (one["text"] or one["html_as_text"]) for one in mails)
