"""Message ids and what a mail answers."""

import pytest

from postroom.mail.thread import read_message_id, read_message_ids, read_thread


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@b> <c@d>", ("a@b", "c@d")),
        ("<a@b><c@d>", ("a@b", "c@d")),
        ("<a@b> <a@b>", ("a@b",)),
        ("<a @b>", ("a@b",)),
        ("a@b, c@d", ("a@b", "c@d")),
        ("Your message of Monday <a@b>", ("a@b",)),
        ("no id here", ()),
        ("<>", ()),
        ("", ()),
    ],
)
def test_ids_are_read_without_brackets(value: str, ids: tuple[str, ...]) -> None:
    assert read_message_ids(value) == ids


def test_a_message_id_without_an_at_sign_is_taken_as_it_stands() -> None:
    assert read_message_id("<20240315.123>") == "20240315.123"
    assert read_message_id("20240315 123") == "20240315123"
    assert read_message_id(" ") is None


def test_in_reply_to_says_the_parent_and_the_last_reference_if_it_does_not() -> None:
    assert read_thread("<p@x>", "<a@x> <b@x>").in_reply_to == "p@x"
    assert read_thread("", "<a@x> <b@x>").in_reply_to == "b@x"
    assert read_thread("", "").in_reply_to is None
