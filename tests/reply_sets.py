"""The reply sets of `shared/data` as (set, mail, text, what right is): each mail once, though the sets share ancestors.

reply-discourse-trimmer, reply-crisp and reply-talon state what right is. reply-github, reply-zapier and
reply-willdurand state it in their tests by fragments: here a reply is named by where it begins and ends in the mail.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from postroom.mail.html_text import html_to_text
from postroom.mail.parse import parse_mail
from tests.shared_data import shared_data

SETS = ("discourse-trimmer", "crisp", "talon", "talon-html", "github", "zapier", "willdurand")
# Whole replies; a fragment after a quote would be a part of the reply, too.
_WHOLE = re.compile(r"(?:reply\.)?fragments\[0\]\.toString\(\)(?:\.trim\(\))?|text|reply|email\.getVisibleText\(\)")
_COMMON = ("Fusce bibendum, quam", "quis. Fusce sed odio id arcu varius aliquet nec nec nibh.")
_ALL = ("", "")

# Mail: where each part of the reply begins and ends in it; nothing is the beginning and the end of the mail.
_GITHUB = {
    "correct_sig": [("this is", "signature.")],
    "email_1_1": [("Hi folks", "Java HTTP API.")],
    "email_1_2": [("Hi,", "Hi,"), ("You can list", 'individually."')],
    "email_1_3": [("Oh thanks.", "would be great.")],
    "email_1_4": [("Awesome!", "problem with it.")],
    "email_1_5": [_ALL],
    "email_1_6": [("I get proper", "rendering as well.")],
    "email_1_7": [(":+1:", ":+1:")],
    "email_1_8": [("I will reply", "under this one"), ("and under this.", "and under this.")],
    "email_2_1": [("Outlook with", "with a reply")],
    "email_2_2": [("Outlook with", "above line")],
    "email_2_3": [("Outlook with", "above line")],
    "email_BlackBerry": [("Here is", "another email")],
    "email_bullets": [("test 2", "and another")],
    "email_iPhone": [("Here is", "another email")],
    "email_multi_word_sent_from_my_mobile_device": [("Here is", "another email")],
    "email_one_is_not_on": [("Thank,", "when I run...")],
    "email_sent_from_my_not_signature": [_ALL],
    "email_sig_delimiter_in_middle_of_line": [_ALL],
    "greedy_on": [("On your", "is not working.")],
    "pathological": [("I think", "to a computer.")],
}
_ZAPIER = {
    "email_2_3": [("Outlook with", "unusual format")],
    "email_gmail": [("This is", "github message.")],
    "email_headers_no_delimiter": [("And another", "reply!")],
    "email_partial_quote_header": [("On your", "is not working.")],
}
_WILLDURAND = {
    **{f"email_{number}": [_COMMON] for number in (7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 22, 23)},
    "email_19": [("On Thursday,", "rendering.")],
    "email_20": [("On Thursday.", "On Thursday.")],
    "email_21": [_ALL],
    "email_23_1": [("Fusce bibendum", "nec nec nibh.")],
    "email_custom_quote_header": [("Thank you!", "Thank you!")],
    "email_customer_quote_header_2": [("Thank you", "very much.")],
    "email_customer_quote_header_3": [("bonjour,", "merci d'avance")],
    "email_issue_77": [("Bonjour Test,", "Text paragraph 2")],
    "email_ls-l": [("MIME-Version", "sess_25tni1suqgasqk8osnmk098sc6")],
    "email_norwegian_gmail": [_COMMON],
    "email_thread": [("This is", "from bellow.")],
    "email_unquoted_reply": [("This is my", "reply.")],
    "email_w10_mail": [("Great thanks", "Braxton")],
    "email_zimbra_free_en": [("Bonjour Toby,", "Michael Scott")],
    "email_zimbra_free_fr": [("Bonjour", "Michael Scott")],
    "sig_no_empty_line": [("this is", "above.")],
}


class Case(NamedTuple):
    """One mail's text, the HTML it was made from if it was, and the right reply."""

    set: str
    name: str
    text: str
    html: str
    reply: str


def reply_cases() -> Iterator[Case]:
    """Every mail of the sets, those that were in an earlier set left out."""
    seen: set[str] = set()
    for case in _cases():
        same = re.sub(r"\W+", "", case.text)
        if same not in seen:
            seen.add(same)
            yield case


def _cases() -> Iterator[Case]:
    yield from _discourse()
    yield from _crisp()
    yield from _talon()
    yield from _sliced("github", ("files", "test", "emails"), _GITHUB)
    yield from _sliced("zapier", ("files", "test", "emails"), _GITHUB | _ZAPIER)
    yield from _sliced("willdurand", ("files", "tests", "Fixtures"), _GITHUB | _WILLDURAND)


def _discourse() -> Iterator[Case]:
    folder = shared_data("reply-discourse-trimmer", "files", "test")
    for path in sorted((folder / "emails").glob("*.txt")):
        yield Case("discourse-trimmer", path.stem, _read(path), "", _read(folder / "trimmed" / path.name))


def _crisp() -> Iterator[Case]:
    folder = shared_data("reply-crisp")
    for test in json.loads((folder / "expected.json").read_text()):
        rights = [row["equals"] for row in test["asserts"] if "equals" in row and _WHOLE.fullmatch(row["target"])]
        if rights and test["fixtures"]:
            path = folder / "files" / "test" / "fixtures" / test["fixtures"][0]
            yield Case("crisp", path.stem, _read(path), "", rights[0])


def _talon() -> Iterator[Case]:
    folder = shared_data("reply-talon")
    for row in json.loads((folder / "expected.json").read_text()):
        mail = parse_mail((folder / "files" / row["file"]).read_bytes()).mail
        yield Case("talon", row["file"].rpartition("/")[2], mail.text, "", row["expected_reply"])
    for path in sorted((folder / "files" / "tests" / "fixtures" / "html_replies").glob("*.html")):
        html = _read(path)
        yield Case("talon-html", path.stem, html_to_text(html), html, "Hi. I am fine.\n\nThanks,\nAlex")


def _sliced(name: str, parts: tuple[str, ...], right: dict[str, list[tuple[str, str]]]) -> Iterator[Case]:
    for path in sorted(shared_data(f"reply-{name}", *parts).glob("*.txt")):
        if path.stem in right:
            text = _read(path)
            yield Case(name, path.stem, text, "", "\n\n".join(_between(text, *ends) for ends in right[path.stem]))


def _between(text: str, first: str, last: str) -> str:
    begin = text.index(first)
    return text[begin : text.index(last, begin) + len(last)] if last else text[begin:]


def _read(path: Path) -> str:
    return path.read_bytes().decode().replace("\r\n", "\n")


def lines_of(case: Case, text: str | None) -> list[str]:
    """What is compared: blanks at line ends and around the whole do not count; paragraphs do, save from HTML."""
    lines = [line.rstrip() for line in (text or "").strip().split("\n")]
    return [line for line in lines if line] if case.html else lines


def is_right(case: Case, answer: str | None) -> bool:
    """Whether the answer is exactly the reply."""
    return lines_of(case, answer) == lines_of(case, case.reply)
