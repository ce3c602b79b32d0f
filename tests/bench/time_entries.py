"""How many of the labelled time confirmations' hours, dates and projects are found, and how much of that is right."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from postroom.extract.time_confirmation import TimeConfirmation, read_time_confirmation
from postroom.mail.parse import parse_mail

BUSINESS_MAILS = Path(__file__).parents[3] / "shared" / "data" / "business-mails"
FIELDS = ("hours", "dates", "project")
NOTES = (
    "stated: in subject or text; hours and dates are compared as sets, a day of several as one value each",
    "projects: labelled ones only are read, so that none is invented",
)


class Outcome(NamedTuple):
    """One field of one mail as sets of values."""

    file: str
    field: str
    stated: frozenset[str]
    found: frozenset[str]


def rows() -> list[dict[str, Any]]:
    """Per split and field: stated, returned, right, precision, recall. Empty without data."""
    if not BUSINESS_MAILS.is_dir():
        return []
    return [
        {"set": f"business-mails {split}", "field": field, **figures(split, field)}
        for split in ("tune", "dev")
        for field in FIELDS
    ]


def figures(split: str, field: str) -> dict[str, Any]:
    """The sums of one field over one split."""
    members = [one for one in outcomes(split) if one.field == field]
    stated = sum(len(one.stated) for one in members)
    returned = sum(len(one.found) for one in members)
    right = sum(len(one.stated & one.found) for one in members)
    return {
        "stated": stated,
        "returned": returned,
        "right": right,
        "precision": round(right / (returned or 1), 4),
        "recall": round(right / (stated or 1), 4),
    }


@cache
def outcomes(split: str) -> list[Outcome]:
    """Every field of every time confirmation of one split."""
    return [
        Outcome(label["file"], field, _stated(label, field), _found(read(label["file"]), field))
        for label in labels("time_confirmation")
        if label["split"] == split
        for field in FIELDS
    ]


@cache
def labels(*categories: str) -> tuple[dict[str, Any], ...]:
    """The labels of all mails of some categories, or of all."""
    every = (json.loads(line) for line in (BUSINESS_MAILS / "expected.jsonl").read_text("utf-8").splitlines())
    return tuple(label for label in every if not categories or label["category"] in categories)


def read(file: str) -> TimeConfirmation:
    """What is read of one mail."""
    mail = parse_mail((BUSINESS_MAILS / file).read_bytes()).mail
    text = mail.reply_text or mail.text or mail.html_as_text
    return read_time_confirmation(mail.subject, text, mail.date.date() if mail.date else None)


def _stated(label: dict[str, Any], field: str) -> frozenset[str]:
    if not {"subject", "text"} & set(label.get("where", {}).get(field, ())):
        return frozenset()
    values = label[field] if isinstance(label[field], list) else [label[field]]
    return frozenset(_plain(field, str(value)) for value in values if value is not None)


def _found(read: TimeConfirmation, field: str) -> frozenset[str]:
    match field:
        case "hours":
            values = [str(value) for value in read.totals]
        case "dates":
            values = [period.label for period in read.periods]
        case _:
            values = [read.project] if read.project else []
    return frozenset(_plain(field, value) for value in values)


def _plain(field: str, value: str) -> str:
    return f"{float(value):.2f}" if field == "hours" else value.casefold()


if __name__ == "__main__":
    import sys

    for row in rows():
        print(row)
    for outcome in outcomes(sys.argv[1] if len(sys.argv) > 1 else "tune"):
        if outcome.stated != outcome.found:
            print(outcome)
