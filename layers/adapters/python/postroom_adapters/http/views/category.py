"""Categories as the API shows them and takes them."""

from typing import Any

from pydantic import ConfigDict, Field, field_validator

from postroom import limits
from postroom.classify.decision import Classification
from postroom.classify.own import NAME_PATTERN, CategoryFields, TenantCategory
from postroom.ids import EventId
from postroom.times import UtcTime, WrittenTime
from postroom_adapters.category_trial import Reclassified, Trial, moves
from postroom_adapters.http.views.base import DEFERRED, View

TAKEN = frozenset({"try"})
"""What stands in paths where a category's name does."""
EXAMPLE: dict[str, Any] = {
    "description": "Somebody claims the warranty of something we sold.",
    "keywords": [
        {"words": "warranty claim*", "language": "en", "weight": 4},
        {"words": "garanti*", "language": "da", "weight": 3},
        {"words": "gewährleistung*", "language": "de", "weight": 3},
        {"words": "保修", "language": "zh", "part": "subject", "weight": 4},
    ],
}


class CategoryView(TenantCategory):
    """A category with its keywords."""

    model_config = DEFERRED

    @classmethod
    def of(cls, category: TenantCategory) -> "CategoryView":
        """The category as the API shows it."""
        return cls.model_construct(**dict(category))


class CategoryItem(View):
    """A category in the list."""

    name: str = Field(description="What it is called in triggers and answers.")
    description: str = Field(description="What people and models read.")
    keywords: int = Field(description="How many keywords it has.")
    learned: bool = Field(description="Whether what Postroom has learned for it counts too.")
    shipped: bool = Field(description="Came with Postroom.")
    changed: bool = Field(description="Was made or changed by the tenant.")
    revision: int = Field(description="Moves with every change; 0 is as shipped.")
    updated_at: UtcTime | None = Field(description="When it was changed last; null if never.")

    @classmethod
    def of(cls, category: TenantCategory) -> "CategoryItem":
        """The category as the list shows it."""
        return cls(**(dict(category) | {"keywords": len(category.keywords)}))


class CategoryList(View):
    """All categories: the shipped ones in their order, then the tenant's own by name."""

    items: tuple[CategoryItem, ...] = Field(description="The categories.")


class WrittenCategory(CategoryFields):
    """A category as a client writes it."""

    model_config = ConfigDict(defer_build=True, json_schema_extra={"examples": [EXAMPLE]})


class NewCategory(CategoryFields):
    """A new category."""

    model_config = ConfigDict(defer_build=True, json_schema_extra={"examples": [{"name": "warranty_claim", **EXAMPLE}]})
    name: str = Field(pattern=NAME_PATTERN, description="What it is called in triggers and answers; it never changes.")

    @field_validator("name")
    @classmethod
    def _has_a_place(cls, given: str) -> str:
        if given in TAKEN:
            raise ValueError(f"{given!r} is no name: /api/v1/categories/{given} is something else")
        return given


class CategoryTrial(View):
    """Categories that are not saved yet, and the mails to try them on."""

    model_config = ConfigDict(
        defer_build=True,
        json_schema_extra={"examples": [{"save": [{"name": "warranty_claim", **EXAMPLE}], "limit": 50}]},
    )
    save: tuple[NewCategory, ...] = Field(
        default=(), max_length=limits.CATEGORIES, description="To be there, new or in place of what there is."
    )
    remove: tuple[str, ...] = Field(default=(), max_length=limits.CATEGORIES, description="Names of those to be gone.")
    limit: int = Field(
        default=100, ge=1, le=limits.TRIAL_MAILS, description="How many mails to read at most, newest first."
    )
    received_from: WrittenTime | None = Field(
        default=None, description="Only mails that came in at this time or later."
    )
    received_to: WrittenTime | None = Field(default=None, description="Only mails that came in before this time.")
    cursor: str | None = Field(
        default=None, max_length=400, description="Where to go on: `next_cursor` of the answer before."
    )


class ReclassifiedView(View):
    """A mail that would be taken for something else."""

    email_id: EventId = Field(description="The mail's id.")
    received_at: UtcTime = Field(description="When it came in.")
    sender: str = Field(description="Who wrote it, as the mail says.")
    subject: str = Field(description="Its subject.")
    before: Classification = Field(description="What it is taken for with the categories as they are.")
    after: Classification = Field(description="What it would be taken for.")

    @classmethod
    def of(cls, one: Reclassified) -> "ReclassifiedView":
        """The mail as the API shows it."""
        head = one.event.mail
        return cls(
            email_id=one.event.id,
            received_at=one.event.received_at,
            sender=head.sender or "",
            subject=head.subject or "",
            before=one.before,
            after=one.after,
        )


class Move(View):
    """How many mails would go from one category to another."""

    before: str = Field(description="The category they have now.")
    after: str = Field(description="The category they would have.")
    mails: int = Field(description="How many.")


class TrialResult(View):
    """What would be different; nothing is saved."""

    read: int = Field(description="How many mails were classified; those not understood yet are left out.")
    moves: tuple[Move, ...] = Field(description="From which category to which, most first.")
    changed: tuple[ReclassifiedView, ...] = Field(description="The mails themselves, newest first.")
    next_cursor: str | None = Field(description="Give this as `cursor` to try the mails before; null at the end.")

    @classmethod
    def of(cls, trial: Trial, next_cursor: str | None) -> "TrialResult":
        """The result as the API shows it."""
        return cls(
            read=trial.read,
            moves=tuple(Move(before=before, after=after, mails=count) for before, after, count in moves(trial)),
            changed=tuple(map(ReclassifiedView.of, trial.changed)),
            next_cursor=next_cursor,
        )
