"""What a trigger cannot fire without and a whole index can be asked for at once: its anchors.

Anchors are its sender and subject patterns, and the texts that a field must equal (`equals`, or any of `in`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from postroom.match.conditions import Condition
from postroom.match.fields import Path, look_up, path_of
from postroom.match.typed import date_of
from postroom.triggers.email import EmailTrigger

Anchor = tuple[str | Path, str]
"""(sender or subject, pattern), or (path of a field, folded text)."""


def anchors_of(trigger: EmailTrigger) -> tuple[Anchor, ...]:
    """Where a trigger has anchors, it fires only if one of them holds."""
    return (*trigger.patterns(), *(anchor for condition in trigger.conditions for anchor in _texts(condition)))


def fields_of(anchors: Iterator[Anchor]) -> tuple[Path, ...]:
    """The fields whose texts are anchors."""
    return tuple(dict.fromkeys(place for place, _ in anchors if isinstance(place, tuple)))


def anchors_in(root: Mapping[str, Any], fields: tuple[Path, ...]) -> Iterator[Anchor]:
    """What these fields hold in one event."""
    for path in fields:
        if isinstance(value := look_up(root, path), str):
            yield path, value.casefold()


def _texts(condition: Condition) -> Iterator[Anchor]:
    if condition.all_ is not None:
        for inner in condition.all_:
            yield from _texts(inner)
    elif condition.field is not None and condition.operator in {"equals", "in"} and not condition.case_sensitive:
        values = condition.value if condition.operator == "in" else [condition.value]
        if all(isinstance(value, str) and date_of(value) is None for value in values):
            for value in values:
                yield path_of(condition.field), value.casefold()
