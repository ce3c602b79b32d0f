"""From what was found to a probability that means what it says."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from postroom.classify.decision import Part


class Finding(NamedTuple):
    """One keyword or sign found in a mail and its weight for one category."""

    category: str
    part: Part
    words: str
    weight: float


class Calibration(NamedTuple):
    """The few numbers between findings and probability, fitted on the mails of shared/data/business-mails."""

    subject: float
    """What a keyword in the subject counts, beside 1 in the body."""
    replied: float
    """What the subject of a reply keeps of that: most of its words are the other's."""
    attachment: float
    """What a keyword in an attachment's name counts."""
    attached: float
    """What a keyword in the text of an attached document counts in a mail that says nothing itself."""
    forwarded: float
    """What a keyword counts in the words of others that a mail hands on."""
    decay: float
    """Each further finding for a category counts this much of the one before: the fifth synonym says little."""
    general: float
    """What speaks for `general` before anything is read."""
    temperature: float
    """Divides all scores before the softmax; the larger, the less sure (temperature scaling, Guo et al. 2017)."""
    doubt: float
    """The share of mails that findings of this sort cannot decide; spread evenly over the categories."""
    keywords: float = 1.0
    """What a step of a keyword's or sign's weight adds to the log-odds of its category, beside what is learned."""


@cache
def shipped_calibration() -> Calibration:
    """data/calibration.json."""
    return Calibration(**json.loads(files(__package__).joinpath("data", "calibration.json").read_bytes()))


def decayed(findings: Iterable[Finding], decay: float) -> Iterator[Finding]:
    """The findings with what they add to their category's score: the strongest in full, each further one less.

    What speaks against a category counts in full.
    """
    by_category: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_category[finding.category].append(finding)
    for items in by_category.values():
        share = 1.0
        for finding in sorted(items, key=lambda item: -item.weight):
            if finding.weight <= 0:
                yield finding
            else:
                yield finding._replace(weight=finding.weight * share)
                share *= decay


def probabilities(scores: Mapping[str, float], calibration: Calibration) -> dict[str, float]:
    """A softmax over the categories' scores, tempered and with a share of doubt; sums to 1."""
    highest = max(scores.values())
    powers = {name: math.exp((score - highest) / calibration.temperature) for name, score in scores.items()}
    total = sum(powers.values())
    even = calibration.doubt / len(scores)
    return {name: (1 - calibration.doubt) * power / total + even for name, power in powers.items()}
