"""Whose a number is, the seller's or the buyer's: by the word that opens its line, its cell or its paragraph."""

import re
from enum import Enum, auto

from .columns import Line
from .label_index import Label
from .reading import Reading, within
from .roles import Role


class Party(Enum):
    """One of the two that an invoice is between."""

    SELLER = auto()
    BUYER = auto()


_SELLER = r"""
    leverandør|sælger|udsteder|vores|from|vendor|supplier|seller|sold[ ]by|our|verkäufer|lieferant|
    rechnungssteller|rechnungsaussteller|leistungserbringer|aussteller|unsere|leverancier|fournisseur|
    销售方|销方|卖方|供应商|开票方
"""
_BUYER = r"""
    kunde|kunden|kundens|køber|customer|client|buyer|purchaser|bill(?:ed)?[ ]to|sold[ ]to|ship(?:ped)?[ ]to|
    invoiced?[ ]to|billing[ ]address|invoice[ ]address|faktureres[ ]til|faktura[ ]til|faktureringsadresse|
    fakturaadresse|rechnung[ ]an|rechnungsempfänger|rechnungsadresse|rechnungsanschrift|leistungsempfänger|
    auftraggeber|käufer|klant|facturé[ ]à|购买方|购方|买方|客户|受票方
"""
_PARTY = re.compile(
    rf"(?:^|(?<=[\t|,;(])|(?<=[ ]{{2}}))[ *>]*(?:(?P<seller>{_SELLER})|(?P<buyer>{_BUYER}))"
    r"(?:[ ]*(?:[:\t|]|[ ]{2}|$)|(?=[ -]?(?:vat|cvr|ust|uid|moms|tax|mwst|税号|纳税人)))",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER = re.compile(r"[ :.#-]{0,6}[A-Z]{0,3}[ -]?[0-9]")
_CELLS = re.compile(r"\t|[ ]{3}")
_BACK = 200
"""Characters of its own line, before a number, in which its party may be named."""
_WIDE = 500
_LINES = 6
"""Of a paragraph, that stand above a number."""
_ENDING = frozenset(Role) - {Role.VAT_NUMBER, Role.BUYER, Role.OTHER_ID, Role.AMOUNT_OF, Role.DUE_BY, Role.PAYING}
"""What opens a line that is none of an address: it ends the paragraph above."""


def party_of(reading: Reading, start: int) -> Party | None:
    """Whose the number at `start` is; None if nothing tells."""
    number = reading.line_at(start)
    line = reading.lines[number]
    text = reading.text
    before = text[max(line.start, start - _BACK) : start]
    named = list(_PARTY.finditer(before))
    if named and not _CELLS.search(before[named[-1].end() :].strip()):
        return _party(named[-1])
    for at in range(number - 1, max(-1, number - 1 - _LINES), -1):
        above = _above(reading, at, line, start)
        opening = _PARTY.match(above)
        if _states_its_own(reading, at):
            return None
        if opening is not None:
            return _party(opening)
        if not above.strip():
            heading = _above(reading, at - 1, line, start) if at > 0 else ""
            opening = _PARTY.match(heading)
            return _party(opening) if opening is not None and opening.end() == len(heading.rstrip()) else None
        if _opens_with_another(reading, at):
            return None
    return None


def _party(named: re.Match[str]) -> Party:
    return Party.SELLER if named["seller"] else Party.BUYER


def _above(reading: Reading, at: int, line: Line, start: int) -> str:
    """What stands in another line above a place: the cell of its column, or the whole line where it has no columns."""
    upper, text = reading.lines[at], reading.text
    if upper.end - upper.start > _WIDE or line.end - line.start > _WIDE:
        return ""
    written = text[upper.start : upper.end]
    if "\t" in written:
        cells = written.split("\t")
        return cells[min(text.count("\t", line.start, start), len(cells) - 1)].strip()
    own = next((cell for cell in reading.columns.cells(reading.line_at(start)) if start < cell.end), line)
    left, right = own.start - line.start, own.end - line.start
    cells_above = reading.columns.cells(at)
    below = [cell for cell in cells_above if cell.start - upper.start < right and cell.end - upper.start > left]
    if len(cells_above) == 1 and not below:
        return written
    return text[below[0].start : below[0].end] if below else ""


def _states_its_own(reading: Reading, at: int) -> bool:
    """Whether a line names a tax number: the party that opens it is that number's."""
    return any(
        label.roles & {Role.VAT_NUMBER, Role.BUYER} and _NUMBER.match(reading.text, label.end)
        for label in _near(reading, at)
    )


def _opens_with_another(reading: Reading, at: int) -> bool:
    labels = _near(reading, at)
    return bool(labels) and reading.opens_cell(labels[0]) and bool(labels[0].roles & _ENDING)


def _near(reading: Reading, at: int) -> list[Label]:
    line = reading.lines[at]
    return within(reading.labels, line.start, min(line.end, line.start + _BACK))
