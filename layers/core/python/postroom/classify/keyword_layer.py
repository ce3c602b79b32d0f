"""The first layer: keywords and structure, offline, in a millisecond or two."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from postroom.classify.categories import DEFAULT_CATEGORIES, GENERAL, Category
from postroom.classify.decision import Classification, Evidence, Part, RunnerUp
from postroom.classify.index import KeywordIndex
from postroom.classify.keywords import Keyword, KeywordPart, shipped_keywords
from postroom.classify.scoring import Calibration, decayed, probabilities, shipped_calibration
from postroom.classify.signs import header_signs, is_reply, shipped_sign_weights, text_signs
from postroom.classify.text import normalise
from postroom.limits import EVIDENCE_WORDS, MATCH_ATTACHMENTS, MATCH_REPLY_BYTES
from postroom.mail.model import Mail

CERTAIN_ENOUGH = 0.5
"""A category named with less than this is no answer: `general` stands in for it."""

_SECTIONS: dict[Part, frozenset[KeywordPart]] = {
    "subject": frozenset(("text", "subject")),
    "sender": frozenset(("sender",)),
    "body": frozenset(("text",)),
    "attachment": frozenset(("text", "attachment")),
}


class KeywordLayer:
    """Classifies by weighed keywords and signs; what it knows is given to it."""

    name = "keywords"

    def __init__(
        self,
        categories: Sequence[Category],
        keywords: Iterable[Keyword],
        sign_weights: Mapping[str, Mapping[str, float]],
        calibration: Calibration,
    ) -> None:
        self._categories = tuple(category.name for category in categories)
        self._index = KeywordIndex(keywords)
        self._sign_weights = sign_weights
        self._calibration = calibration

    def classify(self, mail: Mail) -> Classification:
        """The most probable category of `mail`, or `general` as a fallback, with the evidence."""
        evidence = self.evidence(mail)
        return self.decide(evidence)

    def evidence(self, mail: Mail) -> list[Evidence]:
        """Everything found in `mail`, each with what it adds to its category's score."""
        return [*self._keyword_evidence(mail), *self._sign_evidence(mail)]

    def decide(self, evidence: Sequence[Evidence]) -> Classification:
        """What the evidence amounts to."""
        scores = dict.fromkeys(self._categories, 0.0)
        if GENERAL in scores:
            scores[GENERAL] = self._calibration.general
        for item in evidence:
            scores[item.category] += item.weight
        ranked = sorted(probabilities(scores, self._calibration).items(), key=lambda entry: -entry[1])
        (best, confidence), *others = ranked
        fallback = confidence < CERTAIN_ENOUGH
        if fallback:
            others = [entry for entry in ranked if entry[0] != GENERAL]
            best, confidence = GENERAL, 1 - others[0][1]
        return Classification(
            category=best,
            confidence=round(confidence, 4),
            runner_up=RunnerUp(category=others[0][0], confidence=round(others[0][1], 4)) if others else None,
            evidence=_strongest(evidence, best),
            layer=self.name,
            fallback=fallback,
        )

    def _keyword_evidence(self, mail: Mail) -> Iterator[Evidence]:
        found: defaultdict[str, list[Evidence]] = defaultdict(list)
        for part, text, factor in self._texts(mail):
            for match in self._index.matches(normalise(text), _SECTIONS[part]):
                found[match.category].append(
                    Evidence(category=match.category, part=part, words=match.words, weight=match.weight * factor)
                )
        for category, items in found.items():
            if category in self._categories:
                items.sort(key=lambda item: -item.weight)
                counted = decayed((item.weight for item in items), self._calibration.decay)
                for item, weight in zip(items, counted, strict=True):
                    yield item.model_copy(update={"weight": round(weight, 3)})

    def _texts(self, mail: Mail) -> Iterator[tuple[Part, str, float]]:
        """The parts that are read and how much a keyword counts in each."""
        sender = mail.from_
        replied = self._calibration.replied if is_reply(mail) else 1.0
        yield "subject", mail.subject, self._calibration.subject * replied
        if sender:
            yield "sender", f"{sender.name} {sender.address.rpartition('@')[0]}", 1.0
        yield "body", own_text(mail), 1.0
        yield "body", forwarded_text(mail), self._calibration.forwarded
        names = " ".join(attachment.filename for attachment in mail.attachments[:MATCH_ATTACHMENTS])
        yield "attachment", names, self._calibration.attachment

    def _sign_evidence(self, mail: Mail) -> Iterator[Evidence]:
        signs: list[tuple[Part, str]] = [("header", sign) for sign in header_signs(mail)]
        signs += [("structure", sign) for sign in text_signs(mail, own_text(mail))]
        for part, sign in signs:
            for category, weight in self._sign_weights.get(sign, {}).items():
                if category in self._categories:
                    yield Evidence(category=category, part=part, words=sign, weight=weight)


@cache
def default_layer() -> KeywordLayer:
    """The layer of the shipped categories, keywords and weights; built on first use, in some 30 ms."""
    return KeywordLayer(DEFAULT_CATEGORIES, shipped_keywords(), shipped_sign_weights(), shipped_calibration())


def own_text(mail: Mail) -> str:
    """What the sender wrote, as far as matching reads it; all that can be seen if nothing new was written."""
    return _cut(mail.reply_text if mail.reply_text.strip() else mail.visible_text)


def forwarded_text(mail: Mail) -> str:
    """What the mail hands on of others' words: nothing in a reply, where the quote is the recipient's own."""
    if is_reply(mail) or not mail.reply_text.strip():
        return ""
    own = {line.strip() for line in mail.reply_text.splitlines()}
    return _cut("\n".join(line for line in mail.visible_text.splitlines() if line.strip() not in own))


def _cut(text: str) -> str:
    return text if len(text) <= MATCH_REPLY_BYTES // 4 else text.encode()[:MATCH_REPLY_BYTES].decode(errors="ignore")


def _strongest(evidence: Sequence[Evidence], named: str) -> tuple[Evidence, ...]:
    ranked = sorted(evidence, key=lambda item: (item.category != named, -abs(item.weight)))
    return tuple(ranked[:EVIDENCE_WORDS])
