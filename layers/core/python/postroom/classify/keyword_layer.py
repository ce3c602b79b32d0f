"""The first layer: keywords, signs and learned words, offline, in about a millisecond."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from postroom.classify.categories import DEFAULT_CATEGORIES, GENERAL, Category
from postroom.classify.decision import Classification, Evidence, Part, RunnerUp
from postroom.classify.index import KeywordIndex
from postroom.classify.keywords import Keyword, KeywordPart, shipped_keywords
from postroom.classify.learned import LearnedModel, Read, Texts, shipped_model
from postroom.classify.reading import attached_share, forwarded_text, is_reply, own_text
from postroom.classify.scoring import Calibration, Finding, decayed, probabilities, shipped_calibration
from postroom.classify.signs import header_signs, shipped_sign_weights, text_signs
from postroom.classify.text import normalise
from postroom.limits import EVIDENCE_WORDS, MATCH_ATTACHMENTS
from postroom.mail.model import Mail

CERTAIN_ENOUGH = 0.5
"""A category named with less than this is no answer: `general` stands in for it."""

_TEXT: frozenset[KeywordPart] = frozenset(("text",))
_SUBJECT: frozenset[KeywordPart] = frozenset(("text", "subject"))
_SENDER: frozenset[KeywordPart] = frozenset(("sender",))
_FILE_NAME: frozenset[KeywordPart] = frozenset(("text", "attachment"))


@cache
def default_layer() -> "KeywordLayer":
    """The layer of the shipped categories, keywords and weights; built on first use, in some 30 ms."""
    return KeywordLayer(
        DEFAULT_CATEGORIES, shipped_keywords(), shipped_sign_weights(), shipped_calibration(), shipped_model()
    )


class KeywordLayer:
    """Classifies by weighed keywords and signs, and by what was learned for those of its categories that have it.

    All it knows is given to it; what is of no category of its is left out. `sign_weights` is sign → category → weight,
    on the scale of the keywords' weights.
    """

    name = "keywords"

    def __init__(
        self,
        categories: Sequence[Category],
        keywords: Iterable[Keyword],
        sign_weights: Mapping[str, Mapping[str, float]],
        calibration: Calibration,
        learned: LearnedModel | None = None,
    ) -> None:
        self._categories = tuple(dict.fromkeys([*(category.name for category in categories), GENERAL]))
        self._index = KeywordIndex(keyword for keyword in keywords if keyword.category in self._categories)
        self._sign_weights = sign_weights
        self._calibration = calibration
        self._learned = learned

    def classify(self, mail: Mail) -> Classification:
        """The most probable category, or `general` as a fallback, and what was found for and against it."""
        read = Reading(mail)
        findings = self._weighed(read)
        learned = self._learned.read(read.texts(), read.signs) if self._learned else []
        ranked = sorted(self._probabilities(findings, learned).items(), key=lambda entry: -entry[1])
        fallback = ranked[0][1] < CERTAIN_ENOUGH
        if fallback:
            others = [entry for entry in ranked if entry[0] != GENERAL]
            ranked = [(GENERAL, 1 - others[0][1] if others else 1.0), *others]
        (category, confidence), *others = ranked
        if self._learned:
            spoken = self._learned.evidence(learned, category)
            findings += [Finding(category, part, words, weight) for part, words, weight in spoken]
        return Classification(
            category=category,
            confidence=round(confidence, 4),
            runner_up=RunnerUp(category=others[0][0], confidence=round(others[0][1], 4)) if others else None,
            evidence=_strongest(findings, category),
            layer=self.name,
            fallback=fallback,
        )

    def keyword_scores(self, read: "Reading") -> dict[str, float]:
        """What keywords and signs alone add to the log-odds of each category; learning starts from it."""
        return self._scores(self._weighed(read))

    def _probabilities(self, findings: Iterable[Finding], learned: Iterable[Read]) -> dict[str, float]:
        scores = self._scores(findings)
        for category, score in (self._learned.scores(learned) if self._learned else {}).items():
            if category in scores:
                scores[category] += score
        return probabilities(scores, self._calibration)

    def _scores(self, findings: Iterable[Finding]) -> dict[str, float]:
        scores = dict.fromkeys(self._categories, 0.0)
        scores[GENERAL] = self._calibration.general * self._calibration.keywords
        for finding in findings:
            scores[finding.category] += finding.weight
        return scores

    def _weighed(self, read: "Reading") -> list[Finding]:
        return [
            finding._replace(weight=finding.weight * self._calibration.keywords)
            for finding in decayed(self._findings(read), self._calibration.decay)
        ]

    def _findings(self, read: "Reading") -> Iterator[Finding]:
        for part, keywords, text, factor in self._texts(read):
            for match in self._index.matches(normalise(text), keywords) if text else ():
                yield Finding(match.category, part, match.words, match.weight * factor)
        for part, sign in read.signs:
            yield from self._sign_findings(part, sign)

    def _texts(self, read: "Reading") -> Iterator[tuple[Part, frozenset[KeywordPart], str, float]]:
        """The parts that are read, which keywords are looked for in each and how much they count there."""
        calibration = self._calibration
        in_subject = calibration.subject * (calibration.replied if read.is_reply else 1.0)
        yield "subject", _SUBJECT, read.mail.subject, in_subject
        yield "sender", _SENDER, read.sender, 1.0
        yield "body", _TEXT, read.own, 1.0
        yield "body", _TEXT, read.handed_on, calibration.forwarded
        yield "attachment", _FILE_NAME, read.attachments, calibration.attachment
        yield "attachment", _TEXT, read.attached, calibration.attached * read.attached_share

    def _sign_findings(self, part: Part, sign: str) -> Iterator[Finding]:
        for category, weight in self._sign_weights.get(sign, {}).items():
            if category in self._categories:
                yield Finding(category, part, sign, weight)


class Reading:
    """What is read of one mail, each part once."""

    def __init__(self, mail: Mail) -> None:
        self.mail = mail
        self.is_reply = is_reply(mail)
        self.own = own_text(mail)
        self.handed_on = forwarded_text(mail)
        # The domain is left out: a law firm's newsletter is no bankruptcy.
        self.sender = f"{mail.from_.name} {mail.from_.address.rpartition('@')[0]}" if mail.from_ else ""
        attachments = mail.attachments[:MATCH_ATTACHMENTS]
        self.attachments = "\n".join(attachment.filename for attachment in attachments)
        self.attached = "\n".join(attachment.text for attachment in attachments if attachment.text)
        self.attached_share = attached_share(self.own)
        headers: list[tuple[Part, str]] = [("header", sign) for sign in header_signs(mail)]
        self.signs = headers + [("structure", sign) for sign in text_signs(mail, self.own)]

    def texts(self) -> Texts:
        """What learned features are read from."""
        texts = (self.mail.subject, self.sender, self.own, self.handed_on, self.attachments, self.attached)
        return Texts(*texts, self.attached_share)


def _strongest(findings: Iterable[Finding], named: str) -> tuple[Evidence, ...]:
    """The same words of a part together, whether they are a keyword, learned, or both."""
    together: dict[tuple[str, Part, str], float] = {}
    for finding in findings:
        key = (finding.category, finding.part, finding.words)
        together[key] = together.get(key, 0.0) + finding.weight
    ranked = sorted(together.items(), key=lambda entry: (entry[0][0] != named, -abs(entry[1])))
    return tuple(
        Evidence(category=category, part=part, words=words, weight=round(weight, 3))
        for (category, part, words), weight in ranked[:EVIDENCE_WORDS]
    )
