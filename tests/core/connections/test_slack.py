"""Slack: the message as it is sent, what every answer means, and no secret in any text."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from postroom.connections.base import HttpResponse
from postroom.connections.slack import CONNECTION, MESSAGE_CHARACTERS, RETRY_AFTER_SECONDS, Secret
from postroom.errors import Broken, NotNow, PostroomError, Refused, UnknownOutcome

INVOICES = "https://hooks.slack.test/services/T0/B0/invoices-secret"
ANY = "https://hooks.slack.test/services/T0/B0/any-secret"
SECRET = Secret.model_validate({"webhooks": {"#invoices": INVOICES}})
CALL = {"channel": "#invoices", "message": "Invoice 7 is here", "context": "Invoice 7 · a@b.example"}


def body(call: dict[str, Any], secret: Secret = SECRET) -> dict[str, Any]:
    sent: dict[str, Any] = json.loads(CONNECTION.build(secret, call).body)
    return sent


def answer(status: int, said: bytes = b"", **headers: str) -> HttpResponse:
    return HttpResponse(status, {name.replace("_", "-"): value for name, value in headers.items()}, said)


def test_a_message_is_posted_to_its_channels_webhook_as_blocks_with_a_plain_text_beside() -> None:
    request = CONNECTION.build(SECRET, CALL)
    assert (request.method, request.url) == ("POST", INVOICES)
    assert request.headers == {"Content-Type": "application/json; charset=utf-8"}
    assert json.loads(request.body) == {
        "text": "Invoice 7 is here",
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "Invoice 7 is here"}},
            {"type": "context", "elements": [{"type": "plain_text", "text": "Invoice 7 · a@b.example"}]},
        ],
    }


def test_a_message_without_context_has_one_block() -> None:
    assert len(body({"channel": "#invoices", "message": "x"})["blocks"]) == 1


def test_a_channel_without_a_webhook_takes_the_default() -> None:
    secret = Secret.model_validate({"webhooks": {"#invoices": INVOICES}, "default": ANY})
    assert CONNECTION.build(secret, {**CALL, "channel": "#alerts"}).url == ANY
    assert CONNECTION.build(secret, CALL).url == INVOICES


@pytest.mark.parametrize(("webhooks", "known"), [({"#b": ANY, "#a": INVOICES}, "it has #a, #b"), ({}, "it has none")])
def test_an_unknown_channel_without_a_default_is_refused_naming_the_field(webhooks: dict[str, str], known: str) -> None:
    with pytest.raises(Refused, match=known) as refused:
        CONNECTION.build(Secret.model_validate({"webhooks": webhooks}), {**CALL, "channel": "#alerts"})
    assert [one.path for one in refused.value.problems] == ["params.channel"]
    assert "secret" not in str(refused.value)


def test_a_strangers_words_cannot_mention_or_mask_a_link() -> None:
    sent = body({**CALL, "message": "<!channel> <https://evil.test|your bank> R&D &amp; <@U1>"})
    assert sent["text"] == "&lt;!channel&gt; &lt;https://evil.test|your bank&gt; R&amp;D &amp;amp; &lt;@U1&gt;"
    assert sent["blocks"][0]["text"]["text"] == sent["text"]


def test_letters_of_every_script_are_sent_as_they_are() -> None:
    assert body({**CALL, "message": "Påmindelse 发票 🧾"})["text"] == "Påmindelse 发票 🧾"
    assert "发票".encode() in CONNECTION.build(SECRET, {**CALL, "message": "发票"}).body


@pytest.mark.parametrize(
    ("message", "ends"),
    [
        ("x" * MESSAGE_CHARACTERS, "xxx"),
        ("x" * (MESSAGE_CHARACTERS + 1), "xx…"),
        ("&" * MESSAGE_CHARACTERS, "&amp;…"),
        ("x" * (MESSAGE_CHARACTERS - 3) + "&<", "xx…"),
    ],
)
def test_what_is_longer_than_slack_takes_is_cut_and_never_within_an_escape(message: str, ends: str) -> None:
    text = body({**CALL, "message": message})["text"]
    assert text.endswith(ends)
    assert len(text) <= MESSAGE_CHARACTERS


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("&<>"), max_size=4_000))
def test_every_message_fits_and_holds_no_control_character_of_slacks(message: str) -> None:
    text = body({**CALL, "message": message})["text"]
    assert len(text) <= MESSAGE_CHARACTERS
    assert not set("<>") & set(text)
    restored = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert restored == message or message.startswith(restored.removesuffix("…"))


def test_ok_is_the_channel_it_was_posted_to() -> None:
    assert CONNECTION.read(CALL, answer(200, b"ok")) == {"channel": "#invoices"}
    assert CONNECTION.read(CALL, answer(200, b"ok\n")) == {"channel": "#invoices"}
    assert CONNECTION.rehearse(CALL) == {"channel": "#invoices"}


STATUSES: list[tuple[int, bytes, type[PostroomError], str]] = [
    (200, b"<html>captive portal</html>", UnknownOutcome, "not known"),
    (200, b"", UnknownOutcome, "not known"),
    (200, b"\xff\xfe", UnknownOutcome, "not known"),
    (201, b"ok", UnknownOutcome, "not known"),
    (204, b"", UnknownOutcome, "not known"),
    (301, b"", Broken, "the webhook of #invoices answers 301; it is not a Slack webhook"),
    (302, b"", Broken, "302"),
    (400, b"invalid_payload", Refused, "refused the message with 400: invalid_payload"),
    (401, b"", Refused, "401: no reason given"),
    (403, b"action_prohibited", Refused, "action_prohibited"),
    (404, b"channel_not_found", Refused, "channel_not_found"),
    (410, b"channel_is_archived", Refused, "channel_is_archived"),
    (429, b"rate_limited", NotNow, "429"),
    (500, b"rollup_error", UnknownOutcome, "Slack answered 500 'rollup_error'"),
    (502, b"", UnknownOutcome, "502"),
    (503, b"", NotNow, "503"),
    (504, b"", UnknownOutcome, "504"),
    (599, b"", UnknownOutcome, "599"),
    (101, b"", UnknownOutcome, "101"),
]


@pytest.mark.parametrize(("status", "said", "error", "words"), STATUSES)
def test_every_other_answer_says_what_is_known_of_the_message(
    status: int, said: bytes, error: type[PostroomError], words: str
) -> None:
    with pytest.raises(PostroomError, match=words) as raised:
        CONNECTION.read(CALL, answer(status, said))
    assert type(raised.value) is error


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("30", 30.0),
        ("1.5", 1.5),
        ("0", 1.0),
        ("-5", 1.0),
        (" 7 ", 7.0),
        ("86400", 86_400.0),
        ("", RETRY_AFTER_SECONDS),
        ("soon", RETRY_AFTER_SECONDS),
        ("Wed, 21 Oct 2026 07:28:00 GMT", RETRY_AFTER_SECONDS),
        ("inf", RETRY_AFTER_SECONDS),
        ("1e999", RETRY_AFTER_SECONDS),
        ("nan", RETRY_AFTER_SECONDS),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_when_to_try_again_is_what_slack_says_or_half_a_minute(status: int, said: str, seconds: float) -> None:
    with pytest.raises(NotNow) as not_now:
        CONNECTION.read(CALL, answer(status, retry_after=said))
    assert not_now.value.retry_after == seconds


def test_without_a_word_of_when_it_is_half_a_minute() -> None:
    with pytest.raises(NotNow) as not_now:
        CONNECTION.read(CALL, answer(429))
    assert not_now.value.retry_after == 30


@given(st.integers(100, 599), st.binary(max_size=300), st.text(max_size=20))
def test_any_answer_is_a_success_or_one_of_our_errors(status: int, said: bytes, after: str) -> None:
    try:
        result = CONNECTION.read(CALL, answer(status, said, retry_after=after))
    except PostroomError:
        return
    assert (status, said.strip(), result) == (200, b"ok", {"channel": "#invoices"})


def test_no_repr_holds_the_webhook_or_the_message() -> None:
    shown = repr(CONNECTION.build(SECRET, CALL)) + repr(SECRET) + str(SECRET)
    assert "hooks.slack.test" not in shown
    assert "Invoice 7" not in shown
    assert "POST" in shown


def test_an_answers_repr_holds_no_body() -> None:
    assert "private" not in repr(answer(200, b"private"))


def test_a_secret_of_another_shape_is_refused() -> None:
    with pytest.raises(ValidationError):
        Secret.model_validate({"webhooks": {"#invoices": "not an address"}})
    with pytest.raises(ValidationError):
        Secret.model_validate({"token": "xoxb-1"})
