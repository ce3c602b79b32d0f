"""Whatever a mail holds, nothing raises, nothing is invented, and work grows with length only: counted, not timed."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.mail.html_text import lay_out
from postroom.mail.reply_text import reply_text
from tests.core.mail.reply_languages import LANGUAGES

# Eight times the lines may take eight times the calls, and a little more.
LINES, TIMES, SLACK = 150, 8, 1.3
WORDS = [
    *(each for language in LANGUAGES.values() for each in (*language.attributions[:2], language.closing)),
    *(line for language in LANGUAGES.values() for line in language.block.split("\n")),
    *(each for language in LANGUAGES.values() for each in (*language.separators[:1], *language.devices[:1])),
    *("", "", "> ", "> quoted", ">> ", "-- ", "--", "____", "```", "| ", "A> b", "-Jens", "Yes.", "<", ">:", "wrote:"),
    *(
        "+45 12 34 56 78",
        "www.example.com",
        "jens@example.com",
        "=",
        "(http://x",
        "On 1 May 2024",
        LANGUAGES["de"].notice,
    ),
]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=30)), max_size=40).map("\n".join)


@settings(max_examples=300)
@given(TEXTS, st.sampled_from(["", "Jens Hansen <jens@example.com>"]))
def test_the_reply_is_made_of_lines_of_the_mail(text: str, sender: str) -> None:
    lines = {line.strip() for line in text.split("\n")}
    for line in reply_text(text, sender).split("\n"):
        assert any(line.strip() in each for each in lines), line


@settings(max_examples=200)
@given(TEXTS)
def test_the_reply_to_a_reply_is_itself(text: str) -> None:
    """What is left has nothing more to take away, but for a closing that stood above what was taken."""
    once = reply_text(text)
    assert reply_text(once) in once


@settings(max_examples=200)
@given(st.lists(st.sampled_from(
    ["<div>", "</div>", '<div class="yahoo_quoted">', '<p class="MsoAutoSig">', "<p>", "</p>", "<br>", "x", "y z",
     "<blockquote>", "</blockquote>", '<hr id="stopSpelling">', '<span class="gmail_signature">', "</span>", "<li>",
     "<table><tr><td>", "</td></tr></table>", "<pre>a\nb", "</pre>", "On 1 May 2024 10:00, Jens wrote:"]
), max_size=40).map("".join))  # fmt: skip
def test_parts_are_of_lines_that_are_there(html: str) -> None:
    layout = lay_out(html)
    lines = layout.text().split("\n")
    assert all(line < len(lines) for line in layout.parts)
    assert set(reply_text(layout.text(), parts=layout.parts).split()) <= set(layout.text().split())


@pytest.mark.parametrize(
    "line",
    ["> q", "", "a", "On 1 May 2024", "On 1 May 2024 wrote:", "On 1 May 2024 10:00, Jens wrote:", "From: a@b.dk",
     "From: a", "Date: 1 May 2024 10:00", "-- ", "_____", "Best regards", "Sent from my iPhone", "www.example.com",
     "confidential addressee disclosure", "```", "A> x", "| x", "<j@x.dk>:", "> <", "CAUTION: external sender"],
)  # fmt: skip
@pytest.mark.parametrize("between", ["", "\n", "\nx\n", "\n> y\n"])
def test_work_grows_with_length_only(line: str, between: str) -> None:
    few, many = (_calls(partial(reply_text, f"{line}\n{between}" * n)) for n in (LINES, LINES * TIMES))
    assert many <= few * TIMES * SLACK


def _calls(work: Callable[[], Any]) -> int:
    """Lines of Python run, which time follows and a busy machine does not disturb."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
