"""A tenant's categories: the shipped ones until changed, its own beside them, and the layer that tells them."""

from datetime import UTC, datetime

import pytest

from postroom import limits
from postroom.classify.categories import DEFAULT_CATEGORIES
from postroom.classify.keyword_layer import default_layer
from postroom.classify.own import (
    CategoryChange,
    CategoryFields,
    CategoryKeyword,
    categories_of,
    check_count,
    check_unused,
    layer_of,
    shipped_category,
    tried,
)
from postroom.errors import Conflict, Refused
from tests.core.classify.mails import mail

NOW = datetime(2026, 3, 2, tzinfo=UTC)
WARRANTY = CategoryFields(keywords=(CategoryKeyword(words="garantisag*", weight=8),))


def changed(name: str, fields: CategoryFields = WARRANTY, *, deleted: bool = False) -> CategoryChange:
    return CategoryChange(**dict(fields), name=name, deleted=deleted, revision=1, updated_at=NOW)


def test_nothing_changed_is_the_shipped_categories_and_the_shared_layer() -> None:
    categories = categories_of([])
    assert [one.name for one in categories] == [one.name for one in DEFAULT_CATEGORIES]
    assert layer_of(categories) is default_layer()
    assert {keyword.language for keyword in shipped_category("invoice").keywords} == {"da", "de", "en", "zh"}


def test_changes_stand_where_the_shipped_one_stood_and_new_ones_come_after() -> None:
    names = [one.name for one in categories_of([changed("zebra"), changed("apple"), changed("spam", deleted=True)])]
    assert names == [one.name for one in DEFAULT_CATEGORIES if one.name != "spam"] + ["apple", "zebra"]


def test_a_category_of_its_own_is_told_by_its_keywords_beside_all_that_is_learned() -> None:
    layer = layer_of(categories_of([changed("warranty_claim")]))
    assert layer.classify(mail("Garantisag 12", "Se garantisagen.")).category == "warranty_claim"
    bill = mail("Invoice 20931", "Please find our invoice attached. Amount due £540.00, due date 1 May.")
    assert layer.classify(bill).category == "invoice"


def test_what_is_learned_can_be_switched_off_for_a_category() -> None:
    bill = mail("Stromrechnung", "Zahlbetrag 87,15 Euro, fällig am 3. Mai.")
    bare = CategoryFields(keywords=(CategoryKeyword(words="nichts davon", weight=1),), learned=False)
    assert layer_of(categories_of([])).classify(bill).category == "invoice"
    told = layer_of(categories_of([changed("invoice", bare)])).classify(bill)
    assert told.category != "invoice"
    assert "invoice" not in {item.category for item in told.evidence}


def test_a_deleted_category_is_no_answer_any_more() -> None:
    layer = layer_of(categories_of([changed("newsletter", deleted=True)]))
    told = layer.classify(mail("Our June newsletter", "In this issue: trends. Unsubscribe here."))
    assert told.category != "newsletter"
    assert told.runner_up is None or told.runner_up.category != "newsletter"


def test_trying_shows_them_as_they_would_be() -> None:
    names = [one.name for one in tried(categories_of([]), {"warranty_claim": WARRANTY}, ["spam"])]
    assert "warranty_claim" in names
    assert "spam" not in names
    with pytest.raises(Refused, match="must be there"):
        tried(categories_of([]), {}, ["warranty_claim"])
    with pytest.raises(Refused, match="cannot be deleted"):
        tried(categories_of([]), {}, ["general"])


def test_there_are_limits() -> None:
    check_count(limits.CATEGORIES)
    with pytest.raises(Refused, match=str(limits.CATEGORIES)):
        check_count(limits.CATEGORIES + 1)


def test_workflows_that_a_category_starts_are_named() -> None:
    check_unused("invoice", [])
    with pytest.raises(Conflict, match="2 workflows are started by the category invoice") as refused:
        check_unused("invoice", [("wfl_1", "A"), ("wfl_2", "B")])
    assert [problem.reason for problem in refused.value.problems] == [
        "starts the workflow 'A' (wfl_1)",
        "starts the workflow 'B' (wfl_2)",
    ]
