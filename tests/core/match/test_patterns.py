"""Patterns: what is refused and why, and that none can stall another's mail."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom import limits
from postroom.match.patterns import check_pattern, search
from tests.cpu_time import assert_no_dearer
from tests.shared_data import shared_data


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("faktura", "Din FAKTURA 7", True),
        ("FAKTURA", "din faktura 7", True),
        ("Ø", "smørrebrød", True),
        ("发票", "您的发票", True),
        ("^faktura", "Din faktura", False),
        ("faktura$", "Din faktura", True),
        ("", "anything", True),
        (r"\binv\b", "invoice", False),
        ("(?-i)FAKTURA", "faktura", False),
        (r"\d{4}-\d+", "No. 2026-117", True),
    ],
)
def test_a_pattern_is_searched_anywhere_whatever_the_case(pattern: str, text: str, found: bool) -> None:
    check_pattern(pattern)
    assert search(pattern, text) is found


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(", "missing \\)"),
        ("[a-", "missing \\]"),
        ("*a", "no argument for repetition operator"),
        (r"(a)\1", "invalid escape sequence"),
        ("(?=a)", "invalid perl operator"),
        ("a{1001}", "invalid repetition size"),
        ("((a{100}){100})", "invalid repetition size"),
        (r"\pL{1000}", "pattern too large"),
        ("(?:.{0,9}){100}b", "RE2 makes 8105 instructions of the pattern, 4000 are allowed"),
        (".{0,1000}x.{0,1000}y", "RE2 makes 18006 instructions"),
        ("a" * (limits.PATTERN_CHARACTERS + 1), "at most 512 characters, this one 513"),
    ],
)
def test_a_pattern_that_cannot_run_in_linear_time_or_is_too_large_is_refused_with_the_reason(
    pattern: str, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        check_pattern(pattern)


@pytest.mark.parametrize("char", ["a", "k", "é", "发", "😀", "ß", "Ⅷ", "ᾼ"])
def test_a_plain_text_of_exactly_the_limit_is_taken(char: str) -> None:
    check_pattern(char * limits.PATTERN_CHARACTERS)


@given(st.text(alphabet=string.ascii_letters + string.digits + " @.-æøåßé", max_size=30), st.text(), st.text())
def test_a_word_is_found_wherever_it_stands(word: str, before: str, after: str) -> None:
    literal = word.replace(".", r"\.")
    assert search(literal, f"{before}{word}{after}")


@given(st.text(max_size=60))
def test_any_text_is_a_pattern_or_refused_with_a_reason(pattern: str) -> None:
    try:
        check_pattern(pattern)
    except ValueError as refused:
        assert str(refused).startswith("RE2 ")  # noqa: PT017
    else:
        assert search(pattern, "some text") in (True, False)


HARMLESS = ("Invoice 4711 of 3 March from Acme. " * 120,) * 5
EVIL = ("a" * 4_000 + "!", "x" * 4_000 + "\n", "ab" * 2_000 + "!", " \t" * 2_000 + "!", "1.0" * 1_300 + "!")


def test_known_catastrophic_patterns_cost_no_more_on_evil_texts_than_on_harmless_ones() -> None:
    vectors = json.loads(shared_data("redos", "vectors.json").read_text("utf-8"))
    accepted, refused = [], {}
    for vector in vectors:
        try:
            check_pattern(vector["pattern"])
        except ValueError as reason:
            refused[vector["pattern"]] = str(reason)
        else:
            accepted.append(vector["pattern"])
    assert len(accepted) + len(refused) == len({vector["pattern"] for vector in vectors})
    assert all("RE2 cannot compile" in reason or "are allowed" in reason for reason in refused.values())
    assert_no_dearer(lambda: _searched(accepted, EVIL), lambda: _searched(accepted, HARMLESS), times=10)


def _searched(patterns: list[str], texts: tuple[str, ...]) -> None:
    for pattern in patterns:
        for text in texts:
            search(pattern, text)


WORST = ["(?:.{0,9}){45}b", "(?:(.*)){390}x", "(?:a?){990}a{0}", ".{0,200}x.{0,200}y", "^.{3,200}$", "(x+x+)+y"]


@pytest.mark.parametrize("pattern", WORST)
def test_the_largest_patterns_that_are_taken_cost_no_more_on_evil_texts(pattern: str) -> None:
    check_pattern(pattern)
    assert_no_dearer(lambda: _searched([pattern], EVIL), lambda: _searched([pattern], HARMLESS), times=10)
