"""The rule index: a tenant's enabled workflows, compiled once per change, asked once per event.

Asked about a mail, it finds the anchors that the mail holds (`anchors`, `pattern_index`), and so the few rules that
are near: a trigger of theirs wants the mail's category, or any, and one of its anchors holds, or it has none. Only
these are asked, clause by clause, with the code that also explains; no other rule can match.

Near misses are first what is near and did not match, then what wants the category, then the rest, each in the order
of the rules, up to the limit; they are shown by how many clauses held.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import chain, islice
from typing import Any

from postroom import limits
from postroom.classify.decision import Classification
from postroom.ids import EventId, WorkflowId
from postroom.match.anchors import Anchor, anchors_in, anchors_of, fields_of
from postroom.match.answers import Rule, ask, closest, explain, fires, not_reached
from postroom.match.decision import Decision, Explanation
from postroom.match.pattern_index import PatternIndex
from postroom.match.verdict import Miss, Verdict
from postroom.triggers.email import AskedMail, Part

_Places = defaultdict[str | None, list[int]]
"""Category (None: any) → places of rules, in order."""

PARTS: tuple[Part, ...] = ("sender", "subject")


@dataclass(frozen=True, slots=True)
class Matches:
    """Places of rules: those that match, in order, and all that are near."""

    matching: list[int]
    near: set[int]


class RuleIndex:
    """The rules in the order they are asked: priority, then age of the workflow."""

    def __init__(self, index_id: str, rules: Sequence[Rule], default_threshold: float) -> None:
        self.id = index_id
        self.rules = tuple(sorted(rules, key=lambda rule: (rule.priority, rule.workflow_id)))
        self._default_threshold = default_threshold
        self._by_id = {rule.workflow_id: rule for rule in self.rules}
        self._by_anchor: defaultdict[Anchor, _Places] = defaultdict(_places)
        self._without_anchor, self._by_category = _places(), _places()
        for place, rule in enumerate(self.rules):
            for trigger in rule.triggers:
                _add(self._by_category[trigger.classification], place)
                anchors = anchors_of(trigger)
                for anchor in anchors:
                    _add(self._by_anchor[anchor][trigger.classification], place)
                if not anchors:
                    _add(self._without_anchor[trigger.classification], place)
        self._fields = fields_of(iter(self._by_anchor))
        self._patterns = {
            part: PatternIndex(pattern for place, pattern in self._by_anchor if place == part) for part in PARTS
        }

    def rule(self, workflow_id: WorkflowId) -> Rule:
        """The rule of a workflow that is in the index."""
        return self._by_id[workflow_id]

    def match(self, mail: AskedMail) -> Matches:
        """The rules that match, found without asking all; from then on `mail` knows its patterns."""
        found = {part: index.found(mail.texts[part]) for part, index in self._patterns.items()}
        mail.found = lambda part, pattern: pattern in found[part]
        held: Iterable[Anchor] = chain(
            ((part, pattern) for part in PARTS for pattern in found[part]),
            anchors_in(mail.root, self._fields) if self._fields else (),
        )
        near = set(_of(self._without_anchor, mail.category))
        for anchor in held:
            if (places := self._by_anchor.get(anchor)) is not None:
                near.update(_of(places, mail.category))
        return Matches([place for place in sorted(near) if fires(self.rules[place], mail)], near)

    def decide(
        self, event: EventId, email: Mapping[str, Any], classification: Classification, now: datetime
    ) -> Decision:
        """The decision for one mail, every near miss in words."""
        return self.judge(event, email, classification, now).worded()

    def judge(self, event: EventId, email: Mapping[str, Any], classification: Classification, now: datetime) -> Verdict:
        """The decision for one mail; the same code answers explanations, traces and the real run.

        `email` is what `postroom.triggers.email_view` makes of the event.
        """
        mail = self.asked(event, email)
        matches = self.match(mail)
        paused = [place for place in matches.matching if self.rules[place].paused is not None]
        matching = [place for place in matches.matching if self.rules[place].paused is None]
        matched = [ask(self.rules[place], mail) for place in matching[: limits.WORKFLOWS_PER_EVENT]]
        beyond = matching[limits.WORKFLOWS_PER_EVENT :][: limits.NOT_REACHED]
        head = Decision(
            event=event,
            at=now,
            classification=classification,
            rules=self.id,
            default_threshold=self._default_threshold,
            considered=len(self.rules),
            matching=len(matching),
            matched=tuple(matched),
            not_reached=tuple(not_reached(self.rules[place]) for place in beyond),
            paused=tuple(ask(self.rules[place], mail) for place in paused[: limits.NOT_REACHED]),
        )
        near = [self.rules[place] for place in self._near_misses(mail, matches)]
        misses = [Miss(rule, tuple(closest(rule, mail)[1])) for rule in near]
        return Verdict(head, tuple(sorted(misses, key=lambda miss: -len(miss.seen))), mail)

    def explain(
        self, event: EventId, email: Mapping[str, Any], only: Sequence[WorkflowId] | None = None
    ) -> tuple[Explanation, ...]:
        """Every workflow in order, or `only` these, each clause of every trigger with wanted and found."""
        mail = self.asked(event, email)
        rules = self.rules if only is None else [self._by_id[workflow_id] for workflow_id in only]
        return tuple(explain(rule, mail) for rule in rules)

    def asked(self, event: EventId, email: Mapping[str, Any]) -> AskedMail:
        """The mail as this index's rules ask about it."""
        return AskedMail(email, event, self._default_threshold)

    def _near_misses(self, mail: AskedMail, matches: Matches) -> list[int]:
        matching = set(matches.matching)
        wanting = merge(self._by_category.get(mail.category, ()), self._by_category.get(None, ()))
        nearest = chain(sorted(matches.near), wanting, range(len(self.rules)))
        return list(islice((place for place in _once(nearest) if place not in matching), limits.NEAR_MISSES))


def _places() -> _Places:
    return defaultdict(list)


def _add(places: list[int], place: int) -> None:
    if not places or places[-1] != place:
        places.append(place)


def _of(places: _Places, category: str | None) -> Iterator[int]:
    """Of the mail's category and of any; a mail without one has only the latter."""
    return chain(places.get(category, ()) if category is not None else (), places.get(None, ()))


def _once(places: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for place in places:
        if place not in seen:
            seen.add(place)
            yield place
