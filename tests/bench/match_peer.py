"""A peer of the matching bench, in an environment of its own: `python match_peer.py rule-engine|zen-engine < load`.

The load is JSON: triggers, mails and the default threshold; the answer is JSON: seconds to compile the rules, seconds
for each mail, and which rules matched each. Nothing of Postroom is imported here.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    """Compile every rule, then ask every rule about every mail."""
    load = json.load(sys.stdin)
    compile_rule = {"rule-engine": _rule_engine, "zen-engine": _zen_engine}[sys.argv[1]]
    started = time.perf_counter()
    rules = [compile_rule(trigger, load["threshold"]) for trigger in load["triggers"]]
    answer: dict[str, Any] = {"build": time.perf_counter() - started, "seconds": [], "matches": []}
    for mail in load["mails"]:
        started = time.perf_counter()
        matches = [number for number, holds in enumerate(rules) if holds(mail)]
        answer["seconds"].append(time.perf_counter() - started)
        answer["matches"].append(matches)
    json.dump(answer, sys.stdout)


def _rule_engine(trigger: dict[str, Any], threshold: float) -> Callable[[dict[str, Any]], bool]:
    import rule_engine  # type: ignore[import-not-found]

    parts = [f"{part} =~~ {json.dumps(pattern)}" for part, pattern in _patterns(trigger)]
    if "classification" in trigger:
        parts[:0] = [f'category == "{trigger["classification"]}"', f"confidence >= {threshold}"]
    context = rule_engine.Context(regex_flags=re.IGNORECASE)
    rule = rule_engine.Rule(" and ".join(parts), context=context)
    return lambda mail: bool(rule.matches(mail))


def _zen_engine(trigger: dict[str, Any], threshold: float) -> Callable[[dict[str, Any]], bool]:
    import zen  # type: ignore[import-not-found]

    parts = [f"matches({part}, '(?i){pattern}')" for part, pattern in _patterns(trigger)]
    if "classification" in trigger:
        parts[:0] = [f"category == '{trigger['classification']}'", f"confidence >= {threshold}"]
    expression = zen.compile_expression(" and ".join(parts))
    return lambda mail: bool(expression.evaluate(mail))


def _patterns(trigger: dict[str, Any]) -> list[tuple[str, str]]:
    return [(part, trigger[f"{part}_pattern"]) for part in ("sender", "subject") if f"{part}_pattern" in trigger]


if __name__ == "__main__":
    main()
