"""Replies that come as HTML only: quotes and signatures known by how each mail program marks them."""

import pytest

from postroom.mail.html_text import lay_out
from postroom.mail.parse import parse_mail
from postroom.mail.reply_text import reply_text

GMAIL_ATTRIBUTION = (
    '<div dir="ltr" class="gmail_attr">On Fri, Mar 15, 2024 at 10:00 AM Jens &lt;<a>j@x.dk</a>&gt; wrote:<br></div>'
)
# The labels are in a language that no table holds.
OUTLOOK_BLOCK = "<b>Ia:</b> Jens &lt;j@x.dk&gt;<br><b>Nou:</b> today<br><b>Ki:</b> me<br><b>Mea:</b> Offer<br>"

PROGRAMS = {
    "gmail": f'<div dir="ltr">Yes.</div><br><div class="gmail_quote">{GMAIL_ATTRIBUTION}'
    '<blockquote class="gmail_quote" style="margin:0"><div>Will you come?</div></blockquote></div>',
    "gmail, forwarded": '<div dir="ltr">Yes.<br><br><div class="gmail_quote"><div dir="ltr" '
    'class="gmail_attr">---------- '
    "Forwarded message ---------<br>From: <b>Jens</b></div><div>Will you come?</div></div></div>",
    "outlook on the web": '<div>Yes.</div><div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg" '
    'dir="ltr">'
    f"{OUTLOOK_BLOCK}</div><div>Will you come?</div>",
    "outlook on the web, quoted by another": f"<div>Yes.</div><div "
    f'id="x_divRplyFwdMsg">{OUTLOOK_BLOCK}</div><p>Will you?</p>',
    "outlook for windows": "<div class=WordSection1><p class=MsoNormal>Yes.<o:p></o:p></p><div><div style='border:none;"
    f"border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>{OUTLOOK_BLOCK}</p></div></div>"
    "<p class=MsoNormal>Will you come?</p></div>",
    "outlook for phones": '<div dir="auto">Yes.</div><div id="ms-outlook-mobile-signature"><div><br></div>Hanki '
    "<a>Outlook for "
    f'iOS</a></div><hr><div id="divRplyFwdMsg">{OUTLOOK_BLOCK}</div>Will you come?',
    "new outlook": '<div class="elementToProof">Yes.</div><div id="mail-editor-reference-message-container">'
    f"<div>{OUTLOOK_BLOCK}</div><div>Will you come?</div></div>",
    "hotmail": f'<div dir="ltr">Yes.<br><div><hr id="stopSpelling">{OUTLOOK_BLOCK}<div>Will you '
    f"come?</div></div></div>",
    "windows mail": '<div>Yes.</div><div data-signatureblock="true"><div>Mette</div></div><div '
    'style="padding-top: 5px; '
    'border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;">'
    f"{OUTLOOK_BLOCK}</div><div>Will you come?</div>",
    "apple mail": '<body>Yes.<br><div><br><blockquote type="cite"><div>On 15 Mar 2024, at 10:00, Jens '
    "&lt;j@x.dk&gt; wrote:</div>"
    "<br><div>Will you come?</div></blockquote></div></body>",
    "iphone": '<div dir="ltr">Yes.</div><div id="AppleMailSignature" dir="ltr">Mette</div><div '
    'dir="ltr"><br><blockquote '
    'type="cite">15. mar. 2024 kl. 10.00 skrev Jens:<br><br></blockquote></div><blockquote type="cite">Will '
    "you?</blockquote>",
    "thunderbird": '<p>Yes.</p><div class="moz-cite-prefix">Jens skrifaði:<br></div><blockquote type="cite" '
    'cite="mid:1@x.dk"><p>Will you come?</p></blockquote><div class="moz-signature">-- <br>Mette</div>',
    "thunderbird, forwarded": '<p>Yes.</p><div class="moz-forward-container"><br>-------- x '
    "--------<table><tr><th>Mea: </th>"
    "<td>Offer</td></tr></table><p>Will you come?</p></div>",
    "yahoo": '<div class="ydp1yahoo-style-wrap"><div>Yes.</div></div><div id="yahoo_quoted_123" '
    'class="yahoo_quoted"><div>Il '
    "venerdì 15 marzo 2024, Jens ha scritto: </div><div>Will you come?</div></div>",
    "proton": '<div>Yes.</div><div class="protonmail_signature_block"><div>Mette</div></div><div '
    'class="protonmail_quote">'
    "Jens:<blockquote>Will you come?</blockquote></div>",
    "yandex": '<div>Yes.</div><div>15.03.2024, 10:00, "Jens" &lt;j@x.dk&gt;:</div><blockquote><p>Will '
    "you?</p></blockquote>",
    "mail.ru": "<p>Yes.</p><br>Пятница, 15 марта 2024, 10:00 +03:00 от Jens &lt;j@x.dk&gt;:<br><blockquote "
    "style='border-left:1px "
    "solid #0857A6'>Will you come?</blockquote>",
    "zimbra": f'<div>Yes.</div><hr id="zwchr" data-marker="__DIVIDER__"><div '
    f'data-marker="__HEADERS__">{OUTLOOK_BLOCK}</div>'
    '<div data-marker="__QUOTED_TEXT__">Will you come?</div>',
    "qq": '<div>Yes.</div><div><includetail><div style="font:Verdana"><div '
    'style="font-size:12px">------------------&nbsp;原始邮件'
    "&nbsp;------------------</div><div>发件人: Jens</div></div><div>Will you come?</div></includetail></div>",
    "zoho": '<div>Yes.</div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- Jens skrifaði '
    "----</div><blockquote>Will you?"
    "</blockquote></div>",
    "roundcube": '<p>Yes.</p><p id="reply-intro">Dne 15.3.2024 10:00 napsal Jens:</p><blockquote '
    'type="cite">Will you?</blockquote>',
}


def _reply(html: str) -> str:
    head = b"From: Mette Holm <mette@x.dk>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return parse_mail(head + html.encode()).mail.reply_text


@pytest.mark.parametrize("html", [pytest.param(html, id=program) for program, html in PROGRAMS.items()])
def test_a_quote_in_html_is_not_the_reply(html: str) -> None:
    assert _reply(html) == "Yes."


def test_answers_between_the_quotes_of_gmail_are_kept_in_order() -> None:
    quote = '<blockquote class="gmail_quote"><div>One?</div></blockquote>'
    html = f'<div class="gmail_quote">{GMAIL_ATTRIBUTION}{quote}<div>First.</div>{quote}<div>Second.</div></div>'
    assert _reply(html) == "First.\n\nSecond."


def test_an_answer_below_an_unmarked_blockquote_is_kept() -> None:
    above = "<div>15.03.2024, 10:00, Jens &lt;j@x.dk&gt;:</div><blockquote><p>Will you?</p><p>Soon?</p></blockquote>"
    assert _reply(f"{above}<div>Yes.</div>") == "Yes."


def test_a_blockquote_that_nothing_introduces_is_the_senders_own() -> None:
    assert _reply("<p>The rule says</p><blockquote>No dogs.</blockquote><p>I agree.</p>") == (
        "The rule says\n\nNo dogs.\n\nI agree."
    )


def test_what_stands_below_a_signature_is_kept() -> None:
    assert _reply('<div class="gmail_signature">Mette<div>Sales</div></div><div>Approved.</div>') == "Approved."
    assert _reply('<p class="MsoAutoSig">Mette<p>Approved.') == "Approved."


def test_an_answer_typed_into_the_signature_is_kept() -> None:
    html = '<div id="AppleMailSignature">Approved.</div><blockquote type="cite">Will you approve?</blockquote>'
    assert _reply(html) == "Approved."


def test_a_line_that_is_only_in_part_a_signature_is_kept() -> None:
    assert _reply('<span class="signature">Mette:</span> approved') == "Mette: approved"


def test_parts_are_told_by_line_and_the_text_is_as_before() -> None:
    layout = lay_out('a<div class="yahoo_quoted">b<p>c<br>d</p></div><div>e</div>')
    assert layout.text() == "a\nb\n\nc\nd\n\ne"
    assert layout.parts == {1: "quoted", 3: "quoted", 4: "quoted"}


def test_without_parts_html_text_is_read_like_plain_text() -> None:
    html = '<div>Yes.</div><div id="divRplyFwdMsg">Ia: Jens</div>'
    layout = lay_out(html)
    assert reply_text(layout.text()) == "Yes.\nIa: Jens"
    assert reply_text(layout.text(), parts=layout.parts) == "Yes."
