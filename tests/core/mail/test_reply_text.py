"""What the sender newly wrote."""

import time

import pytest

from postroom.limits import REPLY_TEXT_CHARACTERS
from postroom.mail.reply_text import reply_text

# 256 KB take up to half a second; coverage makes that ten times as long, and quadratic time a minute or more.
SECONDS = 8

ATTRIBUTIONS = [
    "On Fri, Mar 15, 2024 at 10:00 AM Jens Hansen <jens@example.dk> wrote:",
    "On 15/03/2024 10:00, Jens Hansen wrote:",
    "Den 15. mar. 2024 kl. 10.00 skrev Jens Hansen <jens@example.dk>:",
    "Den fre. 15. mar. 2024 kl. 10.00 skrev Jens <jens@example.dk>:",
    "Am 15.03.2024 um 10:00 schrieb Jens Hansen:",
    "Jens Hansen <jens@example.de> schrieb am Fr., 15. März 2024, 10:00:",
    "Le ven. 15 mars 2024 à 10:00, Jens Hansen <jens@example.fr> a écrit :",
    "El vie, 15 mar 2024 a las 10:00, Jens (<jens@example.es>) escribió:",
    "Il giorno ven 15 mar 2024 alle ore 10:00 Jens <jens@example.it> ha scritto:",
    "Op vr 15 mrt 2024 om 10:00 schreef Jens Hansen <jens@example.nl>:",
    "Em sex., 15 de mar. de 2024 às 10:00, Jens <jens@example.pt> escreveu:",
    "W dniu 15.03.2024 o 10:00, Jens Hansen pisze:",
    "пт, 15 мар. 2024 г. в 10:00, Jens <jens@example.ru>:",
    "15.03.2024, 10:00, Jens Hansen <jens@example.ru> написал:",
    "在 2024年3月15日，10:00，Jens Hansen <jens@example.cn> 写道：",
    "Jens <jens@example.cn> 于2024年3月15日周五 10:00写道：",
    "2024年3月15日(金) 10:00 Jens <jens@example.jp>:",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_an_attribution_and_what_it_introduces_are_not_the_reply(attribution: str) -> None:
    assert reply_text(f"Yes, please.\n\n{attribution}\n\n> Will you come?\n> J\n") == "Yes, please."
    assert reply_text(f"Yes, please.\n\n{attribution}\n\nWill you come?\n") == "Yes, please."


def test_a_wrapped_attribution_is_one() -> None:
    text = "Yes.\n\nOn Fri, Mar 15, 2024 at 10:00 AM Jens Hansen\n<jens@example.dk>\nwrote:\n\n> Will you come?\n"
    assert reply_text(text) == "Yes."


def test_the_line_above_an_attribution_is_the_senders_own() -> None:
    text = "I have 2 questions.\nOn Fri, 15 Mar 2024, Jens Hansen wrote:\n> Ask.\n"
    assert reply_text(text) == "I have 2 questions."


def test_answers_below_and_between_quotes_are_kept() -> None:
    text = "On 15 Mar 2024, Jens wrote:\n> One?\nYes.\n> Two?\n\nNo.\n"
    assert reply_text(text) == "Yes.\n\nNo."


@pytest.mark.parametrize(
    "block",
    [
        "From: Jens <jens@example.dk>\nSent: 15 March 2024 10:00\nTo: me@example.dk\nSubject: Offer\n",
        "Fra: Jens <jens@example.dk>\nSendt: 15. marts 2024 10:00\nTil: me@example.dk\nEmne: Tilbud\n",
        "Von: Jens <jens@example.de>\nGesendet: 15. März 2024\nAn: me@example.de\nBetreff: Angebot\n",
        "*From:* Jens <jens@example.dk>\n*Sent:* 15 March 2024\n*To:* me@example.dk\n",
        "发件人: Jens <jens@example.cn>\n发送时间: 2024年3月15日\n收件人: me@example.cn\n主题: 报价\n",
        "________________________________\nFrom: Jens\nSent: today\nTo: me\n",
        "-----Original Message-----\nFrom: Jens\n",
        "-----Oprindelig meddelelse-----\n",
        "-----Ursprüngliche Nachricht-----\n",
        "------------------ 原始邮件 ------------------\n",
        "---------- Forwarded message ---------\n",
        "Begin forwarded message:\n",
    ],
)
def test_all_below_a_header_block_or_separator_is_not_the_reply(block: str) -> None:
    assert reply_text(f"Yes.\n\n{block}\nHere is our offer.\n") == "Yes."


@pytest.mark.parametrize(
    "signature",
    ["-- \nJens Hansen\nSales", "--\nJens", "Sent from my iPhone", "Sendt fra min iPhone", "发自我的iPhone"],
)
def test_a_signature_is_not_the_reply(signature: str) -> None:
    assert reply_text(f"Yes.\n\n{signature}\n") == "Yes."


@pytest.mark.parametrize(
    "text",
    [
        "From: is a word here.\nNothing else.",
        "On the other hand:\nit works.",
        "Please note:\n- one\n- two",
        "Prices:\n10 - 20\n---\nOther",
        "I wrote to you about it.",
        "a -- b",
    ],
)
def test_ordinary_text_is_kept_whole(text: str) -> None:
    assert reply_text(text) == text


def test_a_forwarded_mail_without_a_word_has_no_reply() -> None:
    assert reply_text("---------- Forwarded message ---------\nFrom: Jens\n\nHello") == ""


@pytest.mark.parametrize("line", ["On ", "> ", "From: x", "On wrote ", ":", "1", "- ", "a@b " * 50, "wrote " * 60])
def test_time_grows_with_length_only(line: str) -> None:
    text = f"{line}\n" * (REPLY_TEXT_CHARACTERS // (len(line) + 1))
    started = time.process_time()
    reply_text(text)
    assert time.process_time() - started < SECONDS
