"""How mail arrives: more than once, for several people, for strangers, for a tenant that is gone."""

import pytest

from infra.local.doors.sending import NotSent
from infra.local.mail.notification import Verdicts
from postroom_adapters import keys
from postroom_adapters.attributes import to_item
from tests.e2e.client import fetch, table_name
from tests.e2e.exactly_once import assert_exactly_once, records
from tests.e2e.installation import OURS, Installation, samples

INVOICE = next(one for one in samples() if one.file == "invoice_en.eml")


def test_a_mail_that_is_announced_twice_is_one_mail_with_one_execution(installation: Installation) -> None:
    ses_id = installation.stack.deliver_mail(INVOICE.raw, INVOICE.sender, [OURS], copies=2)
    installation.run()
    [mail] = installation.emails()
    assert (mail["id"], mail["status"], mail["recipients"]) == (installation.event_id(ses_id), "processed", [OURS])
    assert list(installation.stack.transitions) == [f"{mail['id']}-1"]
    assert len(installation.posts()) == len(records(installation, "ticket")) == 1
    assert_exactly_once(installation)


def test_a_mail_announced_again_after_it_is_done_changes_nothing(installation: Installation) -> None:
    stack, heard = installation.stack, []
    stack.parts.lambdas.before.append(lambda name, event: heard.append(event) if name == "receive_mail" else None)
    installation.send(INVOICE.raw, INVOICE.sender)
    installation.run()
    before = installation.rows("executions"), installation.rows("records"), stack.transitions
    assert stack.invoke("receive_mail", heard[0]).answer == {"batchItemFailures": []}
    installation.run()
    assert (installation.rows("executions"), installation.rows("records"), stack.transitions) == before


def test_one_mail_to_two_of_us_is_one_mail_that_names_both(installation: Installation) -> None:
    ses_id = installation.send(INVOICE.raw, INVOICE.sender, [OURS, "chef@postroom.test"])
    installation.run()
    [mail] = installation.emails()
    assert mail["recipients"] == [OURS, "chef@postroom.test"]
    assert installation.only_execution(ses_id)["status"] == "completed"


def test_an_address_outside_our_domains_is_refused_and_nothing_is_kept(installation: Installation) -> None:
    with pytest.raises(NotSent, match="550 ") as refused:
        installation.send(INVOICE.raw, INVOICE.sender, ["somebody@elsewhere.example"])
    installation.run()
    assert str(refused.value).startswith("RCPT TO:<somebody@elsewhere.example>: 550 5.1.1")
    assert (installation.emails(), installation.invocations_of("receive_mail")) == ([], 0)


def test_mail_for_a_domain_that_no_tenant_has_is_kept_as_unrouted_and_starts_nothing(
    installation: Installation,
) -> None:
    row = to_item(keys.address("domain#postroom.test"))
    installation.dynamodb.delete_item(TableName=table_name("directory"), Key=row)
    ses_id = installation.send(INVOICE.raw, INVOICE.sender, [OURS])
    installation.run()
    mail = installation.email(ses_id)
    assert (mail["status"], mail["state"], mail["recipients"], mail["executions"]) == ("unrouted", "done", [OURS], [])
    assert mail["mail"] is None
    assert installation.stack.transitions == {}
    assert installation.raw(mail).endswith(INVOICE.raw)


def test_the_mail_as_it_came_and_its_attachments_are_behind_signed_links(installation: Installation) -> None:
    ses_id = installation.send(INVOICE.raw, INVOICE.sender, [INVOICE.recipient])
    installation.run()
    mail = installation.email(ses_id)
    assert installation.raw(mail).endswith(INVOICE.raw)
    [attachment] = mail["mail"]["attachments"]
    content = fetch(attachment["link"])
    assert (content[:5], len(content)) == (b"%PDF-", attachment["size"])


def test_a_mail_with_a_virus_is_kept_skipped_and_never_read(installation: Installation) -> None:
    ses_id = installation.stack.deliver_mail(INVOICE.raw, INVOICE.sender, [OURS], Verdicts(virus="FAIL"))
    installation.run()
    mail = installation.email(ses_id)
    assert (mail["status"], mail["status_reason"], mail["state"]) == ("skipped", "virus", "done")
    assert (mail["mail"], installation.stack.transitions) == (None, {})
