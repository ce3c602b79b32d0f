"""Loops of mail break: by headers, by our signed marker, and by budgets; what is held is kept and said."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from postroom import limits
from postroom.ids import ROOT_TENANT
from postroom.mail.budgets import MailBudgets
from postroom.mail.marker import HEADER
from tests.functions.answering_world import OTHER, AnsweringWorld
from tests.functions.ses_double import SesDouble
from tests.functions.world import World

BOT = "desk@responder.example"


def written(to: str, subject: str, number: object, sender: str = BOT, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Message-ID"] = f"<{number}@responder.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(f"We have got your message, number {number}.")
    return message


def silent(_message: EmailMessage, _number: int) -> list[EmailMessage]:
    return []


def keeping_threads(message: EmailMessage, number: int) -> list[EmailMessage]:
    """Answers as a person's program would, without a word that it is a machine, and tells the other tenant too."""
    headers = {"In_Reply_To": str(message["Message-ID"])}
    return [
        written(str(message["Reply-To"]), f"Re: {message['Subject']}", f"a{number}", **headers),
        written("hello@other.test", f"Fwd: {message['Subject']}", f"b{number}", **headers),
    ]


def forgetting_everything(message: EmailMessage, number: int) -> list[EmailMessage]:
    """Writes a new mail for each it gets, to the addresses it knows: no thread, no token, no header."""
    return [
        written("faktura@postroom.test", f"Case {number}", f"a{number}"),
        written("hello@other.test", f"Case {number}", f"b{number}"),
    ]


def honest(message: EmailMessage, number: int) -> list[EmailMessage]:
    """Says that it is a machine (RFC 3834)."""
    return [written(str(message["From"]), f"Re: {message['Subject']}", number, Auto_Submitted="auto-replied")]


@pytest.fixture
def answering(world: World) -> Iterator[AnsweringWorld]:
    double = SesDouble()
    double.server.start()
    world.setting("AWS_ENDPOINT_URL_SESV2", double.server.url)
    yield AnsweringWorld(world, double, silent)
    double.server.stop()


def both(answering: AnsweringWorld, budgets: MailBudgets | None = None) -> None:
    answering.tenant(ROOT_TENANT, "postroom.test", budgets)
    answering.tenant(OTHER, "other.test", budgets)


def statuses(answering: AnsweringWorld) -> dict[str, int]:
    found = [event.mail.status for event in answering.stored()]
    return {status: found.count(status) for status in sorted(set(found))}


def test_two_tenants_and_a_responder_that_keeps_threads_come_to_rest(answering: AnsweringWorld) -> None:
    both(answering, MailBudgets(thread=3))
    answering.respond = keeping_threads
    answering.run(written("faktura@postroom.test", "Order 7", "first"))
    held = [event for event in answering.stored() if event.mail.status == "held"]
    # The first mail and three answers to ours are answered here; each of ours begins a thread with the other tenant.
    assert len(answering.ses.sent) == 4 + 4 * 3
    assert all(event.state == "done" and event.mail.category for event in held)
    reasons = {event.mail.status_reason for event in held}
    assert reasons == {"a loop is feared, after 3 mails in this thread within an hour"}


def test_a_responder_that_forgets_everything_stops_at_the_budget_of_the_two_addresses(
    answering: AnsweringWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    answering.world.setting("POWERTOOLS_LOG_LEVEL", "ERROR")
    both(answering, MailBudgets(pair=6))
    answering.respond = forgetting_everything
    answering.run(written("faktura@postroom.test", "Order 7", "first"))
    assert len(answering.ses.sent) == 2 * 6
    for tenant in (ROOT_TENANT, OTHER):
        taken = [event.mail.status != "held" for event in answering.stored(tenant)]
        assert sum(taken) == 6
    assert statuses(answering)["held"] == 1 + 2 * 12 - 12
    assert capsys.readouterr().out.count('"Name": "MailHeld"') == statuses(answering)["held"]


def test_the_budget_of_a_sender_counts_all_that_it_writes_to(answering: AnsweringWorld) -> None:
    answering.tenant(ROOT_TENANT, "postroom.test", MailBudgets(sender=3))
    answering.run(*[written(f"{number}@postroom.test", "Hello", number) for number in range(5)])
    assert statuses(answering) == {"classified": 3, "held": 2}
    [reason] = {event.mail.status_reason for event in answering.stored() if event.mail.status == "held"}
    assert reason == "a loop is feared, after 3 mails from this sender within an hour"


def test_the_next_hour_has_a_budget_of_its_own(answering: AnsweringWorld) -> None:
    answering.tenant(ROOT_TENANT, "postroom.test", MailBudgets(sender=1))
    answering.run(written("a@postroom.test", "1", 1), written("a@postroom.test", "2", 2))
    answering.world.move(3_600)
    answering.run(written("a@postroom.test", "3", 3))
    assert [event.mail.status for event in answering.stored()] == ["classified", "held", "classified"]


def test_a_mail_that_is_delivered_and_dispatched_twice_counts_once(answering: AnsweringWorld) -> None:
    answering.tenant(ROOT_TENANT, "postroom.test", MailBudgets(pair=2))
    answering.deliver(written("a@postroom.test", "1", 1), times=3)
    # The same mail once more, under another id of SES: a repeat, which runs nothing.
    answering.deliver(written("a@postroom.test", "1", 1))
    answering.deliver(written("a@postroom.test", "2", 2))
    answering.deliver(written("a@postroom.test", "3", 3))
    assert [event.mail.status for event in answering.stored()] == ["classified", "duplicate", "classified", "held"]
    [row] = answering.world.items("executions", "#budget#sender#")
    assert row["mails"] == 2


def test_machines_that_say_so_are_not_answered(answering: AnsweringWorld) -> None:
    both(answering)
    answering.respond = honest
    assert answering.run(written("faktura@postroom.test", "Order 7", "first")) == 2
    assert len(answering.ses.sent) == 1


def test_two_tenants_do_not_answer_each_other(answering: AnsweringWorld) -> None:
    both(answering)
    first = written("faktura@postroom.test", "Order 7", "first", sender="hello@other.test")
    assert answering.run(first) == 2
    [event] = answering.stored(OTHER)
    assert event.mail.own is not None
    assert (event.mail.own.same_tenant, event.mail.own.hops, event.mail.own.effect) == (False, 1, None)


def test_our_own_mail_that_comes_back_stripped_of_all_but_its_marker_sends_no_more(answering: AnsweringWorld) -> None:
    both(answering)
    answering.run(written("faktura@postroom.test", "Order 7", "first"))
    [sent] = answering.ses.sent
    [execution] = answering.stored()[0].executions
    back = written("faktura@postroom.test", "Something else", "back", sender="postroom@postroom.test")
    back[HEADER] = str(sent.message[HEADER])
    answering.run(back)
    own = answering.stored()[-1].mail.own
    assert own is not None
    assert (own.same_tenant, own.effect) == (True, f"{execution.id}/answer/0")
    assert len(answering.ses.sent) == 1
    error = answering.world.items("executions", answering.stored()[-1].executions[0].id)[-1]["error"]
    assert error["message"] == "no mail is sent because of our own mail, which came back: that would be a loop"


def test_a_marker_under_somebody_elses_name_is_none(answering: AnsweringWorld) -> None:
    both(answering)
    answering.run(written("faktura@postroom.test", "Order 7", "first"))
    forged = written("faktura@postroom.test", "Something else", "forged", sender="eve@responder.example")
    forged[HEADER] = str(answering.ses.sent[0].message[HEADER])
    answering.run(forged)
    assert answering.stored()[-1].mail.own is None
    assert len(answering.ses.sent) == 2


def test_tenants_that_strip_headers_from_each_others_mail_end_after_a_few_hops(answering: AnsweringWorld) -> None:
    both(answering)

    def relay(message: EmailMessage, number: int) -> list[EmailMessage]:
        """A gateway that hands our mail on to the other tenant in our name, without the headers that stop loops."""
        to = "hello@other.test" if "postroom.test" in str(message["From"]) else "faktura@postroom.test"
        passed_on = written(to, f"Case {number}", number, sender=str(message["From"]))
        passed_on[HEADER] = str(message[HEADER])
        return [passed_on]

    answering.respond = relay
    answering.run(written("faktura@postroom.test", "Order 7", "first"))
    hops = [event.mail.own.hops if event.mail.own else 0 for event in answering.stored()]
    assert max(hops) <= limits.MAIL_HOPS
    assert len(answering.ses.sent) <= 1 + limits.MAIL_HOPS
