"""What the rule index is measured beside: loops over `re` and RE2, and rule engines in an environment of their own."""

import json
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.bench.match_load import THRESHOLD, Load
from tests.bench.measuring import ROOT
from tests.bench.peer_environment import peer_python

LOOPS = ("re loop", "RE2 loop")
LOOP_MAILS = 40
PEER_MAILS = {"rule-engine": 10, "zen-engine": 4}


def looped(mix: str, load: Load, mails: Sequence[Any], matches: Sequence[list[int]], name: str) -> dict[str, Any]:
    """Every rule in turn: category, confidence, sender, subject."""
    compiled = _compiled_re if name == "re loop" else _compiled_re2
    started = time.perf_counter()
    rules = [
        (trigger.get("classification"), [(part, compiled(trigger[f"{part}_pattern"])) for part in _parts(trigger)])
        for trigger in load.triggers
    ]
    built = time.perf_counter() - started
    found: list[list[int]] = []

    def ask(mail: dict[str, Any]) -> None:
        flat = _flat(mail)
        found.append(
            [
                number
                for number, (category, patterns) in enumerate(rules)
                if (category is None or (category == flat["category"] and flat["confidence"] >= THRESHOLD))
                and all(finds(flat[part]) for part, finds in patterns)
            ]
        )

    seconds = timed(ask, mails[:LOOP_MAILS])
    return {**row(mix, len(rules), name, seconds, found == matches[:LOOP_MAILS]), "build_s": round(built, 2)}


def peer(mix: str, load: Load, mails: Sequence[Any], matches: Sequence[list[int]], name: str) -> dict[str, Any]:
    """A rule engine from PyPI on the same load; skipped, saying why, where it cannot be installed."""
    count = PEER_MAILS[name]
    request = {"triggers": load.triggers, "mails": [_flat(mail) for mail in mails[:count]], "threshold": THRESHOLD}
    try:
        command = [str(peer_python(*PEER_MAILS)), str(ROOT / "tests/bench/match_peer.py"), name]
        run = subprocess.run(
            command, input=json.dumps(request), capture_output=True, text=True, check=True, timeout=300
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", None) or error).strip().splitlines()
        return {"mix": mix, "workflows": len(load.triggers), "engine": name, "remark": f"skipped: {said[-1][-120:]}"}
    answer = json.loads(run.stdout)
    agrees = answer["matches"] == matches[:count]
    return {**row(mix, len(load.triggers), name, answer["seconds"], agrees), "build_s": round(answer["build"], 2)}


def row(mix: str, size: int, engine: str, seconds: Sequence[float], agrees: bool) -> dict[str, Any]:
    """One engine's figures."""
    ordered = sorted(seconds)
    return {
        "mix": mix,
        "workflows": size,
        "engine": engine,
        "ms": round(statistics.median(ordered) * 1000, 4),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 3),
        "agrees": agrees,
    }


def timed(ask: Callable[[Any], object], mails: Sequence[Any]) -> list[float]:
    """Seconds for each mail."""
    seconds = []
    for mail in mails:
        started = time.perf_counter()
        ask(mail)
        seconds.append(time.perf_counter() - started)
    return seconds


def _flat(mail: dict[str, Any]) -> dict[str, Any]:
    sender = f"{mail['from']['name']} <{mail['from']['address']}>"
    return {**mail["classification"], "sender": sender, "subject": mail["subject"]}


def _parts(trigger: dict[str, Any]) -> list[str]:
    return [part for part in ("sender", "subject") if f"{part}_pattern" in trigger]


def _compiled_re(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.IGNORECASE).search


def _compiled_re2(pattern: str) -> Callable[[str], object]:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    compiled: Callable[[str], object] = re2.compile(pattern, options).search
    return compiled
