"""classify_event: read, stored, categorised; repeats marked; whatever the mail is made of."""

import hashlib
from email.message import EmailMessage

from postroom import limits
from postroom.ids import EventId
from tests.core.documents.pdf_writer import page, pdf
from tests.functions.samples import mail, sample
from tests.functions.world import World


def understood(world: World, event: EventId) -> dict[str, object]:
    turn = {**sample("classify_event/dispatch"), "event": event, "dispatch": f"{event}-1"}
    answer: dict[str, object] = world.invoke("classify_event", turn)
    return answer


def test_an_invoice_is_understood_and_goes_on_to_matching(world: World) -> None:
    event = world.receive(mail())
    assert understood(world, event)["next"] == "match"
    head = world.event(event)
    assert (head.state, head.mail.status, head.mail.category) == ("dispatched", "classified", "invoice")
    assert head.mail.confidence is not None
    assert head.mail.confidence > 0.7
    assert (head.mail.sender, head.mail.message_id) == (
        "Supplier A/S <sender@supplier.example>",
        "117@supplier.example",
    )


def test_attachments_are_stored_with_hash_and_safe_name(world: World) -> None:
    message = EmailMessage()
    message["From"] = "sender@supplier.example"
    message.set_content("Invoice attached")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="../../etc/in:voice.pdf")
    event = world.receive(message.as_bytes())
    understood(world, event)
    [stored] = world.mail(event).attachments
    assert stored.sha256 == hashlib.sha256(b"%PDF-1.4").hexdigest()
    assert not set("/:") & set(stored.filename)
    assert stored.filename.endswith(".pdf")
    assert stored.key == f"attachments/root/{event}/000-{stored.filename}"
    assert world.object(stored.key) == b"%PDF-1.4"


def with_document(*lines: str) -> bytes:
    message = EmailMessage()
    message["From"] = "sender@supplier.example"
    message["Subject"] = "Scan 0001"
    message["Message-ID"] = "<scan@supplier.example>"
    message.set_content("Hej")
    message.add_attachment(pdf(page(*lines)), maintype="application", subtype="pdf", filename="0001.pdf")
    return message.as_bytes()


def test_what_a_mail_is_about_may_stand_in_its_document_alone(world: World) -> None:
    event = world.receive(with_document("Faktura nr. 1007", "Forfaldsdato 1. maj", "Beløb at betale\t1.250,00 kr."))
    understood(world, event)
    assert world.event(event).mail.category == "invoice"
    [stored] = world.mail(event).attachments
    assert stored.text.splitlines()[0] == "Faktura nr. 1007"
    assert stored.key is not None


def test_a_repeat_is_kept_and_marked_and_not_run(world: World) -> None:
    first = world.receive(mail(), "ses-1")
    understood(world, first)
    second = world.receive(mail(), "ses-2")
    understood(world, second)
    head = world.event(second)
    assert (head.mail.status, head.mail.duplicate_of, head.state) == ("duplicate", first, "done")
    assert world.mail(second).subject == "Invoice 2026-117"


def test_a_reused_message_id_with_other_content_runs_and_is_marked(world: World) -> None:
    understood(world, world.receive(mail(), "ses-1"))
    second = world.receive(mail(text="Invoice no. 2026-118 over EUR 10.00"), "ses-2")
    understood(world, second)
    head = world.event(second)
    assert (head.mail.status, head.mail.reused_message_id, head.state) == ("classified", True, "dispatched")


def test_the_same_mail_after_the_window_runs_again(world: World) -> None:
    understood(world, world.receive(mail(), "ses-1"))
    world.move(limits.REPEAT_WINDOW_DAYS * 86_400 + 1)
    second = world.receive(mail(), "ses-2")
    understood(world, second)
    assert world.event(second).mail.status == "classified"


def test_mails_without_a_message_id_are_never_repeats_of_each_other(world: World) -> None:
    raw = b"From: a@b.test\r\nSubject: x\r\n\r\nbody\r\n"
    for name in ("ses-1", "ses-2"):
        event = world.receive(raw, name)
        understood(world, event)
        assert world.event(event).mail.status == "classified"


def test_a_repeated_invocation_changes_nothing(world: World) -> None:
    event = world.receive(mail())
    understood(world, event)
    before = world.items("executions")
    assert understood(world, event)["next"] == "match"
    assert world.items("executions") == before


def test_a_mail_that_cannot_be_parsed_is_kept_with_its_problems(world: World) -> None:
    event = world.receive(b"\x00\xff\xfe not a mail at all \x80" * 50)
    assert understood(world, event)["next"] == "match"
    assert world.event(event).mail.status == "classified"
    assert world.event(event).mail.category == "general"
    assert world.object(world.event(event).source.object_key).startswith(b"\x00\xff")


def test_a_mail_larger_than_matching_reads_is_cut_and_says_so(world: World) -> None:
    event = world.receive(mail(text="Invoice no. 5\n" + "word " * 200_000))
    understood(world, event)
    kept = world.mail(event)
    assert len(kept.text.encode()) <= limits.MATCH_TEXT_BYTES
    assert any("cut" in problem.reason for problem in kept.problems)
