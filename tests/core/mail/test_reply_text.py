"""What the sender newly wrote."""

import pytest

from postroom.limits import REPLY_TEXT_CHARACTERS
from postroom.mail.reply_text import reply_text
from tests.cpu_time import assert_in_proportion

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


@pytest.mark.parametrize(
    "text",
    [
        "Deliver to:\n--\n12 High Street\n--\nand bill to:\nAcme Ltd\n\nThanks\nMette",
        "Here is the log\n\n--\nPump 3\nerror 17\n\nCan you look at it?",
        "- pallets\n- forklift\n--\nalso the paperwork.\n\nThe door code changed.",
        "The first pump leaks.\n--\nThe second one makes a noise that we have not heard before\nsince Monday",
    ],
)
def test_dashes_without_their_blank_may_part_a_text(text: str) -> None:
    assert reply_text(text) == text


@pytest.mark.parametrize("dashes", ["-- ", "--"])
@pytest.mark.parametrize(
    "signature",
    ["Jens Hansen\nSales", "tel. 12345678, www.example.com and jens@example.com", "This is the sign of Jens"],
)
def test_dashes_with_a_name_below_open_a_signature(dashes: str, signature: str) -> None:
    assert reply_text(f"Yes.\n\n{dashes}\n{signature}\n") == "Yes."


def test_whatever_stands_below_dashes_with_their_blank_is_a_signature() -> None:
    assert reply_text("Yes.\n\n-- \nIt is never too late.\nIs it?\n") == "Yes."


@pytest.mark.parametrize("dashes", ["-- ", "--", "_____"])
def test_a_postscript_below_a_signature_is_kept(dashes: str) -> None:
    text = f"Yes.\n\n{dashes}\nJens Hansen\nTel. 12345678\n\nPS: Send two keys.\nBy mail.\n\nAcme A/S\n"
    assert reply_text(text) == "Yes.\n\nPS: Send two keys.\nBy mail."


def test_a_forwarded_mail_without_a_word_has_no_reply() -> None:
    assert reply_text("---------- Forwarded message ---------\nFrom: Jens\n\nHello") == ""


@pytest.mark.parametrize("line", ["On ", "> ", "From: x", "On wrote ", ":", "1", "- ", "a@b " * 50, "wrote " * 60])
def test_time_grows_with_length_only(line: str) -> None:
    assert_in_proportion(lambda size: reply_text(f"{line}\n" * (size // (len(line) + 1))), REPLY_TEXT_CHARACTERS)


@pytest.mark.parametrize(
    "text",
    [
        "Please collect it.\n\nFrom: Berlin\nTo: Paris\nDate: 3 May",
        "From: Berlin\nTo: Paris\nDate: 3 May\n\nThat is the trip.",
        "Sent from my desk, is much easier than my phone.",
        "Sent by mail today.",
        "Get the offer for iOS users ready.",
        "Original message follows below",
        "We met on 3 May 2024:\nit went well.",
        "Jens wrote:\nthat he agrees.",
        "It is confidential.",
        "Approved\n\nP.S. not the second one",
        "Best regards\nMette\n\nApproved",
        "Best regards\nMette\nP.S. Approved",
        "Best regards\nMette\n\nWill you approve it?",
        "His data:\n\nJens Hansen\njens@example.com\n+45 12 34 56 78",
        "Deliver to\n\nJens Hansen\njens@example.com\n+45 12 34 56 78",
        "Total\n_______\n500 kr.",
        "```\n-- \nselect 1\n```\nRun that.",
        "+1",
        "👍",
        "✓",
        "-",
        "1. yes\n2. no\n\n----\n\n3. maybe later, when we know more about it",
        "The tel. 12345678 is wrong, and info@example.com is, too. Please correct both of them before you print it.",
    ],
)
def test_what_only_looks_like_a_mark_is_kept(text: str) -> None:
    assert reply_text(text) == text


def test_contact_data_of_the_sender_is_a_signature_and_of_another_is_not() -> None:
    text = "Yes.\n\nJens Hansen\njens@example.com\n+45 12 34 56 78"
    assert reply_text(text, "Jens Hansen <jens@example.com>") == "Yes."
    assert reply_text(text, "Mette Holm <mette@example.org>") == text


def test_a_quote_between_two_lines_of_text_breaks_nothing_off() -> None:
    text = "See below.\n-- \nMette\n\nOn 15 Mar 2024, Jens wrote:\n> One?\n\nYes.\n\n> Two?\n\nNo.\n\nMvh\nMette\n"
    assert reply_text(text) == "See below.\n\nYes.\n\nNo."


def test_an_unmarked_quote_on_top_is_kept_as_the_answer_may_be_in_it() -> None:
    assert reply_text("On 15 Mar 2024 10:00, Jens wrote:\n\nWill you?\n\nYes.\n") == "Will you?\n\nYes."


def test_a_quoted_line_that_was_wrapped_belongs_to_the_quote() -> None:
    long = "> It is a long line that some program on the way broke in two parts because it was"
    assert reply_text(f"Yes.\n\nOn 15 Mar 2024, Jens wrote:\n{long}\ntoo long.\n> So it is.\n") == "Yes."
    assert reply_text(f"On 15 Mar 2024, Jens wrote:\n{long} so?\nyes\n> So it is.\n") == "yes"


def test_a_program_broke_the_quotes_mark_off_the_attribution() -> None:
    text = "Yes.\n\ntir. 18. apr. 2017 kl. 13:09 skrev Jens <jens@example.com\n>:\n\n> Will you?\n"
    assert reply_text(text) == "Yes."


def test_a_reply_that_shares_its_line_with_the_attribution_is_kept() -> None:
    assert reply_text("Yes On Wed, Apr 4, 2012 at 3:59 PM, jens@example.com wrote:\n> Hi") == "Yes"


@pytest.mark.parametrize(
    "mark",
    [
        "##- Please type your reply above this line -##",
        "--- Bitte antworten Sie oberhalb dieser Linie ---",
        "Skriv dit svar over denne linje",
        "Original Message processed by david®",
    ],
)
def test_what_ticket_systems_put_above_a_quote(mark: str) -> None:
    assert reply_text(f"Yes.\n\n{mark}\n\nWill you?\n") == (
        "Yes." if mark[0] != "|" else f"Yes.\n\n{mark}\n\nWill you?"
    )


@pytest.mark.parametrize(
    "warning",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "[EXTERNAL EMAIL] This message comes from an external sender.",
        "ACHTUNG: Diese E-Mail stammt von außerhalb der Organisation.",
        "[EXTERN] Achtung: Diese E-Mail stammt von einem externen Absender.",
        "Vorsicht! Diese Nachricht wurde von externem Absender verschickt.",
        "ADVARSEL: Denne mail kommer fra en ekstern afsender. Klik ikke på links.",
        "注意：此邮件来自公司外部。",
    ],
)
def test_a_gateways_warning_on_top_is_not_the_reply(warning: str) -> None:
    assert reply_text(f"{warning}\n\nYes.\n") == "Yes."
    assert reply_text(f"------\n{warning}\n------\n\nYes.\n") == "Yes."


SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{}\n-----BEGIN PGP SIGNATURE-----\n\niQ\n=ab\n{}"
END = "-----END PGP SIGNATURE-----"


def test_of_a_text_signed_in_the_clear_only_what_was_written_is_the_reply() -> None:
    assert reply_text(SIGNED.format("Please approve:\n- - one\n- - two", END)) == "Please approve:\n- one\n- two"
    assert reply_text(SIGNED.format("Yes.\n\n- -- \nIt is never too late.", f"{END}\n")) == "Yes."
    assert (
        reply_text("Hi.\n\n" + SIGNED.format("Yes.", f"{END}\n\nBy the way: no.")) == "Hi.\n\n\nYes.\n\nBy the way: no."
    )


@pytest.mark.parametrize("end", ["", "\nPlease tell me what this is."])
def test_armor_without_its_end_stays(end: str) -> None:
    text = SIGNED.format("Yes.", end).strip()
    assert reply_text(text) == text


def test_the_mails_own_headers_on_top_are_left_out_and_a_forwarded_mails_take_the_rest() -> None:
    block = "From: Jens <jens@example.com>\nSent: 15 March 2024 10:00\nTo: me@example.com\nSubject: Offer\n\nHello."
    assert reply_text(block, "Jens <jens@example.com>") == "Hello."
    assert reply_text(f"\n{block}", "Mette <mette@example.com>") == ""


def test_a_line_that_mbox_marked_is_text() -> None:
    assert reply_text("Dear all,\n>From Monday on we are closed.\nMette") == (
        "Dear all,\n>From Monday on we are closed.\nMette"
    )


def test_a_signature_whose_lines_stand_apart_is_one_up_to_its_contact_data() -> None:
    text = "Yes.\n\nBest regards\n\nMette Holm\n\nSales Manager\n\nAcme A/S\n\nTel. +45 12 34 56 78"
    assert reply_text(text) == "Yes."


def test_a_drawn_line_between_halves_of_a_text_is_none_above_a_signature() -> None:
    text = "Deliver to:\n\n--------\nJens Hansen\njens@example.com\n+45 12 34 56 78\n--------\n\nMette"
    assert reply_text(text, "Mette Holm <mette@example.org>") == text
    notice = "The information is confidential and intended only for the addressee; any disclosure is prohibited."
    assert reply_text(f"Hello.\n\n----\nApproved.\n\n{notice}") == "Hello.\n\n----\nApproved."


def test_a_name_in_the_last_paragraph_ends_what_was_said() -> None:
    text = "Yes.\n\nSee you on Monday.\nJens Hansen\n+45 12 34 56 78\nwww.example.com"
    assert reply_text(text, "Jens Hansen <jens@example.com>") == "Yes.\n\nSee you on Monday."


def test_the_heading_of_a_notice_goes_with_it_and_stays_without() -> None:
    notice = "This mail is confidential and intended only for the addressee; any disclosure is strictly prohibited."
    assert reply_text(f"Yes.\n\nDisclaimer\n\n{notice}") == "Yes."
    assert reply_text("Yes.\n\nDisclaimer") == "Yes.\n\nDisclaimer"


def test_a_drawn_line_above_a_quoted_line_parts_what_was_said() -> None:
    first, second = (f"_______\n{story}\nhttp://example.com/{story}" for story in ("one", "two"))
    assert reply_text(f"News\n\n{first}\n\n>> More\n\n{second}\n\nThe end.") == (
        f"News\n\n{first}\n\n{second}\n\nThe end."
    )


@pytest.mark.parametrize(
    "attribution",
    [
        "15 Mar 2024 Cum, 10:00 tarihinde Jens Hansen <jens@example.com> şunu yazdı:",
        "15 Mar 2024 Cum, 10:00 tarihinde Jens Hansen\n<jens@example.com> şunu yazdı:",
        "Στις Παρ 15 Μαρ 2024 στις 10:00 π.μ., ο χρήστης Jens <jens@example.com> έγραψε:",
        "Vào 14:24 8 tháng 6, 2017, Hùng Nguyễn <hung@example.com> đã viết:",
    ],
)
def test_above_a_marked_quote_who_and_when_are_enough_in_any_language(attribution: str) -> None:
    assert reply_text(f"Yes.\n\n{attribution}\n\n> Will you?\n") == "Yes."
    assert reply_text(f"Yes.\n\n{attribution}\n\nAnd soon.\n") == f"Yes.\n\n{attribution}\n\nAnd soon."


def test_two_headers_on_top_may_be_what_was_said() -> None:
    text = "Date: 15 March 2024 10:00\nTo: finance@example.com\n\nApproved."
    assert reply_text(text, "Jens <jens@example.com>") == text
    assert reply_text(f"Yes.\n\n{text}") == "Yes."


def test_a_dash_and_a_word_that_is_no_name_of_the_senders_are_kept() -> None:
    assert reply_text("Hello,\n\n-Approved", "Jens Hansen <jens@example.com>") == "Hello,\n\n-Approved"
    assert reply_text("Yes.\n\n-Jens", "Jens Hansen <jens@example.com>") == "Yes."
    assert reply_text("Yes.\n\n/J", "Jens Hansen <jens@example.com>") == "Yes."


@pytest.mark.parametrize(
    "last",
    [
        "This offer is confidential for now, and we will speak about it on Monday at the meeting.",
        "Denne pris er fortrolig indtil vi har talt sammen om den på mandag til mødet i København.",
    ],
)
def test_a_legal_word_or_two_make_no_notice(last: str) -> None:
    assert reply_text(f"Hello.\n\n{last}") == f"Hello.\n\n{last}"


def test_an_afterthought_between_a_name_and_contact_data_keeps_all() -> None:
    text = "Yes.\n\nBest regards\n\nMette\n\nNo, rather take the second of the two offers.\n\nTel. +45 12 34 56 78"
    assert reply_text(text) == text
