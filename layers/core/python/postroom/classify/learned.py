"""What was learned offline from labelled sample mails: for each feature a weight for every category.

The weights are those of a regularised multinomial logistic regression (layers/training/classify), rounded and stored as
text: one character a category, `P` for nothing, the next one for one step more.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from postroom.classify.decision import Part
from postroom.classify.features import beginning, placed, text_features
from postroom.classify.text import normalise

NOTHING = ord("P")
HANDED_ON = 0.5
"""What a feature counts that only the words of others have."""
ATTACHED = 0.8
"""What a feature counts that only the text of an attached document has, in a mail that says nothing itself."""


class Read(NamedTuple):
    """A feature of a mail that has weights; `share` is 1, or less in the words of others and in documents."""

    part: Part
    words: str
    weights: str
    share: float


class Texts(NamedTuple):
    """The parts of a mail that features are read from; all as they stand in the mail."""

    subject: str
    sender: str
    body: str
    handed_on: str
    attachments: str
    attached: str = ""
    attached_share: float = 1.0


class LearnedModel:
    """Weights by feature; a category that it does not know gets nothing from it."""

    def __init__(
        self, categories: Sequence[str], bias: Sequence[float], step: float, features: Mapping[str, str]
    ) -> None:
        self._left_out: frozenset[str] = frozenset()
        self.categories = tuple(categories)
        self._bias = tuple(bias)
        self._step = step
        self._features = features

    def only(self, categories: Iterable[str]) -> "LearnedModel":
        """The same weights for some of its categories alone."""
        some = LearnedModel(self.categories, self._bias, self._step, self._features)
        some._left_out = frozenset(self.categories) - frozenset(categories)
        return some

    def read(self, texts: Texts, signs: Iterable[tuple[Part, str]]) -> list[Read]:
        """The features that have weights, each once, where it stands first."""
        found = []
        for feature, (part, words, count) in read_features(texts, signs).items():
            if (weights := self._features.get(feature)) is not None:
                found.append(Read(part, words, weights, count))
        return found

    def scores(self, read: Iterable[Read]) -> dict[str, float]:
        """Category → log-odds."""
        totals = [0.0] * len(self.categories)
        for one in read:
            for number, letter in enumerate(one.weights.encode()):
                if letter != NOTHING:
                    totals[number] += (letter - NOTHING) * one.share
        return {
            name: bias + total * self._step
            for name, bias, total in zip(self.categories, self._bias, totals, strict=True)
            if name not in self._left_out
        }

    def evidence(self, read: Iterable[Read], category: str) -> Iterator[tuple[Part, str, float]]:
        """What spoke for a category, as part, words and weight."""
        if category in self.categories and category not in self._left_out:
            number = self.categories.index(category)
            for one in read:
                if (weight := (ord(one.weights[number]) - NOTHING) * self._step * one.share) > 0:
                    yield one.part, one.words, weight


def read_features(texts: Texts, signs: Iterable[tuple[Part, str]]) -> dict[str, tuple[Part, str, float]]:
    """Every feature of a mail: where it stands first, its words, and what it counts."""
    found: dict[str, tuple[Part, str, float]] = {}

    def add(part: Part, features: Iterable[str], count: float = 1.0) -> None:
        for feature in features:
            if feature not in found:
                found[feature] = (part, feature.partition(":")[2] or feature, count)

    subject = list(text_features(normalise(texts.subject)))
    add("subject", subject)
    add("subject", placed("subject", subject))
    add("body", text_features(normalise(beginning(texts.body))))
    add("sender", placed("sender", text_features(normalise(texts.sender))))
    add("attachment", placed("attachment", text_features(normalise(texts.attachments))))
    add("body", text_features(normalise(beginning(texts.handed_on))), HANDED_ON)
    if texts.attached:
        add("attachment", text_features(normalise(beginning(texts.attached))), ATTACHED * texts.attached_share)
    for part, sign in signs:
        add(part, (f"sign:{sign}",))
    return found


@cache
def shipped_model() -> LearnedModel:
    """data/learned.json."""
    data = json.loads(files(__package__).joinpath("data", "learned.json").read_bytes())
    return LearnedModel(data["categories"], data["bias"], data["step"], data["features"])
