"""The reply sets of other libraries: how many of their mails come out exactly right."""

from collections import Counter

import pytest

from postroom.mail.reply_text import reply_text
from tests.cpu_time import assert_in_proportion
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
def test_the_long_mails_take_time_in_proportion_to_their_length(name: str) -> None:
    text = shared_data("reply-github", "files", "test", "emails", name).read_text()
    assert reply_text(text).startswith(("I think you're onto something.", "Hi folks"))
    assert_in_proportion(lambda size: reply_text(text[:size]), len(text))


# What mail-parser-reply's own tests say of the bodies of those of its mails that stand in the sets, too.
OF_MAIL_PARSER_REPLY = [
    ("reply-github", "email_1_1", ("running a test?",), ("riak-users", "-Abhishek Kona")),
    ("reply-github", "email_1_3", ("Having the function",), ("-Abhishek Kona", "Russell Brown wrote", "> Hi,")),
    ("reply-github", "email_1_4", ("Awesome!",), ("defunkt<reply@reply.github.com>",)),
    ("reply-github", "email_1_6", ("I get proper",), ("<reply@reply.github.com>",)),
    ("reply-github", "email_1_7", (":+1:",), ("<notifications@github.com>",)),
    ("reply-github", "email_2_1", ("Outlook with a reply",), ("Google Apps Sync Team",)),
    ("reply-github", "email_iPhone", ("Here is another email",), ("Sent from",)),
    ("reply-github", "email_BlackBerry", ("Here is another email",), ("Sent from",)),
    ("reply-github", "email_multi_word_sent_from_my_mobile_device", ("Here is another email",), ("Sent from",)),
    ("reply-github", "email_sent_from_my_not_signature", ("Sent from my desk, is much easier",), ()),
    ("reply-zapier", "email_2_3", ("Outlook with a reply above headers using unusual format",), ("CRM",)),
    ("reply-zapier", "email_headers_no_delimiter", ("And another reply!",), ("A reply", "Sent from")),
]


@pytest.mark.parametrize(("folder", "name", "held", "left_out"), OF_MAIL_PARSER_REPLY)
def test_the_own_fixtures_of_mail_parser_reply(
    folder: str, name: str, held: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    reply = reply_text(shared_data(folder, "files", "test", "emails", f"{name}.txt").read_text())
    assert [text for text in held if text not in reply] == []
    assert [text for text in left_out if text in reply] == []
