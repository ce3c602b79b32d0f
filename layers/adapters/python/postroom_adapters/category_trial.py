"""Categories tried against stored mail before they are saved: which mails would be taken for something else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from postroom.classify.decision import Classification
from postroom.classify.own import CategoryFields, layer_of, tried
from postroom.ids import TenantId
from postroom.triggers.event import TriggerEvent
from postroom_adapters.categories_table import CategoriesTable
from postroom_adapters.reading.emails import EmailFilter, EmailReader
from postroom_adapters.reading.pages import Asked


@dataclass(frozen=True, slots=True)
class Reclassified:
    """A mail that would be taken for something else, or become surer or less sure of it by more than a little."""

    event: TriggerEvent
    before: Classification
    after: Classification


@dataclass(frozen=True, slots=True)
class Trial:
    """What trying found on one page of stored mails."""

    read: int
    changed: tuple[Reclassified, ...]
    counts: Mapping[tuple[str, str], int]
    below: str | None


def try_categories(
    categories: CategoriesTable,
    emails: EmailReader,
    tenant: TenantId,
    saved: Mapping[str, CategoryFields],
    removed: Collection[str],
    asked: Asked,
    now: datetime,
) -> Trial:
    """Classify a page of stored mails with the categories as they are and as they would be. Raises Refused."""
    standing = categories.all(tenant)
    before, after = layer_of(standing), layer_of(tried(standing, saved, removed))
    page = emails.search(tenant, EmailFilter(), asked, now)
    changed: list[Reclassified] = []
    counts: dict[tuple[str, str], int] = {}
    stored = emails.stored_mails(tenant, page.items)
    for event, mail in stored:
        one = Reclassified(event, before.classify(mail), after.classify(mail))
        pair = (one.before.category, one.after.category)
        counts[pair] = counts.get(pair, 0) + 1
        if pair[0] != pair[1]:
            changed.append(one)
    return Trial(len(stored), tuple(changed), counts, page.below)


def moves(trial: Trial) -> Sequence[tuple[str, str, int]]:
    """How many mails would go from which category to which, most first."""
    pairs = ((before, after, count) for (before, after), count in trial.counts.items() if before != after)
    return sorted(pairs, key=lambda move: (-move[2], move[0], move[1]))
