"""The first layer: keywords and signs, offline, in less than a millisecond."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from postroom.classify.categories import DEFAULT_CATEGORIES, GENERAL, Category
from postroom.classify.decision import Classification, Evidence, Part, RunnerUp
from postroom.classify.index import KeywordIndex
from postroom.classify.keywords import Keyword, KeywordPart, shipped_keywords
from postroom.classify.reading import forwarded_text, is_reply, own_text
from postroom.classify.scoring import Calibration, Finding, decayed, probabilities, shipped_calibration
from postroom.classify.signs import header_signs, shipped_sign_weights, text_signs
from postroom.classify.text import normalise
from postroom.limits import EVIDENCE_WORDS, MATCH_ATTACHMENTS
from postroom.mail.model import Mail

CERTAIN_ENOUGH = 0.5
"""A category named with less than this is no answer: `general` stands in for it."""

_KEYWORDS_OF: dict[Part, frozenset[KeywordPart]] = {
    "subject": frozenset(("text", "subject")),
    "sender": frozenset(("sender",)),
    "body": frozenset(("text",)),
    "attachment": frozenset(("text", "attachment")),
}


@cache
def default_layer() -> "KeywordLayer":
    """The layer of the shipped categories, keywords and weights; built on first use, in some 30 ms."""
    return KeywordLayer(DEFAULT_CATEGORIES, shipped_keywords(), shipped_sign_weights(), shipped_calibration())


class KeywordLayer:
    """Classifies by weighed keywords and signs. All it knows is given to it; what is of no category of its is left out.

    `sign_weights` is sign → category → weight, on the scale of the keywords' weights.
    """

    name = "keywords"

    def __init__(
        self,
        categories: Sequence[Category],
        keywords: Iterable[Keyword],
        sign_weights: Mapping[str, Mapping[str, float]],
        calibration: Calibration,
    ) -> None:
        self._categories = tuple(dict.fromkeys([*(category.name for category in categories), GENERAL]))
        self._index = KeywordIndex(keyword for keyword in keywords if keyword.category in self._categories)
        self._sign_weights = sign_weights
        self._calibration = calibration

    def classify(self, mail: Mail) -> Classification:
        """The most probable category, or `general` as a fallback, and what was found for and against it."""
        findings = list(decayed(self._findings(mail), self._calibration.decay))
        scores = dict.fromkeys(self._categories, 0.0)
        scores[GENERAL] = self._calibration.general
        for finding in findings:
            scores[finding.category] += finding.weight
        ranked = sorted(probabilities(scores, self._calibration).items(), key=lambda entry: -entry[1])
        fallback = ranked[0][1] < CERTAIN_ENOUGH
        if fallback:
            others = [entry for entry in ranked if entry[0] != GENERAL]
            ranked = [(GENERAL, 1 - others[0][1] if others else 1.0), *others]
        (category, confidence), *others = ranked
        return Classification(
            category=category,
            confidence=round(confidence, 4),
            runner_up=RunnerUp(category=others[0][0], confidence=round(others[0][1], 4)) if others else None,
            evidence=_strongest(findings, category),
            layer=self.name,
            fallback=fallback,
        )

    def _findings(self, mail: Mail) -> Iterator[Finding]:
        own = own_text(mail)
        for part, text, factor in self._texts(mail, own):
            for match in self._index.matches(normalise(text), _KEYWORDS_OF[part]):
                yield Finding(match.category, part, match.words, match.weight * factor)
        for sign in header_signs(mail):
            yield from self._sign_findings("header", sign)
        for sign in text_signs(mail, own):
            yield from self._sign_findings("structure", sign)

    def _texts(self, mail: Mail, own: str) -> Iterator[tuple[Part, str, float]]:
        """The parts that are read and how much a keyword counts in each."""
        calibration = self._calibration
        yield "subject", mail.subject, calibration.subject * (calibration.replied if is_reply(mail) else 1.0)
        if mail.from_:
            # The domain is left out: a law firm's newsletter is no bankruptcy.
            yield "sender", f"{mail.from_.name} {mail.from_.address.rpartition('@')[0]}", 1.0
        yield "body", own, 1.0
        yield "body", forwarded_text(mail), calibration.forwarded
        names = "\n".join(attachment.filename for attachment in mail.attachments[:MATCH_ATTACHMENTS])
        yield "attachment", names, calibration.attachment

    def _sign_findings(self, part: Part, sign: str) -> Iterator[Finding]:
        for category, weight in self._sign_weights.get(sign, {}).items():
            if category in self._categories:
                yield Finding(category, part, sign, weight)


def _strongest(findings: Iterable[Finding], named: str) -> tuple[Evidence, ...]:
    ranked = sorted(findings, key=lambda finding: (finding.category != named, -abs(finding.weight)))
    return tuple(
        Evidence(category=finding.category, part=finding.part, words=finding.words, weight=round(finding.weight, 3))
        for finding in ranked[:EVIDENCE_WORDS]
    )
