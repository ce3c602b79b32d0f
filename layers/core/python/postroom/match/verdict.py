"""A decision as it is made: what matches is worded at once, near misses only when somebody looks.

With thousands of workflows nearly every mail has its hundred near misses, and nearly nobody reads them. They are stored
packed, each with its clauses up to the first that failed, wanted and found; the words follow from these.
"""

import json
import zlib
from dataclasses import dataclass
from typing import Any

from postroom import limits
from postroom.errors import Broken
from postroom.ids import WorkflowId
from postroom.match.answers import Rule, missed, within_limit
from postroom.match.decision import Decision, WorkflowDecision
from postroom.match.words import why_not
from postroom.plain import to_json
from postroom.triggers.base import Clause, shown
from postroom.triggers.email import AskedMail, Check, clause

_JSON_ZLIB = b"\x01"
"""The first byte names the format of the rest, so that a later one can be told from this."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A rule that did not match, and the clauses of its closest trigger up to the one that failed."""

    rule: Rule
    seen: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision whose near misses are not worded yet."""

    head: Decision
    misses: tuple[Miss, ...]
    mail: AskedMail

    def worded(self) -> Decision:
        """The decision with near misses in full, as many as it may hold."""
        near = tuple(missed(miss.rule, miss.seen, self.mail) for miss in self.misses)
        return _fitting(self.head.model_copy(update={"near_misses": near}))

    def packed(self) -> bytes:
        """The near misses as they are stored; `unpacked` is the way back."""
        misses = self.misses
        while True:
            rows = [_row(miss, self.mail) for miss in misses]
            text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"), default=_as_json)
            data = _JSON_ZLIB + zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
            if len(data) <= limits.DECISION_BYTES // 2:
                return data
            misses = misses[: len(misses) // 2]


def unpacked(data: bytes) -> tuple[WorkflowDecision, ...]:
    """The near misses that `Verdict.packed` wrote, in words."""
    if data[:1] != _JSON_ZLIB:
        raise Broken(f"stored near misses have the unknown format {data[:1].hex() or 'empty'}")
    expander = zlib.decompressobj()
    text = expander.decompress(data[1:], limits.NEAR_MISSES_BYTES)
    if not expander.eof:
        raise Broken("stored near misses are cut, or expand beyond all measure")
    return tuple(_decision(*row) for row in json.loads(text.decode("utf-8", "surrogatepass")))


def _as_json(value: Any) -> Any:
    """Of what was found, the few values that JSON does not know."""
    return json.loads(to_json(value))


def _row(miss: Miss, mail: AskedMail) -> list[Any]:
    rule = miss.rule
    return [rule.workflow_id, rule.name, rule.version, rule.priority, rule.stop_on_match, _clauses(miss.seen, mail)]


def _clauses(seen: tuple[Check, ...], mail: AskedMail) -> list[Any]:
    """Each clause by position; conditions, which may hold others, as they are."""
    if all(check.condition is None for check in seen):
        return [[check.name, shown(check.wanted), shown(check.found), check.passed, check.reason] for check in seen]
    said = within_limit([clause(check, mail) for check in seen])
    return [one.model_dump(mode="json", exclude_defaults=True) for one in said]


def _decision(
    workflow_id: str,
    name: str,
    version: int,
    priority: int,
    stop_on_match: bool,
    rows: list[Any],
) -> WorkflowDecision:
    names = ("clause", "wanted", "found", "passed", "reason")
    said = tuple(
        Clause.model_validate(dict(zip(names, row, strict=True)) if isinstance(row, list) else row) for row in rows
    )
    return WorkflowDecision(
        workflow_id=WorkflowId(workflow_id),
        name=name,
        version=version,
        priority=priority,
        outcome="not_matched",
        stop_on_match=stop_on_match,
        reason=why_not(said[-1]),
        clauses=said,
    )


def _fitting(decision: Decision) -> Decision:
    """With as many near misses as fit what a decision may hold."""
    while decision.near_misses and len(decision.model_dump_json().encode()) > limits.DECISION_BYTES:
        fewer = decision.near_misses[: len(decision.near_misses) // 2]
        decision = decision.model_copy(update={"near_misses": fewer})
    return decision
