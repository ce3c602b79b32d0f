"""api: a tenant's categories, made, changed, deleted, tried on stored mail; and what mails are then taken for."""

from email.message import EmailMessage
from typing import Any

import pytest

from postroom.ids import EventId
from tests.functions.api_client import Api
from tests.functions.samples import mail, sample
from tests.functions.world import World

WARRANTY = {"words": "garantisag*", "language": "da", "weight": 8}


@pytest.fixture
def api(world: World) -> Api:
    return Api(world)


def arrived(world: World, ses_id: str, subject: str, text: str) -> EventId:
    event = world.receive(mail(subject=subject, text=text, Message_ID=f"<{ses_id}@supplier.example>"), ses_id)
    world.dispatch(event)
    return event


def named(answer: Any) -> list[str]:
    return [item["name"] for item in answer.body["items"]]


def test_the_shipped_categories_are_there_until_they_are_changed(api: Api) -> None:
    listed = api("list_categories")
    assert named(listed)[0] == "invoice"
    assert len(listed.body["items"]) == 13
    assert {item["revision"] for item in listed.body["items"]} == {0}
    shown = api("get_category")
    assert (shown.body["name"], shown.body["shipped"], shown.body["changed"]) == ("invoice", True, False)
    assert shown.headers["etag"] == '"0"'
    keyword = {"words": "amount due", "language": "en", "part": "text", "weight": 4.0}
    assert keyword in shown.body["keywords"]


def test_a_category_of_its_own_is_what_the_next_mail_is_taken_for(world: World, api: Api) -> None:
    before = arrived(world, "ses-1", "Garantisag 12", "Se garantisagen.")
    assert world.event(before).mail.category != "warranty_claim"
    made = api("create_category", body={"name": "warranty_claim", "keywords": [WARRANTY]})
    assert (made.status, made.headers["location"]) == (201, "/api/v1/categories/warranty_claim")
    assert (made.body["revision"], made.body["shipped"]) == (1, False)
    after = arrived(world, "ses-2", "Garantisag 13", "Se garantisagen, den er ny.")
    assert world.event(after).mail.category == "warranty_claim"
    assert "warranty_claim" in named(api("list_categories"))
    assert world.event(before).mail.category != "warranty_claim"


def test_a_change_that_says_what_is_so_leaves_a_category_as_it_is(world: World, api: Api) -> None:
    shown = api("get_category").body
    same = {name: shown[name] for name in ("description", "keywords", "learned")}
    before = world.items("workflows")
    answer = api("replace_category", body=same, headers={"if-match": '"0"'})
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, shown, '"0"')
    assert world.items("workflows") == before


def test_a_name_that_would_have_no_path_is_refused(api: Api) -> None:
    answer = api("create_category", body={"name": "try"})
    assert (answer.status, list(answer.problems)) == (422, ["name"])


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_trying_is_a_path_of_its_own_and_says_which_method_it_takes(api: Api, method: str) -> None:
    event = sample("api/try_categories")
    event["requestContext"]["http"]["method"] = method
    answer = api.send(event)
    assert (answer.status, answer.headers["allow"]) == (405, "POST")


def test_a_category_that_is_there_is_not_made_again(api: Api) -> None:
    refused = api("create_category", body={"name": "invoice"}, headers={"idempotency-key": None})
    assert refused.status == 409
    assert "PUT" in refused.body["detail"]


def test_a_create_under_the_same_key_answers_with_what_the_first_made(api: Api) -> None:
    first, second = api("create_category"), api("create_category")
    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body


def test_keywords_that_cannot_be_met_are_named(api: Api) -> None:
    wrong = [
        {"words": "*fakt*", "weight": 1},
        {"words": "!!", "weight": 1},
        {"words": "ok", "weight": 0},
        {"words": "big", "weight": 99},
    ]
    refused = api("create_category", body={"name": "Bad name", "keywords": wrong})
    assert refused.status == 422
    assert set(refused.problems) == {
        "name",
        *(f"keywords.{n}.{f}" for n, f in enumerate(("words", "words", "weight", "weight"))),
    }
    twice = api("create_category", body={"name": "twice", "keywords": [WARRANTY, WARRANTY]})
    assert "stands twice" in twice.problems["keywords"]


def test_a_shipped_category_is_changed_at_the_revision_it_was_read_with(world: World, api: Api) -> None:
    body = {"description": "Ours", "keywords": [{"words": "skifteretsbrev", "weight": 4}], "learned": False}
    saved = api("replace_category", body=body, headers={"if-match": '"0"'})
    assert (saved.status, saved.body["changed"], saved.body["revision"]) == (200, True, 1)
    assert api("get_category").body["keywords"] == saved.body["keywords"]
    assert api("replace_category", body=body, headers={"if-match": '"0"'}).status == 412
    event = arrived(world, "ses-1", "Invoice 2026-117", "Invoice no. 2026-117 over EUR 10.00, due 1 May")
    assert world.event(event).mail.category != "invoice"


def test_a_category_that_starts_workflows_is_kept_and_they_are_named(api: Api) -> None:
    refused = api("delete_category", id="invoice")
    assert refused.status == 409
    assert "Invoice Processing" in refused.problems["name"]
    assert "invoice" in named(api("list_categories"))


def test_a_category_that_starts_nothing_can_go_and_come_back(api: Api) -> None:
    assert api("delete_category").body["name"] == "newsletter"
    assert "newsletter" not in named(api("list_categories"))
    assert api("get_category", id="newsletter").status == 404
    assert api("delete_category").status == 404
    again = api("create_category", body={"name": "newsletter", "keywords": [WARRANTY]})
    assert (again.status, again.body["revision"], again.body["shipped"]) == (201, 2, True)
    assert named(api("list_categories"))[8] == "newsletter"


def test_general_cannot_be_deleted(api: Api) -> None:
    refused = api("delete_category", id="general")
    assert refused.status == 422
    assert "cannot be deleted" in refused.problems["name"]


def test_a_workflow_of_no_category_is_refused_until_there_is_one(api: Api) -> None:
    flat = {"name": "W", "classification_trigger": "warranty_claim", "workflow_steps": [{"action": "stop"}]}
    deep = {"name": "W", "triggers": [{"classification": "warranty_claim"}], "workflow_steps": [{"action": "stop"}]}
    refused = api("create_workflow", body=flat, headers={"idempotency-key": None})
    assert (refused.status, list(refused.problems)) == (422, ["classification_trigger"])
    refused = api("create_workflow", body=deep, headers={"idempotency-key": None})
    assert list(refused.problems) == ["triggers.0.classification"]
    assert "there is no category 'warranty_claim'" in refused.problems["triggers.0.classification"]
    api("create_category", body={"name": "warranty_claim", "keywords": [WARRANTY]})
    assert api("create_workflow", body=flat, headers={"idempotency-key": None}).status == 201
    kept = api("delete_category", id="warranty_claim")
    assert (kept.status, "'W'" in kept.problems["name"]) == (409, True)


@pytest.mark.parametrize("saved", ["created", "changed"])
def test_a_workflow_is_not_saved_for_a_category_that_is_deleted_at_the_same_moment(
    world: World, api: Api, saved: str
) -> None:
    flat = {"name": "W", "classification_trigger": "newsletter", "workflow_steps": [{"action": "stop"}]}
    other = api("create_workflow", body={**flat, "classification_trigger": "invoice"}, headers={"idempotency-key": "1"})
    deleted: list[int] = []

    def delete(_params: object) -> None:
        if not deleted:
            deleted.append(0)
            deleted[0] = api("delete_category", id="newsletter").status

    world.store.faults.before("TransactWriteItems", lambda params: "'newsletter'" in str(params), delete)
    if saved == "created":
        refused = api("create_workflow", body=flat, headers={"idempotency-key": "2"})
    else:
        refused = api("replace_workflow", id=other.body["id"], body=flat, headers={"if-match": None})
    assert deleted == [200]
    assert refused.status == 422
    assert "there is no category 'newsletter'" in str(refused.problems)
    assert not [one for one in world.items("workflows", "#workflow") if "newsletter" in str(one.get("triggers"))]


def test_trying_says_which_stored_mails_would_change_and_why_and_saves_nothing(world: World, api: Api) -> None:
    claim = arrived(world, "ses-1", "Garantisag 12", "Se garantisagen.")
    arrived(world, "ses-2", "Invoice 2026-117", "Invoice no. 2026-117 over EUR 10.00, due 1 May")
    tried = api("try_categories", body={"save": [{"name": "warranty_claim", "keywords": [WARRANTY]}]})
    assert tried.status == 200
    assert (tried.body["read"], tried.body["next_cursor"]) == (2, None)
    [changed] = tried.body["changed"]
    assert (changed["email_id"], changed["after"]["category"]) == (claim, "warranty_claim")
    assert changed["before"]["category"] != "warranty_claim"
    assert "garantisag" in {item["words"] for item in changed["after"]["evidence"]}
    assert tried.body["moves"] == [{"before": changed["before"]["category"], "after": "warranty_claim", "mails": 1}]
    assert "warranty_claim" not in named(api("list_categories"))


def test_trying_reads_what_the_documents_of_stored_mails_say(world: World, api: Api) -> None:
    message = EmailMessage()
    message["From"] = "sender@supplier.example"
    message["Subject"] = "Scan"
    message.set_content("Hej")
    message.add_attachment(b"Garantisag 12", maintype="text", subtype="plain", filename="scan.txt")
    event = world.receive(message.as_bytes(), "ses-1")
    world.dispatch(event)
    keyword = {**WARRANTY, "weight": 10}
    tried = api("try_categories", body={"save": [{"name": "warranty_claim", "keywords": [keyword]}]})
    [changed] = tried.body["changed"]
    assert changed["after"]["category"] == "warranty_claim"
    assert {(item["part"], item["words"]) for item in changed["after"]["evidence"]} >= {("attachment", "garantisag")}
    shown = api("get_email", id=event).body["mail"]["attachments"]
    assert [one["text"] for one in shown] == ["Garantisag 12"]


def test_trying_goes_on_page_by_page_and_keeps_to_its_dates(world: World, api: Api) -> None:
    first = arrived(world, "ses-1", "Garantisag 1", "garantisag")
    world.move(3600)
    second = arrived(world, "ses-2", "Garantisag 2", "garantisagen")
    body: dict[str, Any] = {"save": [{"name": "warranty_claim", "keywords": [WARRANTY]}], "limit": 1}
    page = api("try_categories", body=body)
    assert [one["email_id"] for one in page.body["changed"]] == [second]
    page = api("try_categories", body=body | {"cursor": page.body["next_cursor"]})
    assert [one["email_id"] for one in page.body["changed"]] == [first]
    noon = world.event(second).received_at.isoformat()
    since = api("try_categories", body=body | {"received_from": noon, "limit": 50})
    assert [one["email_id"] for one in since.body["changed"]] == [second]
    before = api("try_categories", body=body | {"received_to": noon, "limit": 50})
    assert [one["email_id"] for one in before.body["changed"]] == [first]


def test_trying_to_remove_what_is_not_there_is_refused(api: Api) -> None:
    refused = api("try_categories", body={"remove": ["warranty_claim"]})
    assert (refused.status, list(refused.problems)) == (422, ["remove"])
    assert api("try_categories", body={"save": [{"name": "a_b"}, {"name": "a_b"}]}).problems == {
        "save": "a_b stands twice"
    }


def test_categories_are_a_tenants_own(api: Api, world: World) -> None:
    api("create_category", body={"name": "warranty_claim", "keywords": [WARRANTY]})
    assert "warranty_claim" not in named(Api(world, "other")("list_categories"))
