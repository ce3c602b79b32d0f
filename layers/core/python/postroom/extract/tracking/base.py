"""What a carrier's file says: the shapes of its numbers, their check digits, what names it in words and links."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Needs = Literal["nothing", "word", "name"]
"""What the text must say, too: nothing; anything of parcels, or the carrier's name; the name, with one of both near."""

LENGTHS = range(8, 41)
"""How long any carrier's number is, in characters."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of number, written without spaces in capitals.

    `check` verifies its check digit; None where the carrier has none, and then `needs` is never nothing.
    """

    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None
    needs: Needs

    def fits(self, number: str) -> bool:
        """Whether `number` has this shape and, where there is one, the right check digit."""
        return self.pattern.fullmatch(number) is not None and (self.check is None or self.check(number))


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier; `link` holds `{}` where the number goes, and is None if there is no page for it."""

    name: str
    words: re.Pattern[str]
    shapes: tuple[Shape, ...]
    link: str | None
    hosts: tuple[str, ...]
    """Its web sites, each with all below it: a link there may hold a number of its own."""
    service: Callable[[str], tuple[str, str | None] | None] = lambda _number: None
    """Name and link of the service that a number names itself, where the carrier is a standard of many."""

    def name_and_link(self, number: str) -> tuple[str, str | None]:
        """Who carries `number`, and the page that says where it is."""
        name, link = self.service(number) or (self.name, self.link)
        return name, link.format(number) if link else None


def shape(pattern: str, check: Callable[[str], bool] | None, needs: Needs) -> Shape:
    """A shape from its pattern's text."""
    if check is None and needs == "nothing":
        raise ValueError(f"{pattern}: a number without a check digit needs a word beside it")
    return Shape(re.compile(pattern), check, needs)


def words(pattern: str) -> re.Pattern[str]:
    """The words that name a carrier, as whole words."""
    return re.compile(rf"(?<![A-Za-z0-9])(?:{pattern})(?![A-Za-z0-9])", re.IGNORECASE)
