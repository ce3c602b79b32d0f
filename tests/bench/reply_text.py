"""Reply text: exact answers and line F1 for each set of replies, beside the libraries, and CPU time per mail.

Libraries are read at their best: mail-parser-reply as whole and as body (all its languages on), each in its own row.
"""

import json
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

from postroom.mail.reply_text import reply_text
from tests.bench.measuring import ROOT
from tests.bench.peer_environment import peer_python
from tests.reply_sets import SETS, Case, is_right, lines_of, reply_cases

PEERS = ("mail-parser-reply", "mail-parser-reply body", "email-reply-parser", "quotequail", "talon")
# talon's package does not name all that it imports.
TALON = ("superops-talon", "regex", "faust-cchardet", "chardet", "html5lib", "cssselect", "lxml", "lxml-html-clean")
PACKAGES = ("mail-parser-reply", "email-reply-parser", "quotequail", *TALON)
NOTES = (
    "exact: the whole reply, line by line; F1: of the lines that are not empty, the mean over the mails. A mail that "
    "is in two sets counts in the first. github, zapier and willdurand are labelled here, by their tests' fragments.",
    "crisp keeps the name under '-' that github, willdurand and mail-parser-reply call a signature, and talon keeps "
    "'Sent from my iPhone': both are signatures here. discourse-trimmer keeps a quote above an answer: it is not new.",
)


def rows() -> list[dict[str, Any]]:
    """One row for each set and engine."""
    cases = list(reply_cases())
    found = [_scored("postroom", cases, *_timed(cases)), *(_peer(peer, cases) for peer in PEERS)]
    return [row for name in (*SETS, "all") for scored in found for row in scored if row["set"] == name]


def _timed(cases: Sequence[Case]) -> tuple[list[str | None], list[float]]:
    answers: list[str | None] = []
    seconds = []
    for case in cases:
        started = time.process_time()
        answers.append(reply_text(case.text))
        seconds.append(time.process_time() - started)
    return answers, seconds


def _peer(name: str, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """A library from PyPI on the same mails; one row that says why, where it cannot be installed or run."""
    try:
        command = [str(peer_python(*PACKAGES)), str(ROOT / "tests/bench/reply_peer.py"), name]
        asked = json.dumps([case.text for case in cases])
        run = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", None) or error).strip().splitlines()
        return [{"set": "all", "engine": name, "remark": f"skipped: {said[-1][-120:]}"}]
    answer = json.loads(run.stdout)
    return _scored(name, cases, answer["answers"], answer["seconds"])


def _scored(
    engine: str, cases: Sequence[Case], answers: Sequence[str | None], seconds: Sequence[float]
) -> list[dict[str, Any]]:
    """A row for each set and for all of them."""
    found = []
    for name in (*SETS, "all"):
        of = [number for number, case in enumerate(cases) if name in (case.set, "all")]
        times = sorted(seconds[number] * 1000 for number in of)
        found.append(
            {
                "set": name,
                "engine": engine,
                "mails": len(of),
                "exact": sum(is_right(cases[number], answers[number]) for number in of),
                "line_f1": round(sum(_f1(cases[number], answers[number]) for number in of) / max(1, len(of)), 3),
                "ms_per_mail": round(sum(times) / max(1, len(of)), 3),
                "ms_most": round(times[-1], 1) if times else 0.0,
            }
        )
    return found


def _f1(case: Case, answer: str | None) -> float:
    """Of the lines that are not empty; 1 where there is rightly none."""
    given, right = (Counter(filter(None, lines_of(case, text))) for text in (answer, case.reply))
    if not given and not right:
        return 1.0
    both = sum((given & right).values())
    return 2 * both / (sum(given.values()) + sum(right.values()))
