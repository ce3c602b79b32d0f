"""The pattern index answers as searching each pattern in turn, however its patterns are narrowed."""

from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postroom.match import pattern_set
from postroom.match.pattern_index import ONE_BY_ONE, PatternIndex
from postroom.match.pattern_set import PatternSet
from postroom.match.patterns import search
from tests.cpu_time import assert_in_proportion

WORDS = ("faktura", "rykker", "Straße", "发票", "k", "ss", "7", "-", " ")
PATTERNS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("".join),
    st.sampled_from(WORDS).map(lambda word: f"^{word}"),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda two: rf"\b{two[0]}\b.*\b{two[1]}\b"),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda two: f"{two[0]}|{two[1]}x"),
    st.sampled_from([".*", "", r"\d+", "^$", "[a-f]{3}", r"\pL\d", "(?-i)Faktura", "."]),
    st.integers(1, 60).map(lambda number: f"[a-z]{{{number}}}"),
)
TEXTS = st.lists(st.sampled_from([*WORDS, "FAKTURA", "STRASSE", "ſs", "K", "x", "\ud800"]), max_size=6).map("".join)


@given(st.lists(PATTERNS, max_size=80), TEXTS)
@example(["ss", "straße"], "Straße")
@example(["ss", "straße"], "strasse")
def test_the_index_finds_exactly_what_searching_finds(patterns: list[str], text: str) -> None:
    assert PatternIndex(patterns).found(text) == {pattern for pattern in patterns if search(pattern, text)}


def test_many_patterns_that_nothing_narrows_are_asked_together() -> None:
    patterns = [f"[a-z]{{{number}}}" for number in range(1, ONE_BY_ONE + 20)]
    assert PatternIndex(patterns).found("abcde 7") == {f"[a-z]{{{number}}}" for number in range(1, 6)}


@pytest.mark.parametrize("memory", [20_000, 260_000, 270_000, 64 << 20])
def test_a_set_whose_program_does_not_fit_is_noticed_and_its_patterns_are_searched_one_by_one(
    monkeypatch: pytest.MonkeyPatch, memory: int
) -> None:
    patterns = [rf"[abc]{{1,9}}\d{{{number}}}x" for number in range(1, 60)]
    monkeypatch.setattr(pattern_set, "SET_MEMORY", memory)
    found = PatternSet(patterns).found(b"abc1234x")
    assert found == {pattern for pattern in patterns if search(pattern, "abc1234x")} != set()


def test_a_set_that_runs_out_of_memory_over_a_text_is_noticed_by_the_missing_guard() -> None:
    patterns = PatternSet(["[a-z]y", "b"])
    patterns._set = SimpleNamespace(Match=lambda _text: [])  # What RE2's binding answers then, as for no match.
    assert patterns.found(b"xyb") == {"[a-z]y", "b"}


def test_a_pattern_with_a_large_program_does_not_burden_the_others_in_a_set() -> None:
    large = ".{0,100}x"
    patterns = PatternSet([large, "[a-z]y"])
    assert patterns.found(b"xy") == {large, "[a-z]y"}
    assert patterns.found(b"") == set()


def test_an_index_is_built_and_asked_in_time_in_proportion_to_its_patterns() -> None:
    patterns = [f"order {number:05} from customer {number * 7 % 10_000}" for number in range(10_000)]

    def built_and_asked(size: int) -> None:
        index = PatternIndex(patterns[:size])
        for number in range(100):
            assert index.found(f"Your ORDER {number:05} from customer {number * 7}") == {patterns[number]}

    assert_in_proportion(built_and_asked, len(patterns))
