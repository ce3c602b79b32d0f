"""Which dates end a discount for early payment: to pay by them is a choice, the invoice is due on another day.

A date is a discount's if its clause speaks of one; or if its clause is a condition ("wenn Sie bis 12.11.2026 zahlen")
and one beside it speaks of a discount. A clause ends where a sentence, a line or a cell does, at a comma and at an
"or"; a line that goes on with a small letter has only been wrapped.
"""

import re

from .reading import Placed, Reading, within

_DISCOUNT = re.compile(
    r"(?P<none>(?<![^\W_])(?:ohne|kein(?:en|e)?|without|no|not|uden|ingen|zonder|sans|sin|senza)[ ]"
    r"(?:[^\W\d_]{1,12}[ ]){0,2})?"
    r"(?:skont[oi]|rabat|discount|early[ -]payment|korting|escompte|rabais|descuento|sconto|折扣|优惠"
    r"|(?<![^\W_])(?:abzgl\.?|abzüglich|less|minus)[ ][0-9]{1,2}(?:[.,][0-9]{1,2})?[ ]?%)",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(
    r"[,;][ ]|[,;][ ]?(?=\n)|[\t|]|[ ]{2}|[ ][/-][ ]|\n(?![a-zæøåäöüß])"
    r"|[ ](?:oder|or|eller|bzw\.|danach|sonst|otherwise|ellers)[ ]|[ ]\((?=(?:bis|by|before|until|senest|inden)[ ])"
)
_CONDITION = re.compile(
    r"\W{0,3}(?:wenn|sofern|falls|bei|if|when|hvis|såfremt|ved|når|indien|bij|si)(?![^\W_])", re.IGNORECASE
)


def ends_discount(reading: Reading, day: Placed) -> bool:
    """Whether the date `day` is the last of a discount."""
    clauses = _clauses(reading, day)
    at = next(at for at, (_, end) in enumerate(clauses) if day.start < end)
    start, end = clauses[at]
    if _speaks_of_discount(reading, *_of_its_own(reading, day, start, end)):
        return True
    beside = clauses[max(0, at - 1) : at] + clauses[at + 1 : at + 2]
    return _CONDITION.match(reading.text, start, end) is not None and any(
        _speaks_of_discount(reading, *clause) and not within(reading.dates, *clause) for clause in beside
    )


def _clauses(reading: Reading, day: Placed) -> list[tuple[int, int]]:
    """The clauses of the sentence that holds `day`; a comma within the date ends none."""
    start, end = reading.sentence_around(day.start)
    gaps = _CLAUSE_ENDS.finditer(reading.text, start, end)
    ends = [gap for gap in gaps if gap.end() <= day.start or gap.start() >= day.end]
    return list(zip([start, *(gap.end() for gap in ends)], [*(gap.start() for gap in ends), end], strict=True))


def _of_its_own(reading: Reading, day: Placed, start: int, end: int) -> tuple[int, int]:
    """Of a clause with several dates the part that is this one's: up to the next, and what is before the first."""
    others = within(reading.dates, start, end)
    first = day.start if any(each.end <= day.start for each in others) else start
    return first, next((each.start for each in others if each.start >= day.end), end)


def _speaks_of_discount(reading: Reading, start: int, end: int) -> bool:
    return any(found["none"] is None for found in _DISCOUNT.finditer(reading.text, start, end))
