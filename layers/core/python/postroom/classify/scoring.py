"""From weights to a probability that means what it says."""

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Calibration(NamedTuple):
    """The few numbers between evidence and probability; how they were found stands in tests/bench."""

    subject: float
    """What a keyword in the subject counts, beside 1 in the body."""
    replied: float
    """What the subject of a reply keeps of that: most of its words are the other's."""
    attachment: float
    """The same for names of attachments."""
    forwarded: float
    """The same for what is quoted in a mail that is no reply."""
    decay: float
    """Each further keyword of a category counts this much of the one before: the fifth synonym says little."""
    general: float
    """What speaks for `general` before anything is read."""
    temperature: float
    """Divides all scores before the softmax; the larger, the less sure (Guo et al. 2017)."""
    doubt: float
    """The share of mails that evidence of this sort cannot decide; spread evenly over the categories."""


@cache
def shipped_calibration() -> Calibration:
    """data/calibration.json."""
    return Calibration(**json.loads(files(__package__).joinpath("data", "calibration.json").read_bytes()))


def decayed(weights: Iterable[float], decay: float) -> list[float]:
    """The weights of one category's keywords, positive ones counting less the more came before."""
    counted = []
    share = 1.0
    for weight in weights:
        counted.append(weight * share if weight > 0 else weight)
        share *= decay if weight > 0 else 1.0
    return counted


def probabilities(scores: Mapping[str, float], calibration: Calibration) -> dict[str, float]:
    """A softmax over the categories' scores, tempered and with a share of doubt; sums to 1."""
    highest = max(scores.values())
    powers = {name: math.exp((score - highest) / calibration.temperature) for name, score in scores.items()}
    total = sum(powers.values())
    even = calibration.doubt / len(scores)
    return {name: (1 - calibration.doubt) * power / total + even for name, power in powers.items()}
