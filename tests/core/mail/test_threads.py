"""Which thread a mail belongs to, by what it answers, by a token, or by itself."""

from typing import Any

from postroom import limits
from postroom.mail.model import Mail, Thread
from postroom.mail.threads import KnownMessage, answered_ids, place, stored_id
from postroom.mail.tokens import thread_of_root


def mail(message_id: str | None = "m@c.example", parent: str | None = None, *references: str) -> Mail:
    return Mail(message_id=message_id, thread=Thread(in_reply_to=parent, references=references))


def placed(answer: Mail, known: dict[str, KnownMessage] | None = None, **more: Any) -> tuple[str, str]:
    found = place("root", answer, known or {}, otherwise="evt_1", **more)
    return found.id, found.told_by


def test_what_answers_nothing_begins_a_thread_that_its_answers_share() -> None:
    first = thread_of_root("root", "m@c.example")
    assert placed(mail()) == (first, "itself")
    assert placed(mail("n@c.example", "m@c.example")) == (first, "references")
    assert placed(mail("o@c.example", "n@c.example", "m@c.example", "n@c.example")) == (first, "references")


def test_mails_without_any_id_share_nothing() -> None:
    assert placed(mail(None)) == (thread_of_root("root", "evt_1"), "itself")


def test_tenants_share_no_thread() -> None:
    assert place("other", mail(), {}, otherwise="evt_1").id != placed(mail())[0]


def test_a_known_message_tells_the_thread_and_who_took_part() -> None:
    known = {
        "ses-1": KnownMessage(thread="T1", people=("Ann@b.example",), ours=True),
        "x@c.example": KnownMessage(thread="T1", people=("bo@c.example", "ann@b.example")),
        "y@c.example": KnownMessage(thread="T2", people=("eve@c.example",)),
    }
    answer = mail("m@c.example", "ses-1@eu-west-1.amazonses.com", "y@c.example", "x@c.example")
    found = place("root", answer, known, "T3", otherwise="evt_1")
    assert (found.id, found.told_by, found.answers_ours) == ("T1", "message_id", True)
    assert found.people == ("ann@b.example", "bo@c.example")


def test_a_token_tells_it_where_no_id_does() -> None:
    found = place("root", mail("m@c.example", "z@c.example"), {}, "T3", ("Ann@b.example",), otherwise="evt_1")
    assert (found.id, found.told_by, found.people, found.is_answer) == ("T3", "token", ("ann@b.example",), True)


def test_the_newest_ids_are_looked_up_first_and_not_too_many() -> None:
    many = [f"{number}@c.example" for number in range(100)]
    ids = answered_ids(mail("m@c.example", "p@c.example", *many))
    assert ids[:3] == ("p@c.example", "99@c.example", "98@c.example")
    assert len(ids) == limits.ANSWERED_IDS


def test_ids_of_ses_are_known_without_their_domain() -> None:
    for domain in ("email.amazonses.com", "eu-west-1.amazonses.com", "amazonses.com"):
        assert stored_id(f"0102-1@{domain}") == "0102-1"
    assert stored_id("0102-1@amazonses.com.evil.example") == "0102-1@amazonses.com.evil.example"
    assert len(stored_id("x" * 5_000)) == limits.LOOK_UP_CHARACTERS
