"""How many labelled tracking numbers are found with the right carrier, and how much of what is found is right."""

import json
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from postroom.actions.extract_tracking_number import read_tracking
from postroom.extract.tracking.find import find_tracking_numbers

DATA = Path(__file__).parents[3] / "shared" / "data"
NUMBERS = DATA / "tracking-jkeen" / "numbers.json"
BUSINESS_MAILS = DATA / "business-mails"
OURS = {"dhl": "DHL", "dpd": "DPD", "fedex": "FedEx", "ups": "UPS", "usps": "USPS", "s10": "S10"}
"""The source's names of the carriers that we read; its others' numbers must not be taken for one of ours."""
CARRIERS = {
    "PostNord",
    "GLS",
    "DAO",
    "UPS",
    "FedEx",
    "DHL",
    "USPS",
    "DPD",
    "Bring",
    "Royal Mail",
    "Deutsche Post",
    "EMS",
}
"""Those of the labelled mails' carriers that we read; EMS and the postal services by S10."""
S10_OF = {"EMS": "China Post", "RB123456785GB": "Royal Mail", "RB123456785US": "USPS"}
NOTES = (
    "tracking-jkeen: each number in a sentence that names its courier; `others` are couriers we do not read",
    "business-mails: numbers of carriers we read, in mail or attached PDFs; returned counts all of every mail",
)


class Outcome(NamedTuple):
    """One number or mail: what is stated, what was found, by whom."""

    what: str
    stated: frozenset[tuple[str, str]]
    found: frozenset[tuple[str, str]]


def rows() -> list[dict[str, Any]]:
    """Per set: stated, returned, right, precision, recall; empty without data."""
    if not DATA.is_dir():
        return []
    groups = {
        "tracking-jkeen valid": valid_numbers(),
        "tracking-jkeen invalid": invalid_numbers(),
        "tracking-jkeen others": other_couriers(),
        "business-mails freight_note tune": freight_notes("tune"),
        "business-mails freight_note dev": freight_notes("dev"),
        "business-mails all other mails": other_mails(),
    }
    return [{"set": name, **figures(group)} for name, group in groups.items()]


def figures(outcomes: list[Outcome]) -> dict[str, Any]:
    """The sums over a group."""
    stated = sum(len(one.stated) for one in outcomes)
    returned = sum(len(one.found) for one in outcomes)
    right = sum(len(one.stated & one.found) for one in outcomes)
    return {
        "members": len(outcomes),
        "stated": stated,
        "returned": returned,
        "right": right,
        "precision": round(right / returned, 4) if returned else None,
        "recall": round(right / stated, 4) if stated else None,
    }


@cache
def valid_numbers() -> list[Outcome]:
    """Numbers that are valid, of carriers that we read."""
    return [_of_number(one, stated=True) for one in _numbers() if one["courier"] in OURS and one["valid"]]


@cache
def invalid_numbers() -> list[Outcome]:
    """Numbers that are not valid: nothing may be found."""
    return [_of_number(one, stated=False) for one in _numbers() if one["courier"] in OURS and not one["valid"]]


@cache
def other_couriers() -> list[Outcome]:
    """Numbers of couriers that we do not read: nothing may be found."""
    return [_of_number(one, stated=False) for one in _numbers() if one["courier"] not in OURS]


@cache
def freight_notes(split: str) -> list[Outcome]:
    """The labelled freight notes of one split."""
    return [
        Outcome(label["file"], _stated(label), _found_in(label["file"]))
        for label in _labels()
        if label["category"] == "freight_note" and label["split"] == split
    ]


@cache
def other_mails() -> list[Outcome]:
    """All other mails, in which no tracking number is labelled."""
    return [
        Outcome(label["file"], frozenset(), _found_in(label["file"]))
        for label in _labels()
        if label["category"] != "freight_note"
    ]


def _of_number(one: dict[str, Any], *, stated: bool) -> Outcome:
    number = "".join(one["number"].split())
    name = OURS.get(one["courier"], one["courier"].replace("_", " "))
    text = f"Your {name} parcel is on its way.\nTracking number: {one['number'].strip()}\n"
    found = frozenset((each.carrier, each.number) for each in find_tracking_numbers(text))
    return Outcome(one["number"], frozenset({(S10_OF.get(number, name), number)} if stated else ()), found)


def _stated(label: dict[str, Any]) -> frozenset[tuple[str, str]]:
    if label["carrier"] not in CARRIERS:
        return frozenset()
    carrier = S10_OF.get(label["carrier"], label["carrier"])
    return frozenset((carrier, number) for number in label["tracking_numbers"])


def _found_in(file: str) -> frozenset[tuple[str, str]]:
    found = read_tracking((BUSINESS_MAILS / file).read_bytes())
    return frozenset((each.carrier, each.number) for each in found.numbers)


@cache
def _numbers() -> list[dict[str, Any]]:
    numbers: list[dict[str, Any]] = json.loads(NUMBERS.read_text("utf-8"))
    return numbers


@cache
def _labels() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (BUSINESS_MAILS / "expected.jsonl").read_text("utf-8").splitlines()]


def _wrong() -> Iterator[Outcome]:
    groups = (valid_numbers(), invalid_numbers(), other_couriers(), freight_notes("tune"), freight_notes("dev"))
    for group in (*groups, other_mails()):
        yield from (one for one in group if one.stated != one.found)


if __name__ == "__main__":
    started = time.process_time()
    for row in rows():
        print(row)
    print(f"{time.process_time() - started:.2f} s")
    for outcome in _wrong():
        print(outcome)
