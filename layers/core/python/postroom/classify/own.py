"""Categories as a tenant has them: the shipped ones until they are changed, and its own beside them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from pydantic import Field, StrictBool, field_validator

from postroom import limits
from postroom.classify.categories import DEFAULT_CATEGORIES, GENERAL, Category
from postroom.classify.keyword_layer import KeywordLayer, default_layer
from postroom.classify.keywords import Keyword, KeywordPart, Language, shipped_keywords_of
from postroom.classify.learned import shipped_model
from postroom.classify.scoring import shipped_calibration
from postroom.classify.signs import shipped_sign_weights
from postroom.classify.text import is_cjk, normalise, words
from postroom.errors import Conflict, Problem, Refused
from postroom.models import Model
from postroom.times import UtcTime

NAME_PATTERN = r"^[a-z][a-z0-9_]{1,39}$"
SHIPPED = frozenset(category.name for category in DEFAULT_CATEGORIES)


class CategoryKeyword(Model):
    """A word or phrase, and how much it says where it is found."""

    words: str = Field(
        min_length=1,
        max_length=limits.KEYWORD_CHARACTERS,
        description="A word or a phrase. `*` at one end of a word lets it continue there: `faktura*`, `*rechnung`.",
    )
    language: Language | Literal["any"] = Field(default="any", description="Whose word it is; for order only.")
    part: KeywordPart = Field(
        default="text", description="Where it counts; `text` is subject, body, attachments' names and text."
    )
    weight: float = Field(
        ge=-limits.KEYWORD_WEIGHT,
        le=limits.KEYWORD_WEIGHT,
        description="4 hardly ever means another category, 1 barely hints; below 0 it speaks against this one.",
    )

    @field_validator("words")
    @classmethod
    def _can_be_met(cls, given: str) -> str:
        trimmed = " ".join(given.split())
        plain = normalise(trimmed)
        if not words(plain) and not is_cjk(plain):
            raise ValueError("has no letter or digit")
        if any("*" in word[1:-1] or (word.startswith("*") and word.endswith("*")) for word in trimmed.split()):
            raise ValueError("may have one * at the beginning or the end of a word")
        return trimmed

    @field_validator("weight")
    @classmethod
    def _says_something(cls, given: float) -> float:
        if given == 0:
            raise ValueError("says nothing; leave the keyword out")
        return given


class CategoryFields(Model):
    """What a client may write of a category."""

    description: str = Field(
        default="", max_length=limits.CATEGORY_DESCRIPTION_CHARACTERS, description="What people and models read."
    )
    keywords: tuple[CategoryKeyword, ...] = Field(
        default=(), max_length=limits.CATEGORY_KEYWORDS, description="All its keywords; each words and part once."
    )
    learned: StrictBool = Field(
        default=True,
        description="Whether the words that Postroom has learned for a shipped category count beside its keywords; "
        "without effect on a category of your own.",
    )

    @field_validator("keywords")
    @classmethod
    def _each_once(cls, given: tuple[CategoryKeyword, ...]) -> tuple[CategoryKeyword, ...]:
        seen: set[tuple[str, str, str]] = set()
        for number, keyword in enumerate(given):
            key = (normalise(keyword.words), keyword.part, keyword.language)
            if key in seen:
                raise ValueError(f"{keyword.words!r} stands twice, the second time as number {number}")
            seen.add(key)
        return given


class TenantCategory(CategoryFields):
    """A category as it counts for a tenant."""

    name: str = Field(pattern=NAME_PATTERN, description="What it is called in triggers and answers; it never changes.")
    shipped: bool = Field(description="Came with Postroom.")
    changed: bool = Field(description="Was made or changed by the tenant; else it is as shipped.")
    revision: int = Field(default=0, ge=0, description="Moves with every change; its ETag. 0 is as shipped.")
    updated_at: UtcTime | None = Field(default=None, description="When it was changed last; null if never.")


class CategoryChange(CategoryFields):
    """What is stored of a category that was made, changed or deleted."""

    name: str = Field(pattern=NAME_PATTERN)
    deleted: bool = False
    revision: int = Field(ge=1)
    updated_at: UtcTime

    def category(self) -> TenantCategory:
        """The category as it counts."""
        fields = self.model_dump(include={"name", "description", "learned", "revision", "updated_at"})
        return TenantCategory(**fields, keywords=self.keywords, shipped=self.name in SHIPPED, changed=True)


@cache
def shipped_category(name: str) -> TenantCategory:
    """A category as it is shipped."""
    [category] = [one for one in DEFAULT_CATEGORIES if one.name == name]
    keywords = tuple(
        CategoryKeyword.model_construct(words=words, language=language, part=part, weight=weight)
        for language, (_, part, words, weight) in shipped_keywords_of(name)
    )
    return TenantCategory.model_construct(
        name=name, description=category.description, keywords=keywords, learned=True, shipped=True, changed=False,
        revision=0, updated_at=None,
    )  # fmt: skip


def categories_of(changes: Iterable[CategoryChange]) -> tuple[TenantCategory, ...]:
    """A tenant's categories: the shipped ones in their order as changed, then its own by name."""
    changed = {change.name: change for change in changes}
    return tuple(
        changed[name].category() if name in changed else shipped_category(name)
        for name in names_in_order(changed)
        if name not in changed or not changed[name].deleted
    )


def names_in_order(names: Iterable[str]) -> tuple[str, ...]:
    """The shipped names in their order, then the others by the alphabet."""
    return (*(one.name for one in DEFAULT_CATEGORIES), *sorted(set(names) - SHIPPED))


def tried(
    categories: Iterable[TenantCategory], saved: Mapping[str, CategoryFields], removed: Collection[str]
) -> tuple[TenantCategory, ...]:
    """The categories as they would be with some saved and others removed. Raises Refused."""
    now = {category.name: category for category in categories}
    for name in removed:
        if name not in now:
            raise Refused("what is removed must be there", Problem("remove", f"there is no category {name}"))
        check_removable(name)
        del now[name]
    for name, fields in saved.items():
        now[name] = TenantCategory(
            **{field: getattr(fields, field) for field in CategoryFields.model_fields},
            name=name,
            shipped=name in SHIPPED,
            changed=True,
        )
    check_count(len(now))
    return tuple(now[name] for name in names_in_order(now) if name in now)


def check_removable(name: str) -> None:
    """Raise Refused for the category that stands in where no other is likely."""
    if name == GENERAL:
        reason = "stands in where no other category is likely, and cannot be deleted"
        raise Refused(f"{GENERAL} {reason}", Problem("name", reason))


def check_count(categories: int) -> None:
    """Raise Refused where a tenant would have too many."""
    if categories > limits.CATEGORIES:
        reason = f"a tenant has {limits.CATEGORIES} categories at most"
        raise Refused(reason, Problem("name", reason))


def check_unused(name: str, used_by: Sequence[tuple[str, str]]) -> None:
    """Raise Conflict, naming each, where workflows (id and name) are started by a category that is to be deleted."""
    if used_by:
        problems = [Problem("name", f"starts the workflow {title!r} ({workflow})") for workflow, title in used_by]
        count = "a workflow is" if len(problems) == 1 else f"{len(problems)} workflows are"
        raise Conflict(f"{count} started by the category {name}; change or delete them first", *problems)


def layer_of(categories: Sequence[TenantCategory]) -> KeywordLayer:
    """The layer that tells a tenant's categories; the shared one where nothing is changed."""
    if len(categories) == len(DEFAULT_CATEGORIES) and not any(category.changed for category in categories):
        return default_layer()
    return KeywordLayer(
        [Category(category.name, category.description) for category in categories],
        _keywords(categories),
        shipped_sign_weights(),
        shipped_calibration(),
        shipped_model().only([category.name for category in categories if category.learned]),
    )


def _keywords(categories: Iterable[TenantCategory]) -> Iterator[Keyword]:
    for category in categories:
        for keyword in category.keywords:
            yield Keyword(category.name, keyword.part, keyword.words, keyword.weight)
