"""Required literals: never bolder than RE2, and the same about upper and lower case in every script."""

import sys

import pytest
import re2
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from postroom.match.literals import _PLAIN, is_literal, required_literals
from postroom.match.patterns import check_pattern, pattern_options, search


@pytest.mark.parametrize(
    ("pattern", "required"),
    [
        ("Faktura", (("faktura",),)),
        (r"^Invoice \d+ from Acme$", (("invoice ",), (" from acme",))),
        (r"\bfaktura\b.*\brykker\b", (("faktura",), ("rykker",))),
        ("a|bcd|efg", (("a", "bcd", "efg"),)),
        ("(foo|bar)+baz?", (("foo", "bar"), ("ba",))),
        ("x(?:ab){2}y", (("x",), ("ab",), ("y",))),
        ("ab{2,}c{0,3}d", (("ab",), ("d",))),
        (r"@nordisk\.example$", (("@nordisk.example",),)),
        ("(?P<id>Straße) 发票", (("strasse",), (" 发票",))),
        ("(?i)re:(?-i) Fwd", (("re: fwd",),)),
        (".*", ()),
        ("", ()),
        ("(?:word)?", ()),
        ("word|", ()),
        (r"[word]\d\pL\x41.", ()),
        (r"a\Qb.c\E*", ()),
        ("a(?i)*", ()),
        ("|".join("abcdefghijklmnopqr"), ()),
        ("(?:" * 40 + "x" + ")" * 40, ()),
    ],
)
def test_what_must_be_in_every_text_a_pattern_is_found_in(pattern: str, required: tuple[tuple[str, ...], ...]) -> None:
    check_pattern(pattern)
    assert required_literals(pattern) == required


PIECES = [
    "a",
    "b",
    "ab",
    "Faktura",
    "ß",
    "é",
    "Σ",
    "k",
    "s",
    "K",
    "发票",
    ".",
    "\\.",
    "\\d",
    "\\b",
    "^",
    "$",
    "[ab]",
    "[^]a]",
    "[]b]",
    "[[:alpha:]]",
    "[a\\]b]",
    "\\x61",
    "\\x{62}",
    "\\101",
    "(?i)",
    "(?-i)",
    "(?)",
    "(?U)",
    "\\Qab\\E",
    "\\Q\\E",
    "\\pL",
    "\\p{Greek}",
    "{",
    "}",
    "]",
    "-",
    "(?:",
    "(",
    "(?P<n>",
    "(?<m>",
    "(?i:",
    ")",
    ")",
    ")",
    "|",
    "*",
    "+",
    "?",
    "{0}",
    "{2}",
    "{1,}",
    "{0,2}",
    "*?",
    "+?",
    "\\z",
    "\\A",
    "\\-",
    "ſ",
    "\\C",
    "\\n",
    "/",
    "{,2}",
]
TEXTS = st.lists(st.sampled_from([*"aAbBßẞéÉσςΣKſSskn发. 7-{}]/2,0", "faktura", "FAKTURA", "发票"]), max_size=8)


@settings(max_examples=700)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9), st.lists(TEXTS, min_size=10, max_size=10))
@example(["(?)", "Faktura"], [["faktura"]] * 10)
@example(["a", "\\Q\\E", "*"], [["b"]] * 10)
@example(["ß"], [["ẞ"]] * 10)
@example(["ß"], [["ss"]] * 10)
def test_no_text_that_re2_finds_the_pattern_in_lacks_what_is_required(
    pieces: list[str], texts: list[list[str]]
) -> None:
    pattern = "".join(pieces)
    try:
        check_pattern(pattern)
    except ValueError:
        assume(False)
    required = required_literals(pattern)
    for text in map("".join, texts):
        if search(pattern, text):
            assert all(any(literal in text.casefold() for literal in any_of) for any_of in required), text
        elif is_literal(pattern) and len(text.casefold()) == len(text):
            assert pattern.casefold() not in text.casefold()


UNCASED = "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"


def test_of_every_character_that_may_be_required_re2_and_folding_agree_which_others_are_the_same() -> None:
    cased = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if not 0xD800 <= ord(char) <= 0xDFFF and len({char, char.lower(), char.upper(), char.casefold()}) > 1
    ]
    options = pattern_options(8 << 20)
    assert not re2.compile(f"[{UNCASED}]", options).search("".join(cased))
    for char in (chr(code) for code in range(0x20, 0x3041)):
        if _PLAIN.fullmatch(char):
            same = re2.compile(re2.escape(char), options).findall("".join(cased))
            assert {one.casefold() for one in same} <= {char.casefold()}, char
