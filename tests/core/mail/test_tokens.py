"""Thread tokens: quoted by answers in subject and address, and not to be guessed."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom import limits
from postroom.mail.recipients import plain_address
from postroom.mail.tokens import (
    may_hold_token,
    read_token,
    tagged_address,
    thread_of_root,
    thread_token,
    with_token,
)

SECRET = b"a key"
THREAD = thread_of_root("root", "117@supplier.example")
TOKEN = thread_token("root", THREAD, SECRET)


def read(subject: str = "", *recipients: str) -> str | None:
    return read_token("root", subject, recipients, SECRET)


@pytest.mark.parametrize(
    "subject",
    [
        with_token("Invoice 7", TOKEN),
        "Re: " + with_token("Invoice 7", TOKEN),
        f"AW: [#{TOKEN.lower()}] Rechnung",
        f"Re: Invoice [# {TOKEN} ] (was: other)",
        f"[#{thread_token('root', THREAD, b'x')}] [#{TOKEN}]",
    ],
)
def test_a_subject_names_its_thread(subject: str) -> None:
    assert read(subject) == THREAD


def test_an_address_names_its_thread_and_counts_before_the_subject() -> None:
    address = tagged_address("faktura@postroom.test", TOKEN)
    assert plain_address(address) == address
    other = thread_token("root", thread_of_root("root", "8@supplier.example"), SECRET)
    assert read(f"Re: [#{other}]", "x@postroom.test", address.upper()) == THREAD


@pytest.mark.parametrize(
    "subject",
    [
        "Invoice 7",
        f"[#{THREAD}]",
        f"[#{THREAD}-000000]",
        f"[{TOKEN}]",
        f"[#{thread_token('other', THREAD, SECRET)}]",
        "[#" * 50_000,
        f"{'x' * limits.MATCH_SUBJECT_BYTES}[#{TOKEN}]",
    ],
)
def test_what_is_not_signed_for_this_tenant_names_nothing(subject: str) -> None:
    assert read(subject) is None


def test_only_what_looks_like_a_token_is_worth_a_look_at_the_key() -> None:
    assert may_hold_token(f"Re: [#{THREAD}-000000]", ())
    assert may_hold_token("", [f"a+t-{THREAD}-000000@b.example".lower()])
    assert not may_hold_token("Re: [#42] hello", ["a+news@b.example"])


def test_a_subject_keeps_its_one_token_and_its_length() -> None:
    once = with_token("Invoice 7", TOKEN)
    assert with_token(f"Re: {once}", TOKEN) == f"Re: {once}"
    long = with_token("s" * 250, TOKEN)
    assert len(long) == limits.SENT_SUBJECT_CHARACTERS
    assert long.endswith(f"s… [#{TOKEN}]")


def test_an_address_changes_its_tag_and_stays_one_that_smtp_takes() -> None:
    tagged = tagged_address("faktura@postroom.test", TOKEN)
    assert tagged_address(tagged, TOKEN) == tagged
    long = f"{'a' * 60}@postroom.test"
    assert tagged_address(long, TOKEN) == long


@given(st.text(alphabet=string.printable), st.text(min_size=1))
def test_a_thread_is_named_the_same_each_time_and_read_from_any_subject(subject: str, root: str) -> None:
    thread = thread_of_root("root", root)
    token = thread_token("root", thread, SECRET)
    assert (len(thread), len(token)) == (12, 19)
    assert read(f"{subject[:100].replace('[', '(')} [#{token}]") == thread
