"""Who may speak in a thread: one who took part, and whose From is proven."""

import pytest

from postroom.mail.standing import standing

PASS = {"dmarc": "PASS", "spf": "PASS", "dkim": "PASS"}


def email(address: str = "ann@b.example", **verdicts: str) -> dict[str, object]:
    return {"from": {"address": address}, "verdicts": {**PASS, **verdicts}}


@pytest.mark.parametrize("verdicts", [{}, {"dmarc": "GRAY"}, {"spf": "FAIL"}, {"dkim": "GRAY"}])
def test_somebody_of_the_thread_who_is_who_he_says_is_trusted(verdicts: dict[str, str]) -> None:
    assert standing(email("Ann@B.example", **verdicts), ["ann@b.example"]) == (True, "")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (email("eve@c.example"), "its sender has taken no part in this thread"),
        ({"from": None, "verdicts": PASS}, "its sender has taken no part in this thread"),
        (email(dmarc="FAIL"), "it is not proven that its sender sent it: dmarc FAIL, spf PASS, dkim PASS"),
        (email(dmarc="GRAY", dkim="FAIL"), "it is not proven that its sender sent it: dmarc GRAY, spf PASS, dkim FAIL"),
        (
            {"from": {"address": "ann@b.example"}},
            "it is not proven that its sender sent it: dmarc unknown, spf unknown, dkim unknown",
        ),
    ],
)
def test_everybody_else_is_not_and_is_told_why(given: dict[str, object], why: str) -> None:
    assert standing(given, ["ann@b.example"]) == (False, why)
