"""How well the keyword layer tells the labelled business mails, how honest its confidence is, and what it costs."""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from postroom.classify.categories import DEFAULT_CATEGORIES
from postroom.classify.decision import Classification
from postroom.classify.keyword_layer import default_layer
from postroom.documents.attached_text import read_mail
from postroom.mail.model import Mail
from tests.core.classify.held_out import STYLES, held_out

BUSINESS_MAILS = Path(__file__).parents[3] / "shared" / "data" / "business-mails"
SPAMASSASSIN = BUSINESS_MAILS.parent / "class-spamassassin"
SURE = 0.8
LANGUAGES = ("da", "de", "en", "zh")
HELD_OUT_STYLES = tuple(dict.fromkeys(STYLES.values()))
_BINS = 10


class Labelled(NamedTuple):
    """One mail of the set with what it was labelled and what it was taken for."""

    file: str
    split: str
    language: str
    category: str
    found: Classification

    @property
    def right(self) -> bool:
        return self.found.category == self.category


def rows() -> list[dict[str, Any]]:
    """Our own held-out mails; where they are: dev, by language and by confidence, and old mail of strangers."""
    own = held_out_mails()
    found = [
        _figures(language, [mail for mail in own if mail.language == language], "held out") for language in LANGUAGES
    ]
    found += [_figures(style, [mail for mail in own if mail.split == style], "held out") for style in HELD_OUT_STYLES]
    found += [_figures("all", own, "held out")]
    if BUSINESS_MAILS.is_dir():
        dev = classified("dev")
        found += [_figures(language, [mail for mail in dev if mail.language == language]) for language in LANGUAGES]
        found += [_figures("all", dev) | {"ms_per_mail": round(milliseconds_per_mail("dev"), 3)}]
        found += [{"set": "dev by confidence", **row} for row in reliability(dev)]
    if SPAMASSASSIN.is_dir():
        found += spamassassin()
    return found


def _figures(language: str, mails: Sequence[Labelled], of: str = "business-mails dev") -> dict[str, Any]:
    return {
        "set": of,
        "language": language,
        "mails": len(mails),
        "accuracy": round(accuracy(mails), 4),
        "macro_f1": round(macro_f1(mails), 4),
        "ece": round(calibration_error(mails), 4),
        "ece_named": round(calibration_error([mail for mail in mails if not mail.found.fallback]), 4),
        "fallbacks": sum(mail.found.fallback for mail in mails),
    }


def spamassassin() -> list[dict[str, Any]]:
    """Mail of 2002, which nothing was tuned on: how much of each folder is taken for spam, for newsletters, surely."""
    layer = default_layer()
    taken: defaultdict[str, list[Classification]] = defaultdict(list)
    for one in json.loads((SPAMASSASSIN / "labels.json").read_text("utf-8")):
        content = (SPAMASSASSIN / "files" / one["file"]).read_bytes()
        # Some files are the mail, others hold it as the `text` of a JSON object.
        raw = json.loads(content)["text"].encode() if one["file"].endswith(".json") else content
        taken[one["set"]].append(layer.classify(read_mail(raw).mail))
    return [
        {
            "set": f"spamassassin {name}",
            "mails": len(found),
            "spam": round(_share(found, "spam"), 4),
            "surely_spam": round(_share([one for one in found if one.confidence >= SURE], "spam", len(found)), 4),
            "newsletter": round(_share(found, "newsletter"), 4),
            "fallbacks": sum(one.fallback for one in found),
        }
        for name, found in sorted(taken.items())
    ]


def _share(found: Sequence[Classification], category: str, of: int | None = None) -> float:
    return sum(one.category == category for one in found) / (of or len(found))


def reliability(mails: Sequence[Labelled]) -> list[dict[str, Any]]:
    """The reliability table: per tenth of confidence, what was promised and what came true; fallbacks apart."""
    return [
        {
            "bin": name,
            "mails": len(members),
            "confidence": round(sum(mail.found.confidence for mail in members) / len(members), 4),
            "right": round(accuracy(members), 4),
        }
        for name, members in sorted(_bins(mails).items())
    ]


@cache
def held_out_mails() -> tuple[Labelled, ...]:
    """The mails of our own that nothing is learned from, classified; their style stands as their split."""
    layer = default_layer()
    return tuple(
        Labelled(one.name, one.style, one.language, one.category, layer.classify(one.mail)) for one in held_out()
    )


@cache
def classified(split: str) -> tuple[Labelled, ...]:
    """Every mail of one split, classified."""
    layer = default_layer()
    return tuple(
        Labelled(label["file"], split, label["language"], label["category"], layer.classify(mail))
        for label, mail in _mails(split)
    )


def milliseconds_per_mail(split: str) -> float:
    """CPU time of classifying one parsed mail, the layer being built."""
    layer, mails = default_layer(), [mail for _, mail in _mails(split)]
    start = time.process_time()
    for mail in mails:
        layer.classify(mail)
    return (time.process_time() - start) * 1000 / len(mails)


def accuracy(mails: Sequence[Labelled]) -> float:
    """The share that was told right; a fallback is right if the mail is labelled general."""
    return sum(mail.right for mail in mails) / len(mails)


def macro_f1(mails: Sequence[Labelled]) -> float:
    """The mean over the thirteen categories of the harmonic mean of precision and recall."""
    right = Counter(mail.category for mail in mails if mail.right)
    counted = Counter(mail.category for mail in mails) + Counter(mail.found.category for mail in mails)
    return sum(2 * right[category.name] / (counted[category.name] or 1) for category in DEFAULT_CATEGORIES) / len(
        DEFAULT_CATEGORIES
    )


def calibration_error(mails: Sequence[Labelled]) -> float:
    """The expected calibration error over ten bins and one for fallbacks (Naeini et al. 2015)."""
    return sum(
        abs(sum(mail.found.confidence for mail in members) - sum(mail.right for mail in members))
        for members in _bins(mails).values()
    ) / len(mails)


def _bins(mails: Sequence[Labelled]) -> dict[str, list[Labelled]]:
    bins: defaultdict[str, list[Labelled]] = defaultdict(list)
    for mail in mails:
        tenth = min(int(mail.found.confidence * _BINS), _BINS - 1)
        bins["fallback" if mail.found.fallback else f"{tenth / _BINS:.1f}"].append(mail)
    return bins


@cache
def _mails(split: str) -> tuple[tuple[dict[str, Any], Mail], ...]:
    labels = (json.loads(line) for line in (BUSINESS_MAILS / "expected.jsonl").read_text("utf-8").splitlines())
    return tuple(
        (label, read_mail((BUSINESS_MAILS / label["file"]).read_bytes()).mail)
        for label in labels
        if label["split"] == split
    )


if __name__ == "__main__":
    for row in [*rows(), *reliability(classified("dev"))]:
        print(row)
