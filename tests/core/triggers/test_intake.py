"""Taking mail in: whose it is, what is not processed, and what is a repeat."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.ids import EventId, TenantId
from postroom.triggers.event import Verdicts
from postroom.triggers.intake import (
    EarlierCopy,
    Repeat,
    look_up_keys,
    recipients_by_tenant,
    repeat_key,
    repeat_of,
    skip_reason,
)

ONE, TWO = TenantId("ten_one"), TenantId("ten_two")


@pytest.mark.parametrize(
    ("recipient", "keys"),
    [
        ("faktura@postroom.test", ("address#faktura@postroom.test", "domain#postroom.test")),
        (" Faktura@Postroom.TEST ", ("address#faktura@postroom.test", "domain#postroom.test")),
        ('"odd@local"@postroom.test', ('address#"odd@local"@postroom.test', "domain#postroom.test")),
    ],
)
def test_a_recipient_is_looked_up_by_its_address_and_then_its_domain(recipient: str, keys: tuple[str, str]) -> None:
    assert look_up_keys(recipient) == keys


def test_an_address_of_its_own_goes_before_the_domains_owner() -> None:
    owners = {"domain#shared.test": ONE, "address#two@shared.test": TWO}
    owned, unknown = recipients_by_tenant(["one@shared.test", "two@shared.test", "x@elsewhere.test"], owners)
    assert owned == {ONE: ["one@shared.test"], TWO: ["two@shared.test"]}
    assert unknown == ["x@elsewhere.test"]


def test_a_domain_does_not_own_the_domains_below_it() -> None:
    assert recipients_by_tenant(["a@mail.shared.test"], {"domain#shared.test": ONE}) == ({}, ["a@mail.shared.test"])


DOMAINS = st.sampled_from(["one.test", "two.test", "three.test"])
RECIPIENTS = st.lists(st.builds("{}@{}".format, st.sampled_from(["a", "B", "c"]), DOMAINS), max_size=12)
OWNERS = st.dictionaries(
    st.builds("domain#{}".format, DOMAINS) | st.builds("address#{}@{}".format, st.sampled_from("abc"), DOMAINS),
    st.sampled_from([ONE, TWO]),
)


@given(RECIPIENTS, OWNERS)
def test_every_recipient_belongs_to_one_tenant_or_to_nobody(recipients: list[str], owners: dict[str, TenantId]) -> None:
    owned, unknown = recipients_by_tenant(recipients, owners)
    together = [one for those in owned.values() for one in those] + unknown
    assert Counter(together) == Counter(recipients)
    for tenant, those in owned.items():
        assert those, "a tenant without a recipient gets no mail"
        assert those == [one for one in recipients if one in those], "in the order of the envelope"
        assert all(tenant in {owners.get(key) for key in look_up_keys(one)} for one in those)
    assert not any(key in owners for one in unknown for key in look_up_keys(one))


@pytest.mark.parametrize(
    ("verdicts", "processing", "reason"),
    [
        (Verdicts(), True, None),
        (Verdicts(virus="FAIL"), True, "virus"),
        (Verdicts(virus="GRAY"), True, None),
        (Verdicts(virus="PROCESSING_FAILED"), True, None),
        (Verdicts(spam="FAIL", spf="FAIL", dkim="FAIL", dmarc="FAIL"), True, None),
        (Verdicts(), False, "processing_off"),
        (Verdicts(virus="FAIL"), False, "processing_off"),
    ],
)
def test_only_a_virus_and_the_switch_keep_a_mail_from_being_processed(
    verdicts: Verdicts, processing: bool, reason: str | None
) -> None:
    assert skip_reason(verdicts, processing=processing) == reason


def test_a_repeat_is_looked_up_by_message_id_and_sender() -> None:
    key = repeat_key("1@supplier.example", "Sender@supplier.example")
    assert key == repeat_key("1@supplier.example", "sender@supplier.example")
    assert key != repeat_key("2@supplier.example", "sender@supplier.example")
    assert key != repeat_key("1@supplier.example", "other@supplier.example")
    assert repeat_key("a", "bc") != repeat_key("ab", "c")


MINE = EventId("evt_5")


@pytest.mark.parametrize(
    ("earlier", "repeat"),
    [
        ([], Repeat("new")),
        ([("evt_1", "same")], Repeat("duplicate", EventId("evt_1"))),
        ([("evt_1", "other")], Repeat("reused", EventId("evt_1"))),
        ([("evt_1", "other"), ("evt_2", "same")], Repeat("duplicate", EventId("evt_2"))),
        ([("evt_3", "same"), ("evt_2", "same")], Repeat("duplicate", EventId("evt_2"))),
        ([("evt_3", "other"), ("evt_2", "another")], Repeat("reused", EventId("evt_2"))),
        ([("evt_5", "same")], Repeat("new")),
    ],
)
def test_a_repeat_has_the_same_content_and_a_reused_message_id_another(
    earlier: list[tuple[str, str]], repeat: Repeat
) -> None:
    assert repeat_of(MINE, "same", [EarlierCopy(EventId(event), print_) for event, print_ in earlier]) == repeat


COPIES = st.lists(
    st.builds(
        EarlierCopy, st.integers(0, 9).map(lambda number: EventId(f"evt_{number}")), st.sampled_from(["same", "other"])
    ),
    max_size=8,
)


@given(COPIES, st.randoms())
def test_a_repeat_is_told_the_same_in_whatever_order_its_copies_are_read(
    copies: list[EarlierCopy], chance: Random
) -> None:
    told = repeat_of(MINE, "same", copies)
    shuffled = list(copies)
    chance.shuffle(shuffled)
    assert repeat_of(MINE, "same", shuffled) == told
    assert told.of != MINE
    others = [one for one in copies if one.event != MINE]
    assert (told.kind == "new") == (not others)
    assert (told.kind == "duplicate") == any(one.fingerprint == "same" for one in others)


@given(COPIES)
def test_a_mail_that_comes_again_under_its_own_event_is_judged_as_before(copies: list[EarlierCopy]) -> None:
    again = [*copies, EarlierCopy(MINE, "same")]
    assert repeat_of(MINE, "same", again) == repeat_of(MINE, "same", copies)
