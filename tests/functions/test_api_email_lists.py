"""api: mails found by sender, category, status, time and words of the subject, page by page."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postroom import limits
from postroom.ids import EventId
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.world import World

SENDERS = ("a@one.example", "b@one.example", "c@two.example")
BODIES = {
    "invoice": "Invoice 2026-117\nAmount due: EUR 1,250.00\nPlease pay the invoice by 15 April 2026.\n",
    "general": "See you at lunch.\n",
}


@pytest.fixture
def ids(world: World) -> list[EventId]:
    """Twelve mails a second apart, newest first: senders by turns, every other one an invoice, the last one a virus."""
    made = []
    for number in range(12):
        world.move(1)
        invoice = number % 2
        raw = mail(
            f"Invoice {number}" if invoice else f"Lunch at {number}",
            BODIES["invoice" if invoice else "general"],
            From=f"Somebody <{SENDERS[number % 3].upper()}>",
            Message_ID=f"<{number}@x.example>",
        )
        virus = {"virus": "FAIL"} if number == 11 else {}
        made.append(world.receive(raw, f"ses-{number}", **virus))
        if number != 11:
            world.dispatch(made[-1])
    return made[::-1]


def found(api: Api, **query: Any) -> list[str]:
    """All pages, and never more on one than asked for."""
    items: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = api("list_emails", query={"limit": 4, **query, **cursor}).body
        assert len(page["items"]) <= int(query.get("limit", 4))
        items += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


def test_by_sender_whatever_the_letters(ids: list[EventId], api: Api) -> None:
    assert found(api, sender="A@one.example") == [ids[2], ids[5], ids[8], ids[11]]


def test_by_category(ids: list[EventId], api: Api) -> None:
    assert found(api, category="invoice") == [ids[2], ids[4], ids[6], ids[8], ids[10]]


def test_by_status(ids: list[EventId], api: Api) -> None:
    assert found(api, status="skipped") == [ids[0]]
    assert found(api, status="classified") == ids[1:]


def test_by_the_words_of_the_subject(ids: list[EventId], api: Api) -> None:
    assert found(api, subject="INVO 9") == [ids[2]]
    assert found(api, subject="lunch at") == [ids[number] for number in (1, 3, 5, 7, 9, 11)]


def test_by_time_of_arrival(ids: list[EventId], api: Api) -> None:
    since, before = "2026-03-02T09:00:04Z", "2026-03-02T09:00:09+00:00"
    assert found(api, received_from=since) == ids[:9]
    assert found(api, received_to=before) == ids[4:]
    assert found(api, received_from=since, received_to=before, limit=2) == ids[4:9]
    assert found(api, received_from=before, received_to=since) == []


def test_all_filters_at_once(ids: list[EventId], api: Api) -> None:
    every = {"sender": SENDERS[1], "category": "invoice", "status": "classified", "subject": "invoice"}
    assert found(api, **every, received_from="2026-03-02T09:00:05Z") == [ids[4]]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sender=st.sampled_from((*SENDERS, "nobody@one.example", None)),
    category=st.sampled_from(("invoice", "general", None)),
    status=st.sampled_from(("classified", "skipped", None)),
    subject=st.sampled_from(("1", "lunch", "invoice 5", None)),
    first=st.integers(0, 14),
    last=st.integers(0, 14),
    limit=st.integers(1, 5),
)
def test_pages_hold_just_what_looking_at_every_mail_would_find(
    ids: list[EventId],
    api: Api,
    sender: str | None,
    category: str | None,
    status: str | None,
    subject: str | None,
    first: int,
    last: int,
    limit: int,
) -> None:
    whole = api("list_emails", query={"limit": 50}).body["items"]
    since, before = f"2026-03-02T09:00:{first:02}Z", f"2026-03-02T09:00:{last:02}Z"
    wanted = [
        one["id"]
        for one in whole
        if sender in (None, one["sender_address"])
        and category in (None, one["category"])
        and status in (None, one["status"])
        and all(word in one["subject"].casefold() for word in (subject or "").split())
        and since <= one["received_at"].replace(".000Z", "Z") < before
    ]
    asked = {"sender": sender, "category": category, "status": status, "subject": subject}
    query = {name: value for name, value in asked.items() if value is not None}
    assert found(api, **query, received_from=since, received_to=before, limit=limit) == wanted


def test_a_search_that_looked_far_says_where_to_go_on(
    ids: list[EventId], api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SEARCHED_ROWS", 3)
    page = api("list_emails", query={"subject": "invoice 1"}).body
    assert (page["items"], page["next_cursor"] is None) == ([], False)
    assert found(api, subject="invoice 1") == [ids[10]]


def test_new_mail_moves_nothing_below(world: World, ids: list[EventId], api: Api) -> None:
    page = api("list_emails", query={"status": "classified", "limit": 5}).body
    world.move(1)
    world.dispatch(world.receive(mail("Newer", Message_ID="<newer@x.example>"), "ses-newer"))
    rest = found(api, status="classified", cursor=page["next_cursor"])
    assert [one["id"] for one in page["items"]] + rest == ids[1:]


def test_a_cursor_goes_with_its_filters(ids: list[EventId], api: Api) -> None:
    page = api("list_emails", query={"status": "classified", "limit": 2}).body
    answer = api("list_emails", query={"status": "skipped", "cursor": page["next_cursor"]})
    assert (answer.status, list(answer.problems)) == (422, ["cursor"])


def test_a_flagged_mail_is_found_as_flagged_and_no_longer_as_classified(world: World, api: Api) -> None:
    steps = {"workflow_steps": [{"action": "flag_for_review", "params": {"reason": "Look"}}]}
    world.add_workflow({"name": "Flag", "classification_trigger": "invoice", **steps})
    email = world.receive(mail())
    world.dispatch(email)
    assert (found(api, status="flagged"), found(api, status="classified")) == ([email], [])


@pytest.mark.parametrize(
    ("name", "value"), [("status", "lost"), ("received_from", "yesterday"), ("received_to", "2026-03-02T09:00:00")]
)
def test_a_filter_that_cannot_be_is_named(api: Api, name: str, value: str) -> None:
    answer = api("list_emails", query={name: value})
    assert (answer.status, list(answer.problems)) == (422, [name])


def test_anothers_mails_are_not_found(world: World, ids: list[EventId]) -> None:
    assert found(Api(world, "other"), status="classified") == []
