"""The signed marker: our own mail is known by it, and nobody else's is taken for it."""

from datetime import UTC, datetime
from email import message_from_bytes

import pytest

from postroom.effects import SendMail
from postroom.mail.compose import compose
from postroom.mail.marker import HEADER, Marker, read_marker, sign_marker
from postroom.mail.parse import parse_mail
from postroom.mail.signing import signed

SECRET, SENDER = b"a key", "postroom@a.example"
MARKER = Marker(tenant="root", effect="exe_01KJ/items[3].mail/0", hops=2)
VALUE = sign_marker(MARKER, SENDER, SECRET)


def test_what_was_signed_is_read_again() -> None:
    assert read_marker([VALUE], "PostRoom@A.example", SECRET) == MARKER


@pytest.mark.parametrize(
    ("value", "sender", "secret"),
    [
        (VALUE, "somebody@else.example", SECRET),
        (VALUE, SENDER, b"another key"),
        (VALUE.replace("h=2", "h=1"), SENDER, SECRET),
        (VALUE.replace("t=root", "t=other"), SENDER, SECRET),
        (VALUE.replace("items[3]", "items[4]"), SENDER, SECRET),
        (VALUE[:-1] + ("a" if VALUE[-1] != "a" else "b"), SENDER, SECRET),
        (VALUE.replace("v1", "v2"), SENDER, SECRET),
        ("", SENDER, SECRET),
        ("v1; t=root; " + "x" * 10_000, SENDER, SECRET),
    ],
)
def test_what_was_changed_or_never_signed_is_no_marker(value: str, sender: str, secret: bytes) -> None:
    assert read_marker([value], sender, secret) is None


def test_the_marker_that_holds_is_found_among_others_but_not_behind_very_many() -> None:
    assert read_marker(["nonsense", VALUE], SENDER, SECRET) == MARKER
    assert read_marker(["nonsense"] * 100 + [VALUE], SENDER, SECRET) is None


def test_it_survives_the_mail_that_carries_it() -> None:
    effect = f"exe_01KJPTJA00000000000000000E/{'outer[999].' * 8}mail/0"
    mail = SendMail(SENDER, "A", ("b@b.example",), "Hi", "text", reply_to=None, hops=3)
    made = signed(mail, "root", effect, SECRET)
    raw = compose(made.mail, effect, datetime(2026, 3, 2, tzinfo=UTC), made.marker)
    assert message_from_bytes(raw)[HEADER] is not None
    [value] = parse_mail(raw).mail.headers[HEADER.lower()]
    assert read_marker([value], SENDER, SECRET) == Marker(tenant="root", effect=effect, hops=3)
