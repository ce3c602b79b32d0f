"""api: contacts, tickets and time entries."""

from typing import Any

import pytest

from postroom import limits
from postroom.effects import FindRecords
from postroom.ids import ROOT_TENANT, RecordId, new_id
from postroom.records.catalogue import kind_named
from postroom_adapters.idempotency import Create, IdempotencyKeys
from postroom_adapters.records_table import RecordsTable
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.world import World


def names(answer: Any) -> list[str]:
    return [one["name"] for one in answer.body["items"]]


def create(api: Api, name: str, **fields: Any) -> Any:
    return api("create_contact", body={"name": name, "roles": ["vendor"], **fields})


def test_a_contact_is_made_and_cleaned_and_then_found_by_all_it_is_known_by(world: World, api: Api) -> None:
    answer = create(api, "Papir A/S", emails=["Faktura@Papir.example"], domains=["papir.example"], vat_numbers=["DK 1"])
    contact = answer.body
    assert answer.status == 201
    assert contact == {
        "id": contact["id"],
        "created_at": "2026-03-02T09:00:00.000Z",
        "updated_at": "2026-03-02T09:00:00.000Z",
        "made_by": None,
        "revision": 1,
        "name": "Papir A/S",
        "roles": ["vendor"],
        "emails": ["faktura@papir.example"],
        "domains": ["papir.example"],
        "vat_numbers": ["DK1"],
    }
    table = RecordsTable("records")
    for index, value in {
        "email": "faktura@papir.example",
        "domain": "papir.example",
        "vat": "DK1",
        "name": "papir",
    }.items():
        [found] = table.find(ROOT_TENANT, FindRecords("contact", index, value))
        assert found.id == contact["id"]


def test_a_workflow_links_a_mail_to_a_contact_made_over_the_api(world: World, api: Api) -> None:
    contact = create(api, "Supplier A/S", emails=["sender@supplier.example"]).body
    steps = {"workflow_steps": [{"action": "link_to_vendor"}]}
    world.add_workflow({"name": "Link", "classification_trigger": "invoice", **steps})
    world.dispatch(world.receive(mail()))
    [execution] = api("list_workflow_executions", query={}).body["items"]
    [step] = api("get_workflow_execution", id=execution["id"]).body["steps"]
    assert step["output"]["vendor_id"] == contact["id"]


def test_two_equal_contacts_are_two(api: Api) -> None:
    first, second = create(api, "Twin"), create(api, "Twin")
    assert (first.status, second.status) == (201, 201)
    assert first.body["id"] != second.body["id"]
    assert len(api("list_contacts").body["items"]) == 2


def test_contacts_come_in_pages_newest_first(world: World, api: Api) -> None:
    for number in range(5):
        world.move(1)
        create(api, f"Contact {number}")
    page = api("list_contacts", query={"limit": 3})
    world.move(1)
    create(api, "Newer")
    rest = api("list_contacts", query={"limit": 3, "cursor": page.body["next_cursor"]})
    assert names(page) + names(rest) == [f"Contact {number}" for number in (4, 3, 2, 1, 0)]
    assert rest.body["next_cursor"] is None


@pytest.mark.parametrize("field", ["id", "created_at", "updated_at", "made_by"])
def test_what_we_set_ourselves_cannot_be_given(api: Api, field: str) -> None:
    answer = create(api, "Contact", **{field: "2026-03-02T09:00:00Z"})
    assert (answer.status, answer.problems) == (422, {field: "there is no such field"})


def test_tickets_of_workflows_are_listed(world: World, api: Api) -> None:
    steps = {"workflow_steps": [{"action": "create_ticket", "params": {"title": "Pay", "type": "billing"}}]}
    world.add_workflow({"name": "Ticket", "classification_trigger": "invoice", **steps})
    email = world.receive(mail())
    world.dispatch(email)
    [ticket] = api("list_tickets").body["items"]
    assert (ticket["title"], ticket["type"], ticket["status"], ticket["event_id"]) == ("Pay", "billing", "open", email)


TICKET = {"title": "Pay", "type": "billing", "priority": "high"}
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "contact": ({"name": "Papir A/S", "roles": ["vendor"]}, {"name": "Papir og Pap A/S"}),
    "ticket": (TICKET, {"status": "closed"}),
    "time_entry": ({"hours": "7.5", "date_from": "2026-03-02", "date_to": "2026-03-02"}, {"hours": "8.25"}),
}


FILTERED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "contact": ({"emails": ["a@papir.example"]}, {"email": "a@papir.example"}),
    "ticket": ({}, {"status": "open"}),
    "time_entry": ({"event_id": "evt_01K3TZBDZ0E4KV55RZ3FNTGY0G"}, {"email_id": "evt_01K3TZBDZ0E4KV55RZ3FNTGY0G"}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_made_read_changed_and_deleted(world: World, api: Api, kind: str) -> None:
    given, changes = KINDS[kind]
    made = api(f"create_{kind}", body=given)
    assert (made.status, made.headers["etag"]) == (201, '"1"')
    assert made.headers["location"].endswith(made.body["id"])
    assert given.items() <= made.body.items()
    world.move(60)
    changed = api(f"change_{kind}", id=made.body["id"], body=changes, headers={"if-match": '"1"'})
    assert (changed.status, changed.headers["etag"], changed.body["revision"]) == (200, '"2"', 2)
    assert changed.body == {**made.body, **changes, "revision": 2, "updated_at": "2026-03-02T09:01:00.000Z"}
    read = api(f"get_{kind}", id=made.body["id"])
    assert (read.status, read.body, read.headers["etag"]) == (200, changed.body, '"2"')
    gone = api(f"delete_{kind}", id=made.body["id"], headers={"if-match": '"2"'})
    assert (gone.status, gone.body) == (200, changed.body)
    assert api(f"get_{kind}", id=made.body["id"]).status == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_at_another_revision_is_not_changed_or_deleted(api: Api, kind: str) -> None:
    given, changes = KINDS[kind]
    made = api(f"create_{kind}", body=given).body
    api(f"change_{kind}", id=made["id"], body=changes, headers={"if-match": None})
    for request in ("change", "replace", "delete"):
        body = {"change": changes, "replace": given}.get(request)
        answer = api(f"{request}_{kind}", id=made["id"], body=body, headers={"if-match": '"1"'})
        assert (answer.status, answer.body["code"]) == (412, "outdated")
    assert api(f"get_{kind}", id=made["id"]).body["revision"] == 2


@pytest.mark.parametrize("kind", KINDS)
def test_another_tenants_record_is_not_there(world: World, api: Api, kind: str) -> None:
    made = api(f"create_{kind}", body=KINDS[kind][0]).body
    other = Api(world, "other")
    assert other(f"get_{kind}", id=made["id"]).status == 404
    assert other(f"delete_{kind}", id=made["id"], headers={"if-match": None}).status == 404
    assert api(f"get_{kind}", id=made["id"]).status == 200


def test_a_changed_contact_is_found_by_what_it_now_has_and_not_by_what_it_had(api: Api) -> None:
    contact = create(api, "Papir A/S", emails=["old@papir.example", "kept@papir.example"]).body
    changes = {"emails": ["kept@papir.example", "new@papir.example"], "name": "Pap ApS"}
    api("change_contact", id=contact["id"], body=changes, headers={"if-match": None})
    found = {
        email: names(api("list_contacts", query={"email": f"{email}@papir.example"}))
        for email in ("old", "kept", "new")
    }
    assert found == {"old": [], "kept": ["Pap ApS"], "new": ["Pap ApS"]}
    [summary] = RecordsTable("records").find(ROOT_TENANT, FindRecords("contact", "email", "kept@papir.example"))
    assert summary.summary["name"] == "Pap ApS"
    api("delete_contact", id=contact["id"], headers={"if-match": None})
    assert names(api("list_contacts", query={"email": "kept@papir.example"})) == []


def test_what_is_left_out_of_a_whole_change_is_as_in_a_new_one(api: Api) -> None:
    contact = create(api, "Papir A/S", emails=["a@papir.example"]).body
    whole = {"name": "Papir A/S", "roles": ["customer"]}
    changed = api("replace_contact", id=contact["id"], body=whole, headers={"if-match": None}).body
    assert (changed["emails"], changed["roles"], changed["id"]) == ([], ["customer"], contact["id"])


def test_a_patch_names_every_wrong_field(api: Api) -> None:
    ticket = api("create_ticket", body=TICKET).body
    wrong = {"title": None, "priority": "soon", "colour": "red"}
    answer = api("change_ticket", id=ticket["id"], body=wrong, headers={"if-match": None})
    assert answer.status == 422
    assert set(answer.problems) == {"title", "priority", "colour"}
    assert api("get_ticket", id=ticket["id"]).body["revision"] == 1


@pytest.mark.parametrize(
    ("roles", "problem"),
    [
        (["boss"], {"path": "roles.0", "reason": "Input should be 'vendor' or 'customer'"}),
        ([], {"path": "roles", "reason": "List should have at least 1 item, not 0"}),
        (["vendor"] * 11, {"path": "roles", "reason": "List should have at most 10 items, not 11"}),
    ],
)
def test_what_is_wrong_in_a_list_is_said_once_and_in_words_of_json(
    api: Api, roles: list[str], problem: dict[str, str]
) -> None:
    refused = api("create_contact", body={"name": "Papir A/S", "roles": roles})
    assert (refused.status, refused.body["problems"]) == (422, [problem])


def test_open_tickets_are_listed_apart_from_closed_ones_in_pages(world: World, api: Api) -> None:
    tickets = []
    for number in range(5):
        world.move(1)
        made = api("create_ticket", body={**TICKET, "title": str(number)}, headers={"idempotency-key": None})
        tickets.append(made.body)
    api("change_ticket", id=tickets[3]["id"], body={"status": "closed"}, headers={"if-match": None})
    first = api("list_tickets", query={"status": "open", "limit": 2})
    rest = api("list_tickets", query={"status": "open", "limit": 2, "cursor": first.body["next_cursor"]})
    assert [one["title"] for one in first.body["items"] + rest.body["items"]] == ["4", "2", "1", "0"]
    assert [one["title"] for one in api("list_tickets", query={"status": "closed"}).body["items"]] == ["3"]


def test_a_page_that_would_not_fit_into_an_answer_ends_early_and_goes_on(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PAGE_BYTES", 300_000)
    for number in range(4):
        world.move(1)
        long = {"title": str(number), "description": "😀" * (10_000 if number else 20_000)}
        assert api("create_ticket", body=long, headers={"idempotency-key": None}).status == 201
    titles: list[list[str]] = []
    cursor: dict[str, Any] = {}
    while True:
        page = api("list_tickets", query={"limit": 200, **cursor}).body
        titles.append([one["title"] for one in page["items"]])
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert titles == [["3", "2"], ["1"], ["0"]]


def test_a_cursor_of_one_filter_is_no_cursor_of_another(world: World, api: Api) -> None:
    for _ in range(2):
        world.move(1)
        api("create_ticket", body=TICKET, headers={"idempotency-key": None})
    page = api("list_tickets", query={"status": "open", "limit": 1})
    answer = api("list_tickets", query={"status": "closed", "cursor": page.body["next_cursor"]})
    assert (answer.status, list(answer.problems)) == (422, ["cursor"])


def test_all_filters_of_a_list_must_hold(world: World, api: Api) -> None:
    mails = {"Mine": "evt_01K3TZBDZ0E4KV55RZ3FNTGY0G", "Other": "evt_01K3TZBDZ0E4KV55RZ3FNTGY0H"}
    for title, email_id in mails.items():
        for status in ("open", "closed"):
            world.move(1)
            body = {**TICKET, "title": f"{title} {status}", "status": status, "event_id": email_id}
            assert api("create_ticket", body=body, headers={"idempotency-key": None}).status == 201
    found = api("list_tickets", query={"status": "closed", "email_id": mails["Mine"]}).body
    assert ([one["title"] for one in found["items"]], found["next_cursor"]) == (["Mine closed"], None)


def test_contacts_and_time_entries_take_all_their_filters_together(world: World, api: Api) -> None:
    both = create(api, "Both", emails=["a@papir.example"], domains=["papir.example"], vat_numbers=["DK 1"]).body
    create(api, "Address only", emails=["a@papir.example"])
    create(api, "Domain only", domains=["papir.example"], vat_numbers=["DK 1"])
    asked = {"email": "A@papir.example", "domain": "papir.example", "vat_number": "dk-1"}
    assert names(api("list_contacts", query=asked)) == ["Both"]
    of_mail = {"event_id": "evt_01K3TZBDZ0E4KV55RZ3FNTGY0G"}
    for hours, given in (
        ("1", of_mail),
        ("2", {"customer_id": both["id"]}),
        ("3", {"customer_id": both["id"]} | of_mail),
    ):
        entry = {"hours": hours, **given}
        assert api("create_time_entry", body=entry, headers={"idempotency-key": None}).status == 201
    query = {"customer_id": both["id"], "email_id": of_mail["event_id"]}
    assert [one["hours"] for one in api("list_time_entries", query=query).body["items"]] == ["3"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("filtered", [False, True])
def test_records_are_listed_between_two_times_page_by_page(world: World, api: Api, kind: str, filtered: bool) -> None:
    given, _ = KINDS[kind]
    more, query = FILTERED[kind] if filtered else ({}, {})
    made = []
    for _ in range(6):
        made.append(api(f"create_{kind}", body={**given, **more}, headers={"idempotency-key": None}).body["id"])
        world.move(60)
    plural = {"contact": "contacts", "ticket": "tickets", "time_entry": "time_entries"}[kind]
    within = {"created_from": "2026-03-02T09:01:00Z", "created_to": "2026-03-02T10:05:00+01:00", "limit": 3, **query}
    first = api(f"list_{plural}", query=within).body
    rest = api(f"list_{plural}", query={**within, "cursor": first["next_cursor"]}).body
    assert [one["id"] for one in first["items"] + rest["items"]] == made[4:0:-1]
    assert rest["next_cursor"] is None
    other = {**within, "created_to": "2026-03-02T10:00:00Z", "cursor": first["next_cursor"]}
    assert list(api(f"list_{plural}", query=other).problems) == ["cursor"]


def test_a_search_by_two_filters_looks_at_so_many_and_goes_on(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SEARCHED_ROWS", 2)
    email_id = "evt_01K3TZBDZ0E4KV55RZ3FNTGY0G"
    for status in ("closed", "open", "open", "open", "closed"):
        body = {**TICKET, "title": status, "status": status, "event_id": email_id}
        api("create_ticket", body=body, headers={"idempotency-key": None})
        world.move(1)
    pages: list[int] = []
    query: dict[str, Any] = {"status": "closed", "email_id": email_id}
    while True:
        page = api("list_tickets", query=query).body
        pages.append(len(page["items"]))
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert pages == [1, 0, 1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("request_", ["change", "replace"])
def test_a_change_that_changes_nothing_leaves_the_record_as_it_is(
    world: World, api: Api, kind: str, request_: str
) -> None:
    given, _ = KINDS[kind]
    made = api(f"create_{kind}", body=given)
    before = world.items("records")
    world.move(60)
    for body in ({}, given) if request_ == "change" else (given,):
        answer = api(f"{request_}_{kind}", id=made.body["id"], body=body, headers={"if-match": '"1"'})
        assert (answer.status, answer.body, answer.headers["etag"]) == (200, made.body, '"1"')
    assert world.items("records") == before


def test_hours_are_exact_and_days_in_order(api: Api) -> None:
    answer = api("create_time_entry", body={"hours": "7.505", "date_from": "2026-03-03"})
    assert (answer.status, list(answer.problems)) == (422, ["hours"])
    backwards = api("create_time_entry", body={"hours": "1", "date_from": "2026-03-03", "date_to": "2026-03-02"})
    assert backwards.status == 422
    assert "date_to is before date_from" in next(iter(backwards.problems.values()))


class TestCreatesUnderAKey:
    """Idempotency-Key."""

    def test_the_same_request_again_makes_nothing_and_answers_the_same(self, world: World, api: Api) -> None:
        first = api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        world.move(60)
        again = api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        assert (again.status, again.body, again.headers["location"]) == (201, first.body, first.headers["location"])
        assert len(api("list_tickets", query={}).body["items"]) == 1

    def test_another_request_under_the_key_is_refused(self, api: Api) -> None:
        api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        other = api("create_ticket", body={**TICKET, "title": "Other"}, headers={"idempotency-key": "k1"})
        contact = api("create_contact", headers={"idempotency-key": "k1"})
        assert (other.status, list(other.problems)) == (422, ["Idempotency-Key"])
        assert contact.status == 422
        assert len(api("list_tickets", query={}).body["items"]) == 1

    def test_a_key_is_the_tenants_own(self, world: World, api: Api) -> None:
        first = api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        other = Api(world, "other")("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        assert other.status == 201
        assert other.body["id"] != first.body["id"]

    def test_a_key_is_free_again_after_its_time(self, world: World, api: Api) -> None:
        first = api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        world.move(limits.IDEMPOTENCY_HOURS * 3600 + 1)
        later = api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        assert later.body["id"] != first.body["id"]

    def test_a_key_whose_thing_was_deleted_says_so(self, api: Api) -> None:
        first = api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        api("delete_ticket", id=first.body["id"], headers={"if-match": None})
        again = api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"})
        assert (again.status, again.body["code"]) == (409, "conflict")

    def test_a_request_that_was_wrong_leaves_its_key_free(self, api: Api) -> None:
        wrong = api("create_ticket", body={}, headers={"idempotency-key": "k1"})
        assert wrong.status == 422
        assert api("create_ticket", body=TICKET, headers={"idempotency-key": "k1"}).status == 201

    def test_a_workflow_is_made_once_too(self, api: Api) -> None:
        first = api("create_workflow", headers={"idempotency-key": "k1"})
        again = api("create_workflow", headers={"idempotency-key": "k1"})
        assert (first.status, again.status, again.body) == (201, 201, first.body)
        made = [one for one in api("list_workflows").body["items"] if one["name"] == first.body["name"]]
        assert len(made) == 1

    def test_two_at_the_same_moment_make_one(self, world: World, api: Api) -> None:
        """The second passes the look-up before the first has written, and loses at its transaction."""
        keys_table = IdempotencyKeys("executions")
        request = Create(ROOT_TENANT, "k1", "create_ticket", "{}", world.now)
        table = RecordsTable("records")
        kind = kind_named("ticket")

        def made(more: tuple[dict[str, Any], ...], title: str) -> Any:
            record_id = RecordId(new_id("tic", world.now, title.encode() * 10))
            ticket = kind.made(kind.fields(**TICKET), record_id, world.now)
            table.add(ROOT_TENANT, "ticket", ticket, *more)
            return ticket

        def second(more: tuple[dict[str, Any], ...]) -> Any:
            first, _ = keys_table.once(request, "tic_" + "0" * 25 + "1", lambda also: made(also, "1"), _never)
            return made(more, "2") or first

        answer, replayed = keys_table.once(request, "tic_" + "0" * 25 + "2", second, lambda found: found)
        assert (answer, replayed) == ("tic_" + "0" * 25 + "1", True)
        assert len(api("list_tickets", query={}).body["items"]) == 1


def _never(made: str) -> Any:
    raise AssertionError(f"{made} should not have been read")
