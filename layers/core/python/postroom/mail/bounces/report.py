"""A bounce as its readers see it: who wrote it, and the lines before the returned mail begins."""

from dataclasses import dataclass
from functools import cached_property

from postroom import limits

from ..machine import MachineMail
from ..model import BouncedRecipient
from ..patterns import compiled
from .words import DELAY, GIVEN_UP, ORIGINAL, ORIGINAL_AFTER, STATUS, SYSTEM, SYSTEM_NAME

_DECORATION = " \t\r\f\v\xa0>|*=~-"


@dataclass(frozen=True)
class Report:
    """The delivering system's own words, without what it returns; most mails are told without looking at them."""

    mail: MachineMail

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Cut at the returned mail; a report that begins with it has no words of its own, and a person quotes one."""
        lines: list[str] = []
        for line in self.mail.text[: limits.BOUNCE_TEXT_CHARACTERS].splitlines()[: limits.BOUNCE_LINES]:
            short = line[: limits.BOUNCE_LINE_CHARACTERS]
            if _begins_original(short):
                break
            if short.startswith(">") and not self.from_daemon:
                continue
            lines.append(short)
        return tuple(lines)

    @cached_property
    def permanent(self) -> bool:
        """Whether it tells that the sending system has given up."""
        return permanent_by_words("\n".join((self.mail.subject, *self.lines)))

    @property
    def from_daemon(self) -> bool:
        """Whether its envelope or address is one that only delivering systems write as."""
        return bool(self.mail.null_return_path or SYSTEM.match(self.mail.sender))

    @property
    def from_system(self) -> bool:
        """The same, or a display name of theirs, which a person might have too."""
        return bool(self.from_daemon or SYSTEM_NAME.search(self.mail.sender_name))

    def recipient(self, address: str, about: str = "") -> BouncedRecipient:
        """One that it names, with the first status told `about` it."""
        told = STATUS.search(about)
        return BouncedRecipient(address=address, status=told[1] if told else None, permanent=self.permanent)


def _begins_original(line: str) -> bool:
    """Whether the returned mail begins here; behind a rule of dashes, some words may precede it."""
    words = line.lstrip(_DECORATION)
    ruled = "--" in line[: len(line) - len(words)]
    return compiled(ORIGINAL_AFTER if ruled else ORIGINAL).match(words) is not None


def permanent_by_words(text: str) -> bool:
    """Whether the words tell that the sending system has given up, as most do."""
    return compiled(GIVEN_UP).search(text) is not None or compiled(DELAY).search(text) is None
