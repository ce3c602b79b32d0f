"""A pattern of many words finds what the same words, the longest first, find one after the other."""

import random
import re

import pytest

from postroom.extract.alternatives import any_of


@pytest.mark.parametrize("flags", [re.NOFLAG, re.IGNORECASE])
def test_it_finds_what_the_words_find_the_longest_first(flags: re.RegexFlag) -> None:
    chance = random.Random(1)
    for _ in range(500):
        words = ["".join(chance.choices("ab.|", k=chance.randint(1, 5))) for _ in range(chance.randint(1, 8))]
        text = "".join(chance.choices("abAB.|", k=30))
        plain = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        found = [each.span() for each in re.finditer(any_of(words), text, flags)]
        assert found == [each.span() for each in re.finditer(plain, text, flags)], (words, text)


def test_a_shorter_word_is_found_where_what_follows_does_not_fit_the_longer() -> None:
    assert re.fullmatch(f"{any_of(['ma', 'mar', 'march'])}ch", "march")
    assert not re.fullmatch(any_of(["ma", "march"]), "mar")
