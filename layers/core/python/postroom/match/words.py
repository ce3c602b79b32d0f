"""Decisions in words: why a workflow matched, and why it did not."""

from collections.abc import Sequence
from typing import Any

from postroom import limits
from postroom.triggers.base import Clause


def because(passed: Sequence[Clause]) -> str:
    """Why a workflow matched."""
    return _cut(" and ".join(map(_said, passed)) or "it takes every mail")


def why_not(clause: Clause) -> str:
    """Why a workflow did not match: the clause that failed."""
    if clause.parts:
        return _cut(f"{clause.clause}: {_group(clause)}")
    found, wanted = _shown(clause.found), _shown(clause.wanted)
    if found == wanted:
        found, wanted = repr(clause.found), repr(clause.wanted)
    wanted = "something true" if clause.operator == "expression" else f"{_sign(clause)}{wanted}"
    said = f"{_subject(clause)} is {found}, wanted {wanted}"
    return _cut(f"{said} ({clause.reason})" if clause.reason else said)


def clause_words(clause: Clause) -> str:
    """One clause: what was wanted, what was found, and whether it held."""
    held = "yes" if clause.passed else "no"
    if clause.parts:
        return f"{held:<4} {clause.clause} ({clause.operator})"
    wanted = "something true" if clause.operator == "expression" else f"{_sign(clause)}{_shown(clause.wanted)}"
    why = f" ({clause.reason})" if clause.reason else ""
    return _cut(f"{held:<4} {_subject(clause)}: wanted {wanted}, found {_shown(clause.found)}{why}")


def _said(clause: Clause) -> str:
    if clause.parts:
        return f"{clause.clause} ({clause.operator}) fits"
    if clause.operator == "expression":
        return f"{clause.field} is true"
    return f"{_subject(clause)} {_shown(clause.found)} fits {_sign(clause)}{_shown(clause.wanted)}"


def _group(clause: Clause) -> str:
    failed = [part for part in clause.parts if not part.passed]
    if clause.operator == "not":
        return "what must not hold does"
    if clause.operator == "any":
        return f"none of {len(clause.parts)} holds; the first: {why_not(failed[0])}"
    return why_not(failed[0])


def _subject(clause: Clause) -> str:
    return clause.field or clause.clause


def _sign(clause: Clause) -> str:
    if clause.operator is not None:
        return f"{clause.operator} "
    return "at least " if clause.clause in {"confidence_threshold", "sender_trust"} else ""


def _shown(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else repr(value) if isinstance(value, str) else str(value)


def _cut(text: str) -> str:
    most = limits.REASON_CHARACTERS
    return text if len(text) <= most else text[: most - 1] + "…"
