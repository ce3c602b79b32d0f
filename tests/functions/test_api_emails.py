"""api: the mails that came in, and one with everything known about it."""

import base64
from email.message import EmailMessage
from typing import Any

import pytest
import requests

from postroom import limits
from postroom.ids import EventId
from postroom.mail.tokens import thread_of_root
from tests.functions.api_client import Api
from tests.functions.samples import INVOICE, mail
from tests.functions.world import World


def with_attachments() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Supplier A/S <sender@supplier.example>", "faktura@postroom.test"
    message["Subject"], message["Message-ID"] = "Invoice 2026-117", "<117@supplier.example>"
    message["Date"] = "Mon, 2 Mar 2026 10:00:00 +0100"
    message.set_content(INVOICE)
    message.add_attachment(b"%PDF-1.7 invoice", maintype="application", subtype="pdf", filename="Faktura æøå.pdf")
    message.add_attachment("a,b\n", subtype="csv", filename="lines.csv")
    return message.as_bytes()


def arrivals(world: World, count: int, first: int = 0) -> list[EventId]:
    """So many mails, a second apart; their ids, newest first."""
    ids = []
    for number in range(first, first + count):
        world.move(1)
        ids.append(world.receive(mail(f"Mail {number}", Message_ID=f"<{number}@x.example>"), f"ses-{number}"))
    return ids[::-1]


def shown(answer: Any) -> list[str]:
    return [one["id"] for one in answer.body["items"]]


def test_mails_are_listed_newest_first_with_what_a_list_shows(world: World, api: Api) -> None:
    first = world.receive(mail(), recipients=["a@postroom.test", "b@postroom.test"])
    world.dispatch(first)
    world.move(1)
    second = world.receive(mail(), "ses-2", virus="FAIL")
    newest, oldest = api("list_emails").body["items"]
    assert (newest["id"], newest["status"], newest["status_reason"]) == (second, "skipped", "virus")
    assert (newest["category"], newest["confidence"], newest["state"]) == (None, None, "done")
    assert 0.7 <= oldest.pop("confidence") <= 1
    thread = {
        "id": thread_of_root("root", "117@supplier.example"),
        "told_by": "itself",
        "people": [],
        "answers_ours": False,
    }
    assert oldest == {
        "id": first,
        "state": "done",
        "status": "classified",
        "status_reason": None,
        "sender": "Supplier A/S <sender@supplier.example>",
        "sender_address": "sender@supplier.example",
        "subject": "Invoice 2026-117",
        "message_id": "117@supplier.example",
        "category": "invoice",
        "duplicate_of": None,
        "reused_message_id": False,
        "thread": thread,
        "own": None,
        "reading": None,
        "received_at": "2026-03-02T09:00:00.000Z",
        "recipients": ["a@postroom.test", "b@postroom.test"],
    }


def test_pages_show_every_mail_once_while_others_come_in(world: World, api: Api) -> None:
    wanted = arrivals(world, 5)
    page = api("list_emails", query={"limit": 2})
    seen = shown(page)
    while page.body["next_cursor"]:
        arrivals(world, 1, first=100 + len(seen))
        page = api("list_emails", query={"limit": 2, "cursor": page.body["next_cursor"]})
        seen += shown(page)
    assert seen == wanted


@pytest.mark.parametrize("limit", [5, 6])
def test_a_page_that_holds_all_that_is_left_has_no_cursor(world: World, api: Api, limit: int) -> None:
    wanted = arrivals(world, 5)
    page = api("list_emails", query={"limit": limit})
    assert (shown(page), page.body["next_cursor"]) == (wanted, None)


def test_what_has_expired_is_not_shown_even_before_ttl_has_removed_it(world: World, api: Api) -> None:
    old = world.receive(mail())
    world.move((limits.EVENT_RETENTION_DAYS - 1) * 86_400)
    young = world.receive(mail(Message_ID="<2@x.example>"), "ses-2")
    assert shown(api("list_emails")) == [young, old]
    world.move(86_400)
    page = api("list_emails", query={"limit": 1})
    assert (shown(page), page.body["next_cursor"]) == ([young], None)
    assert api("get_email", id=old).status == 404
    assert api("get_email", id=young).status == 200


def forged(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "æ",
        "%%%",
        forged("1:emails:"),
        forged("1:emails:evt_1"),
        forged("2:emails:evt_01KJPWD6M0CNYS7C3M1ZH9PBB7"),
        forged("1:tickets:tic_01KJPWD6M0CNYS7C3M1ZH9PBB7"),
        forged("1:emails:evt_01KJPWD6M0CNYS7C3M1ZH9PBB7") + "A",
    ],
)
def test_a_cursor_that_is_not_one_of_this_list_is_refused(api: Api, cursor: str) -> None:
    answer = api("list_emails", query={"cursor": cursor})
    assert (answer.status, list(answer.problems)) == (422, ["cursor"])


def test_one_mail_shows_everything_known_about_it(world: World, api: Api) -> None:
    world.enable("Invoice Processing", "Bankruptcy Alert")
    world.slack({})
    email = world.receive(with_attachments())
    world.dispatch(email)
    body = api("get_email", id=email).body
    assert (body["id"], body["state"], body["status"]) == (email, "done", "processed")
    assert body["verdicts"] == dict.fromkeys(("spam", "virus", "spf", "dkim", "dmarc"), "PASS")
    assert body["envelope_from"] == "sender@supplier.example"
    whole = body["mail"]
    assert whole["from"] == {
        "name": "Supplier A/S",
        "address": "sender@supplier.example",
        "domain": "supplier.example",
    }
    assert (whole["date"], whole["subject"]) == ("2026-03-02T09:00:00.000Z", "Invoice 2026-117")
    assert "Total EUR 1,250.00" in whole["text"]
    assert "data" not in whole
    classification = body["classification"]
    assert (classification["category"], classification["layer"], classification["fallback"]) == (
        "invoice",
        "keywords",
        False,
    )
    assert classification["confidence"] == body["confidence"]
    found = {(one["category"], one["part"], one["words"].casefold()) for one in classification["evidence"]}
    assert ("invoice", "subject", "invoice") in found
    decision = body["decision"]
    assert decision["rules"] == "root/rules/7"
    assert [one["name"] for one in decision["matched"]] == ["Invoice Processing"]
    assert decision["not_reached"] == []
    [miss] = decision["near_misses"]
    assert (miss["name"], miss["outcome"]) == ("Bankruptcy Alert", "not_matched")
    [clause] = miss["clauses"]
    assert (clause["clause"], clause["wanted"], clause["found"]) == ("classification", "bankruptcy", "invoice")
    threshold = decision["matched"][0]["clauses"][1]
    assert (threshold["clause"], threshold["wanted"]) == ("confidence_threshold", 0.7)
    assert threshold["found"] == pytest.approx(body["confidence"])
    [execution] = body["executions"]
    assert (execution["workflow_name"], execution["event_id"]) == ("Invoice Processing", email)


def test_attachments_and_the_raw_mail_are_signed_links_of_five_minutes(world: World, api: Api) -> None:
    raw = with_attachments()
    email = world.receive(raw)
    world.dispatch(email)
    body = api("get_email", id=email).body
    pdf, csv = body["mail"]["attachments"]
    assert (pdf["filename"], pdf["content_type"], pdf["size"]) == ("Faktura æøå.pdf", "application/pdf", 16)
    assert csv["filename"] == "lines.csv"
    assert "key" not in pdf
    fetched = requests.get(pdf["link"], timeout=5)
    assert fetched.content == b"%PDF-1.7 invoice"
    assert fetched.headers["content-disposition"] == "attachment; filename*=UTF-8''Faktura%20%C3%A6%C3%B8%C3%A5.pdf"
    assert requests.get(body["raw_link"], timeout=5).content == raw
    assert {"X-Amz-Expires=300" in link or "Expires=" in link for link in (pdf["link"], body["raw_link"])} == {True}


def test_a_mail_that_was_not_read_yet_has_no_content_classification_or_decision(world: World, api: Api) -> None:
    body = api("get_email", id=world.receive(mail())).body
    assert (body["status"], body["state"]) == ("received", "received")
    assert [body[name] for name in ("mail", "classification", "decision", "executions")] == [None, None, None, []]
    assert body["sender"] == "Supplier <sender@supplier.example>"


def test_a_duplicate_names_the_mail_it_repeats(world: World, api: Api) -> None:
    first = world.receive(mail())
    world.dispatch(first)
    world.move(1)
    second = world.receive(mail(), "ses-2")
    world.dispatch(second)
    body = api("get_email", id=second).body
    assert (body["status"], body["duplicate_of"], body["decision"]) == ("duplicate", first, None)
