"""What a field might be, before the best is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A value, where it stands and how sure it is that the field is meant."""

    value: T
    start: int
    end: int
    confidence: float


def best(candidates: Iterable[Candidate[T]]) -> Candidate[T] | None:
    """The surest; of equals the first in the text."""
    return max(candidates, key=lambda each: (each.confidence, -each.start), default=None)
