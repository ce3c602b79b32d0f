"""The reply sets of other libraries: how many of their mails come out exactly right."""

import time
from collections import Counter

import pytest

from postroom.mail.reply_text import reply_text
from tests.reply_sets import SETS, is_right, reply_cases
from tests.shared_data import shared_data

# What is reached; a set may get better, never worse. See docs/decisions/0015-reply-text.md on those that are not.
AT_LEAST = {
    "discourse-trimmer": 56,
    "crisp": 42,
    "talon": 10,
    "talon-html": 9,
    "github": 21,
    "zapier": 4,
    "willdurand": 17,
}


def test_the_replies_of_each_set_come_out_exactly() -> None:
    right = Counter(case.set for case in reply_cases() if is_right(case, reply_text(case.text)))
    assert set(AT_LEAST) == set(SETS)
    assert {name: right[name] for name in SETS if right[name] < AT_LEAST[name]} == {}


@pytest.mark.parametrize("name", ["pathological.txt", "email_long_quote.txt"])
def test_the_long_mails_take_less_than_a_second(name: str) -> None:
    text = shared_data("reply-github", "files", "test", "emails", name).read_text()
    started = time.process_time()
    assert reply_text(text).startswith(("I think you're onto something.", "Hi folks"))
    assert time.process_time() - started < 1
