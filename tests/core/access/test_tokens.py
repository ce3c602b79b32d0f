"""Bearer tokens: read from the header, kept as hashes, good until they expire."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.access.tokens import Token, bearer, token_hash
from postroom.ids import ROOT_TENANT

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("BEARER abc", "abc"),
        ("  Bearer   abc  ", "abc"),
        ("Bearer", None),
        ("Bearer ", None),
        ("", None),
        (None, None),
        ("abc", None),
        ("Basic YTpi", None),
        ("Bearerabc", None),
        ("Token Bearer abc", None),
    ],
)
def test_only_a_bearer_header_holds_a_token(header: str | None, token: str | None) -> None:
    assert bearer(header) == token


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1))
def test_every_token_comes_out_of_its_header_as_it_went_in(token: str) -> None:
    assert bearer(f"Bearer {token}") == token


@given(st.text())
def test_any_header_is_a_token_or_none(header: str) -> None:
    token = bearer(header)
    assert token is None or (token and token in header)


def test_a_token_is_kept_as_its_sha_256() -> None:
    assert token_hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert token_hash("abc") != token_hash("abd")
    assert len(token_hash("ø")) == 64


@pytest.mark.parametrize(
    ("valid_until", "valid"),
    [
        (None, True),
        (NOW + MILLISECOND, True),
        (NOW, False),
        (NOW - MILLISECOND, False),
        (NOW.astimezone(), False),
    ],
)
def test_a_token_is_good_until_the_moment_it_expires(valid_until: datetime | None, valid: bool) -> None:
    token = Token(tenant=ROOT_TENANT, name="demo", created_at=NOW, valid_until=valid_until)
    assert token.valid(NOW) is valid


def test_a_token_without_a_time_zone_in_its_expiry_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        Token(tenant=ROOT_TENANT, name="demo", created_at=NOW, valid_until=datetime(2026, 3, 2))  # noqa: DTZ001
