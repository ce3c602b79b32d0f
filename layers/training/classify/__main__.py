"""Learns the weights from the corpus anew and writes them: python -m layers.training.classify [--check].

With --check it first says how well weights learned without a fifth of the corpus tell that fifth, five times.
"""

import hashlib
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layers.training.classify.corpus import FOLDER, LANGUAGES, VARIANTS, Sample, samples
from postroom.classify.categories import DEFAULT_CATEGORIES
from postroom.classify.keyword_layer import KeywordLayer, Reading
from postroom.classify.keywords import shipped_keywords
from postroom.classify.learned import NOTHING, LearnedModel, read_features
from postroom.classify.scoring import shipped_calibration
from postroom.classify.signs import shipped_sign_weights
from postroom.mail.model import Mail
from postroom.mail.parse import parse_mail

CATEGORIES = tuple(category.name for category in DEFAULT_CATEGORIES)
PENALTY = 0.7
MAILS_WITH_FEATURE = 2
"""A feature of one mail alone says more about that mail than about its category."""
STEP = 0.05
LARGEST = 40
FOLDS = 5
ROOT = Path(__file__).parents[3]
TARGET = ROOT / "layers/core/python/postroom/classify/data/learned.json"
VENV = ROOT / "build" / "training-venv"


@dataclass(slots=True)
class Example:
    """One mail, ready to be learned from."""

    source: str
    category: str
    features: dict[str, float]
    offsets: list[float]
    mail: Mail = field(repr=False)


def main() -> None:
    corpus = [_example(sample) for sample in samples()]
    if "--check" in sys.argv:
        right, lines = map(sum, zip(*(_left_out(corpus, fold) for fold in range(FOLDS)), strict=True))
        print(f"{right} of {lines} lines of the corpus are told right by weights that were learned without them")
    TARGET.write_text(_written(_learned(corpus)), "utf-8")


def corpus_hash() -> str:
    """Tells whether the weights were learned from the corpus as it is."""
    digest = hashlib.sha256()
    for language in LANGUAGES:
        digest.update((FOLDER / f"{language}.txt").read_bytes())
    return digest.hexdigest()


def _example(sample: Sample) -> Example:
    mail = parse_mail(sample.raw).mail
    read = Reading(mail)
    features = {name: count for name, (_, _, count) in read_features(read.texts(), read.signs).items()}
    scores = _KEYWORDS.keyword_scores(read)
    return Example(sample.source, sample.category, features, [scores[name] for name in CATEGORIES], mail)


_KEYWORDS = KeywordLayer(DEFAULT_CATEGORIES, shipped_keywords(), shipped_sign_weights(), shipped_calibration())


def _left_out(corpus: Sequence[Example], fold: int) -> tuple[int, int]:
    """How many lines of a fifth, as they were written, are told right without it; and how many there are."""
    lines = sorted({one.source for one in corpus})
    left = set(lines[fold::FOLDS])
    learned = _model(_learned([one for one in corpus if one.source not in left]))
    layer = KeywordLayer(DEFAULT_CATEGORIES, shipped_keywords(), shipped_sign_weights(), shipped_calibration(), learned)
    asked = [one for one in corpus[::VARIANTS] if one.source in left]
    return sum(layer.classify(one.mail).category == one.category for one in asked), len(asked)


def _learned(examples: Sequence[Example]) -> dict[str, Any]:
    """The data of learned.json."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for one in examples:
        for feature in one.features:
            seen[feature].add(one.source)
    numbers = {
        name: number
        for number, name in enumerate(sorted(name for name, mails in seen.items() if len(mails) >= MAILS_WITH_FEATURE))
    }
    request = {
        "width": len(numbers),
        "rows": [
            [(numbers[name], count) for name, count in one.features.items() if name in numbers] for one in examples
        ],
        "offsets": [one.offsets for one in examples],
        "labels": [CATEGORIES.index(one.category) for one in examples],
        "weights": [1 / VARIANTS] * len(examples),
        "penalty": PENALTY,
    }
    fitted = subprocess.run(  # noqa: S603 - our own program
        [str(_python()), str(Path(__file__).parent / "fit.py")],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(fitted.stdout)
    coded = {name: _coded(found["weights"][number]) for name, number in numbers.items()}
    nothing = chr(NOTHING) * len(CATEGORIES)
    return {"bias": found["bias"], "features": {name: code for name, code in coded.items() if code != nothing}}


def _coded(weights: Iterable[float]) -> str:
    steps = (max(-LARGEST, min(LARGEST, round(weight / STEP))) for weight in weights)
    return "".join(chr(NOTHING + step) for step in steps)


def _model(data: dict[str, Any]) -> LearnedModel:
    return LearnedModel(CATEGORIES, data["bias"], STEP, data["features"])


def _written(data: dict[str, Any]) -> str:
    """A line a feature, so that a change can be read."""
    head = {"corpus": corpus_hash(), "categories": CATEGORIES, "step": STEP, "bias": data["bias"]}
    lines = (f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(code)}" for name, code in data["features"].items())
    return json.dumps(head)[:-1] + ',\n"features":{\n' + ",\n".join(lines) + "}}\n"


def _python() -> Path:
    """A Python with scipy; it is no part of the project's environment."""
    python = VENV / "bin" / "python"
    if not (VENV / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True, capture_output=True)  # noqa: S603
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "scipy"]
        subprocess.run(install, check=True, capture_output=True)  # noqa: S603
        (VENV / ".ready").touch()
    return python


if __name__ == "__main__":
    main()
