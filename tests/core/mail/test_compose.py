"""The mail that leaves: what stands in it, and that no stranger's words become a header."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom import limits
from postroom.effects import SendMail
from postroom.mail.compose import compose, one_line, thread_of
from postroom.mail.parse import parse_mail

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MARKER = "v1; t=root; e=exe_1/mail/0; h=1; s=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
KEY = "exe_01KJPTJA00000000000000000E/items[3].mail/0"
MAIL = SendMail(
    sender="postroom@postroom.test",
    sender_name="Grøn Strøm A/S",
    to=("anna@example.com", "bo@example.com"),
    subject="Fælles 会议",
    text="Hej Anna\n\nså er det nu\n",
    reply_to="faktura@postroom.test",
    in_reply_to="117@supplier.example",
    references=("1@supplier.example", "117@supplier.example"),
)
HEADERS = [
    "Message-ID",
    "In-Reply-To",
    "References",
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Postroom",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]


def read(raw: bytes) -> EmailMessage:
    parsed = message_from_bytes(raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_everything_stands_where_it_belongs() -> None:
    message = read(compose(MAIL, KEY, NOW, MARKER))
    assert sorted(message.keys()) == sorted(HEADERS)
    assert {name: str(message[name]) for name in HEADERS[:10]} == {
        "Message-ID": "<exe_01KJPTJA00000000000000000E.items.3..mail.0@postroom.test>",
        "In-Reply-To": "<117@supplier.example>",
        "References": "<1@supplier.example> <117@supplier.example>",
        "From": "Grøn Strøm A/S <postroom@postroom.test>",
        "To": "anna@example.com, bo@example.com",
        "Reply-To": "faktura@postroom.test",
        "Subject": "Fælles 会议",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0000",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    assert text_of(message) == MAIL.text


def test_an_answer_says_that_it_is_one_and_our_own_parser_knows_it_for_a_machines() -> None:
    raw = compose(MAIL._replace(answers=True), KEY, NOW, MARKER)
    assert read(raw)["Auto-Submitted"] == "auto-replied"
    assert parse_mail(raw).mail.automatic.kind == "auto_reply"


def test_what_is_not_known_is_left_out() -> None:
    bare = MAIL._replace(reply_to=None, in_reply_to=None, references=(), sender_name="")
    message = read(compose(bare, KEY, NOW, MARKER))
    assert not {"Reply-To", "In-Reply-To", "References"} & set(message.keys())
    assert str(message["From"]) == "postroom@postroom.test"


def test_it_is_ascii_with_lines_that_smtp_takes() -> None:
    long_ids = tuple(f"{'x' * 230}{number}@supplier.example" for number in range(20))
    mail = MAIL._replace(subject="æ" * 250, text="å" * 5_000 + "\n" + "x" * 5_000, references=long_ids)
    raw = compose(mail, KEY, NOW, MARKER)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = read(raw)
    assert str(message["Subject"]) == "æ" * 250
    assert text_of(message) == mail.text + "\n"
    assert raw.count(b"<" + b"x" * 230) == 20, "ids stand as they are, never as encoded words"


def test_a_subject_of_any_length_begins_on_its_line_and_is_read_as_it_was_given() -> None:
    words = " ".join(["invoice"] * 40)
    for length in range(1, limits.SENT_SUBJECT_CHARACTERS):
        subject = words[:length].strip()
        raw = compose(MAIL._replace(subject=subject), KEY, NOW, MARKER)
        assert b"\r\nSubject: invoice"[: 11 + length] in raw
        assert max(map(len, raw.split(b"\r\n"))) <= 85
        assert str(read(raw)["Subject"]) == subject


def test_a_body_that_looks_like_a_folded_subject_stays_as_it_is() -> None:
    text = "Subject:\n Time confirmed\n\nSubject:\n Time confirmed\n"
    assert text_of(read(compose(MAIL._replace(text=text), KEY, NOW, MARKER))) == text


@given(
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\r\n\x00\u2028:<>"))),
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\r\n\x00\u2028:<>"))),
)
def test_no_subject_name_or_body_makes_a_header(words: str, body: str) -> None:
    mail = MAIL._replace(subject=one_line(words), sender_name=words, text=body)
    message = read(compose(mail, KEY, NOW, MARKER))
    assert sorted(message.keys()) == sorted(HEADERS)
    assert str(message["To"]) == "anna@example.com, bo@example.com"
    assert message["From"].addresses[0].addr_spec == "postroom@postroom.test"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Hello\r\nBcc: x@y.example", "Hello Bcc: x@y.example"),
        ("  a \t b\x00c\u2028d ", "a b c d"),
        ("x" * 251, "x" * 249 + "…"),
        ("x" * 250, "x" * 250),
    ],
)
def test_a_header_is_one_line_and_no_longer_than_fits(words: str, line: str) -> None:
    assert one_line(words) == line


def test_a_thread_names_the_mail_and_what_came_before_it() -> None:
    assert thread_of("c@x", ("a@x", "b@x")) == ("c@x", ("a@x", "b@x", "c@x"))
    assert thread_of("c@x", ("a@x", "c@x", "a b@x", "<a@x>", "x\r\nBcc: y@z")) == ("c@x", ("a@x", "c@x"))


@pytest.mark.parametrize("message_id", [None, "", "no-at", "a b@c", "a@b\r\nBcc:x@y", "a<b@c", f"{'x' * 250}@b", "å@b"])
def test_what_is_no_message_id_begins_no_thread(message_id: str | None) -> None:
    assert thread_of(message_id, ("a@x",)) == (None, ())


def test_a_long_thread_keeps_its_first_mail_and_the_latest() -> None:
    chain = tuple(f"{number}@x" for number in range(100))
    _, references = thread_of("new@x", chain)
    assert len(references) == limits.SENT_REFERENCES
    assert (references[0], references[1], references[-2:]) == ("0@x", "82@x", ("99@x", "new@x"))
