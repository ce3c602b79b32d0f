"""The sample mails are what events/mail says of them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from postroom.classify.categories import DEFAULT_CATEGORIES
from postroom.classify.keyword_layer import default_layer
from postroom.documents.attached_text import read_mail
from postroom.mail.parse import parse_mail
from postroom.workflows.shipped import shipped_definitions

FOLDER = Path(__file__).resolve().parents[4] / "events" / "mail"
EXPECTED: list[dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text())
each_mail = pytest.mark.parametrize("expected", EXPECTED, ids=lambda one: one["file"])


def test_every_file_is_listed_once() -> None:
    files = [one["file"] for one in EXPECTED]
    assert sorted(files) == sorted(path.name for path in FOLDER.glob("*.eml"))
    assert len(files) == len(set(files))


def test_the_table_for_people_says_the_same() -> None:
    rows = re.findall(
        r"^\| (\S+\.eml) \|[^|]+\| (\S+) \| ([^|]+) \| (\w+) \|$", (FOLDER / "README.md").read_text(), re.M
    )
    assert rows == [
        (
            one["file"],
            one["category"],
            ", ".join(one["all_enabled"]["workflows"]) or "–",
            one["all_enabled"]["status"],
        )
        for one in EXPECTED
    ]


def test_every_category_has_a_mail() -> None:
    assert {one["category"] for one in EXPECTED} == {category.name for category in DEFAULT_CATEGORIES}


def test_every_shipped_workflow_has_a_mail() -> None:
    named = {name for one in EXPECTED for name in one["all_enabled"]["workflows"]}
    assert named == {definition.name for definition in shipped_definitions().values()}


@each_mail
def test_it_is_classified_as_expected_well_above_the_workflows_thresholds(expected: dict[str, Any]) -> None:
    found = default_layer().classify(read_mail((FOLDER / expected["file"]).read_bytes()).mail)
    assert found.category == expected["category"], found
    thresholds = [
        trigger.confidence_threshold or 0.7
        for definition in shipped_definitions().values()
        if definition.name in expected["all_enabled"]["workflows"]
        for trigger in definition.triggers
    ]
    assert all(found.confidence >= threshold for threshold in thresholds)


@each_mail
def test_it_is_invented_and_has_the_line_ends_of_the_wire(expected: dict[str, Any]) -> None:
    raw = (FOLDER / expected["file"]).read_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    # Whatever stands after an @ and looks like a host of the world outside would be somebody's.
    hosts = re.findall(rb"(?:@|//)((?:[a-z0-9-]+\.)+[a-z]{2,})\b", raw)
    assert {host.rpartition(b".")[2] for host in hosts} <= {b"example", b"test"}


def test_the_repeat_is_the_same_mail_by_another_way() -> None:
    first, again = (
        parse_mail((FOLDER / name).read_bytes()).mail for name in ("invoice_da.eml", "invoice_da_repeat.eml")
    )
    assert (first.message_id, first.from_, first.text) == (again.message_id, again.from_, again.text)
    assert (FOLDER / "invoice_da.eml").read_bytes() != (FOLDER / "invoice_da_repeat.eml").read_bytes()


def test_the_broken_mail_is_broken_and_says_where() -> None:
    assert len(parse_mail((FOLDER / "malformed.eml").read_bytes()).mail.problems) >= 6


def test_the_english_invoice_brings_a_pdf() -> None:
    (pdf,) = parse_mail((FOLDER / "invoice_en.eml").read_bytes()).mail.attachments
    assert (pdf.filename, pdf.content_type) == ("Invoice HL-2026-0417.pdf", "application/pdf")
