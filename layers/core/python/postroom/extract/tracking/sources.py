"""Tracking numbers over all texts of one mail or file: a document's number may have its carrier named in the mail."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import TextSource
from .find import TrackingNumber, find_tracking_numbers


@dataclass(frozen=True, slots=True)
class SourcedNumber:
    """A number and where it stands: which text, and of a document which page."""

    found: TrackingNumber
    source: TextSource
    page: int | None


def numbers_in(sources: Sequence[TextSource], sender: str = "") -> list[SourcedNumber]:
    """Every number, each once, with the first text that states it."""
    starts, at = [], 0
    for source in sources:
        starts.append(at)
        at += len(source.text) + 1
    whole = "\n".join(source.text for source in sources)
    return [_sourced(one, sources, starts) for one in find_tracking_numbers(whole, sender)]


def _sourced(one: TrackingNumber, sources: Sequence[TextSource], starts: Sequence[int]) -> SourcedNumber:
    number = bisect_right(starts, one.start) - 1
    source = sources[number]
    page = source.text.count("\f", 0, one.start - starts[number]) + 1 if source.place == "pdf" else None
    return SourcedNumber(one, source, page)
