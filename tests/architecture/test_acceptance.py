"""docs/acceptance.md points at tests and benches that are there."""

import re
from pathlib import Path

from tests.bench.__main__ import BENCHES

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs/acceptance.md").read_text()


def rows() -> list[str]:
    return [line.split("|")[-2] for line in PAGE.splitlines() if line.startswith("|") and "---" not in line]


def test_every_test_that_a_line_names_is_there() -> None:
    missing = []
    for row in rows():
        folder = ""
        for named in re.findall(r"`([\w/]+(?:\.py|/))`", row):
            place = named if "/" in named else f"{folder}/{named}"
            folder = str(Path(place).parent) if place.endswith(".py") else folder
            if not ((TESTS / place).exists() or (TESTS.parent / place).exists()):
                missing.append(place)
    assert missing == []


def test_every_bench_that_a_line_names_is_there() -> None:
    named = {name for row in rows() for name in re.findall(r"bench `(\w+)`", row)}
    assert named
    assert named <= set(BENCHES)
