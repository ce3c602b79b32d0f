"""Credit notes: which of their labels speak of the invoice they credit, whose number and date are not their own.

A text is a credit note if the first document it names is called one; what it is only "about" is not what it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .label_index import Label
from .reading import REACH, Reading, within
from .roles import Role

_NAMED, _REFERRED_TO = 0.8, 0.7
"""Factors for an invoice's number in a credit note: some write their own behind "invoice no."."""

_CREDIT = re.compile("credit|kredit|gutschrift|avoir|贷项", re.IGNORECASE)
_INVOICE = re.compile(
    r"rechnung|faktura|invoice|bill|regning|factu|fattura|发票|账单|\b(?:inv|rg|re|rech)\b", re.IGNORECASE
)
_REFERRING = re.compile(
    r"(?<![^\W_])(?:vedrører|vedrørende|vedr\.?|til|oprindelig|krediterer|zu|zur|betrifft|betr\.?|betreffend|für|"
    r"ursprüngliche[nr]?|storniert|relat(?:es|ing) to|relates|regarding|re|to|for|against|original|credits?|applied to|"
    r"betreft|bij|oorspronkelijke|concerne|sur|原)[ :]{1,3}"
    r"(?:(?:den|die|der|the|vores|jeres|deres|our|your|ihre[rn]?|unsere[rn]?|uw|onze|votre|notre)[ ])?\Z",
    re.IGNORECASE,
)
_BEFORE = 40
"""Characters before a label in which it is said what the label's document is to this one."""


@dataclass(frozen=True, slots=True)
class Credited:
    """The labels that name the invoice a credit note credits, in order; none in any other text."""

    named: tuple[Label, ...] = ()
    referred_to: tuple[Label, ...] = ()

    def sureness(self, label: Label) -> float:
        """Factor for what stands behind `label` being the document's own."""
        if self.refers(label):
            return _REFERRED_TO
        return _NAMED if within(self.named, label.start, label.end) else 1

    def refers(self, label: Label) -> bool:
        """Whether `label` refers to the credited invoice ("zu Rechnung Nr.")."""
        return bool(within(self.referred_to, label.start, label.end))

    def numbers(self, reading: Reading, place: int) -> bool:
        """Whether the number at `place` stands behind a label that refers to the credited invoice."""
        near = within(self.referred_to, place - REACH, place)[-1:]
        return any(reading.line_at(label.start) == reading.line_at(place) for label in near)


def find_credited(reading: Reading) -> Credited:
    """The labels of a credit note that name an invoice, and those of them that refer to it."""
    first = next(
        (label for label in _labels(reading, Role.NUMBER, Role.NUMBER_BARE) if not _is_about(reading, label)), None
    )
    if first is None or not _CREDIT.search(_words(reading, first)):
        return Credited()
    labels = _labels(reading, Role.NUMBER, Role.NUMBER_BARE, Role.ISSUED)
    named = tuple(label for label in labels if _names_invoice(_words(reading, label)))
    return Credited(named, tuple(label for label in named if _is_about(reading, label)))


def _labels(reading: Reading, *roles: Role) -> Iterator[Label]:
    return (label for label in reading.labels if label.roles.intersection(roles))


def _words(reading: Reading, label: Label) -> str:
    return reading.text[label.start : label.end]


def _names_invoice(words: str) -> bool:
    return _INVOICE.search(words) is not None and _CREDIT.search(words) is None


def _is_about(reading: Reading, label: Label) -> bool:
    line = reading.lines[reading.line_at(label.start)]
    return _REFERRING.search(reading.text[max(line.start, label.start - _BEFORE) : label.start]) is not None
