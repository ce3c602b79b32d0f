r"""Matching one mail against 10 to 10,000 workflows on texts not seen before, beside loops and two rule engines.

The mixes (tests/bench/match_load.py): subjects of eight words of a vocabulary of 4,000; two of three workflows want
one of thirteen categories, one of five also a sender. `literals and anchored`: half literals of one or two words, half
`^x\b`, `\bx$`, `^(re|fwd|sv): x` or `x \d+-\w+$`. `a quarter wide`: every fourth pattern is `\bx\b.*\by\b` or
`.*x.*y.*`, one in twenty of these `.*` alone. `a quarter without literals`: every fourth is `[…]{2,}\d*-[…]+.*\d{n}`.
"""

import json
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import Any

from postroom.match.pattern_index import PatternIndex
from postroom.match.patterns import check_pattern, search
from postroom.match.rule_index import RuleIndex
from tests.bench.match_load import MIXES, THRESHOLD, Load, classification_of
from tests.bench.match_rivals import LOOPS, PEER_MAILS, looped, peer, row, timed
from tests.bench.measuring import ROOT

SIZES = (10, 100, 1_000, 10_000)
MAILS = 400
REDOS = ROOT.parent / "shared" / "data" / "redos" / "vectors.json"
NOTES = (
    "ms: median over mails that were never seen before; nothing about a text is kept. first_ms: the first mail of a "
    "fresh process, which also compiles what it touches. decide_ms: the decision too, as it is stored, "
    "with up to 100 near misses packed. build_s and build_mb: the index from rules in memory, in a fresh process.",
    "agrees: the engine matched the same workflows as the index for the mails it was given.",
    "The evil rows: all patterns that were measured to explode in backtracking engines, and all that were not, on the "
    "same texts of 4,000 characters made to make them explode.",
)


def rows() -> list[dict[str, Any]]:
    """A row for each mix, size and engine; every index in a process of its own."""
    found: list[dict[str, Any]] = []
    for mix in MIXES:
        for size in SIZES:
            command = [sys.executable, "-m", "tests.bench.matching", mix, str(size)]
            run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600)
            found += json.loads(run.stdout)
    return [*found, *evil_rows()]


def measured(mix: str, size: int) -> list[dict[str, Any]]:
    """The index, the loops and, at the largest size, the peers."""
    load = Load(mix, size)
    rules = load.rules()
    before, started = _memory(), time.perf_counter()
    index = RuleIndex("bench", rules, THRESHOLD)
    built, grown = time.perf_counter() - started, _memory() - before
    mails = list(load.mails(MAILS))
    matches: list[list[int]] = []
    seconds = timed(lambda mail: matches.append(index.match(index.asked(_EVENT, mail)).matching), mails)
    now = datetime.now(UTC)
    deciding = timed(
        lambda mail: index.judge(_EVENT, mail, classification_of(mail), now).packed(), list(load.mails(MAILS))
    )
    ours = {
        **row(mix, size, "postroom", seconds, True),
        "first_ms": round(seconds[0] * 1000, 2),
        "decide_ms": round(statistics.median(deciding) * 1000, 3),
        "build_s": round(built, 2),
        "build_mb": round(grown, 1),
        "used_mb": round(_memory() - before, 1),
        "matches": round(sum(map(len, matches)) / len(matches), 1),
    }
    others = [looped(mix, load, mails, matches, name) for name in LOOPS]
    if size == SIZES[-1]:
        others += [peer(mix, load, mails, matches, name) for name in PEER_MAILS]
    return [ours, *others]


def evil_rows() -> list[dict[str, Any]]:
    """Patterns that explode elsewhere and patterns that do not, on texts that make them explode; empty without data."""
    if not REDOS.is_file():
        return []
    texts = ["a" * 4_000 + "!", "x" * 4_000 + "\n", "ab" * 2_000 + "!", " \t" * 2_000 + "!", "1.0" * 1_300 + "!"]
    vectors = json.loads(REDOS.read_text("utf-8"))
    found = []
    for truth in ("unsafe", "safe"):
        patterns = [one["pattern"] for one in vectors if str(one["truth"]).startswith(truth) and _taken(one["pattern"])]
        index = PatternIndex(patterns)
        alone = [timed(lambda text, pattern=pattern: search(pattern, text), texts * 3) for pattern in patterns]  # type: ignore[misc]
        found.append(
            {
                "mix": f"redos, {truth} elsewhere",
                "workflows": len(patterns),
                "engine": "postroom",
                "ms": round(statistics.median(timed(index.found, texts * 3)) * 1000, 3),
                "worst_pattern_ms": round(max(statistics.median(one) for one in alone) * 1000, 3),
            }
        )
    return found


_EVENT: Any = "evt_00000000000000000000000001"


def _taken(pattern: str) -> bool:
    try:
        check_pattern(pattern)
    except ValueError:
        return False
    return True


def _memory() -> float:
    """Megabytes resident now."""
    with open("/proc/self/statm") as statm:  # noqa: PTH123 - no file, a counter
        return int(statm.read().split()[1]) * 4096 / 1e6


if __name__ == "__main__":
    json.dump(measured(sys.argv[1], int(sys.argv[2])), sys.stdout)
