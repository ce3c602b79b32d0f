"""Bounces as the usual systems word them: each names one recipient, in a text of its own."""

import pytest

from postroom.mail.automatic import read_automatic
from postroom.mail.machine import MachineMail

RECIPIENT = "ann@b.example"
TEXTS: dict[str, tuple[str, str]] = {
    "Notes": (
        "DELIVERY FAILURE: User not listed",
        "------- Failure Reasons  --------\n"
        "\n"
        "User not listed in public Name & Address Book\n"
        "ann@b.example\n"
        "\n"
        "\n"
        "------- Returned Message --------\n"
        "To: x@y.example",
    ),
    "Courier": (
        "NOTICE: mail delivery status.",
        "This is a delivery status notification from mx.\n"
        "\n"
        "          UNDELIVERABLE MAIL\n"
        "\n"
        "Your message to the following recipients cannot be delivered:\n"
        "\n"
        "<ann@b.example>:\n"
        "    mx.b.example [192.0.2.1]:\n"
        ">>> RCPT TO:<ann@b.example>\n"
        "<<< 550 5.1.1 <ann@b.example>... User Unknown\n",
    ),
    "Ezweb": (
        "Mail System Error - Returned Mail",
        "The user(s) account is disabled.\n\n<ann@b.example>: 550 user unknown (in reply to RCPT TO)\n",
    ),
    "Biglobe": (
        "Returned mail: User unknown",
        "   ----- The following addresses had delivery problems -----\n"
        "<ann@b.example>\n"
        "\n"
        "   ----- Non-delivered information -----\n"
        "The number of messages in recipient's mailbox exceeded the local limit.",
    ),
    "Activehunter": (
        "FAILURE NOTICE :",
        "  ----- The following addresses had permanent fatal errors -----\n"
        "\n"
        ">>>    ann@b.example <ann@b.example>\n"
        "\n"
        "  ----- RCPT TO:  Error -----\n"
        "\n"
        "  550 sorry, no mailbox here by that name (#5.1.1 - chkusr)\n",
    ),
    "Gmail of old": (
        "Delivery Status Notification (Failure)",
        "Delivery to the following recipient failed permanently:\n"
        "\n"
        "     ann@b.example\n"
        "\n"
        "Technical details of permanent failure: \n"
        "Google tried to deliver your message, but it was rejected by the server for the recipient "
        "domain b.example by mx [192.0.2.1].\n"
        "\n"
        "The error that the other server returned was:\n"
        "550 5.1.1 <ann@b.example>... User Unknown\n"
        "\n"
        "\n"
        "----- Original message -----\n"
        "To: other@x.example",
    ),
    "Mailmarshal": (
        'Undeliverable Mail: "hi"',
        "Your message:\n"
        "   From:    sender@example.com\n"
        "   Subject: hi\n"
        "\n"
        "Could not be delivered because of\n"
        "\n"
        "550 5.1.1 User unknown\n"
        "\n"
        "The following recipients were affected: \n"
        "    ann@b.example\n"
        "\n"
        "Additional Information\n"
        "======================\n"
        "Original Sender:    <sender@example.com>\n",
    ),
    "Interscan": (
        "Mail could not be delivered",
        "****** Message from InterScan Messaging Security Suite ******\n"
        "\n"
        "Sent <<< RCPT TO:<ann@b.example>\n"
        "Received >>> 550 5.1.1 <ann@b.example>... user unknown\n"
        "\n"
        "Unable to deliver message to <ann@b.example>\n",
    ),
    "Exchange 2007": (
        "Undeliverable: hi",
        "Delivery has failed to these recipients or distribution lists:\n"
        "\n"
        "ann@b.example\n"
        "The recipient's e-mail address was not found in the recipient's e-mail system.\n"
        "\n"
        "Diagnostic information for administrators:\n"
        "\n"
        "Generating server: mta.b.example\n"
        "\n"
        "ann@b.example\n"
        "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"
        "\n"
        "Original message headers:\n"
        "To: other@x.example",
    ),
    "Exchange, with a name": (
        "Undeliverable: hi",
        "Your message wasn't delivered to anyone because there are too many recipients.\n"
        "\n"
        "Delivery has failed to these recipients or groups:\n"
        "\n"
        "Ann Berg (ann@b.example)<mailto:ann@b.example>\n"
        "The email address you entered couldn't be found.\n",
    ),
    "Exchange in German": (
        "Unzustellbar: hi",
        "Fehler bei der Nachrichtenzustellung an die folgenden Empfänger oder Gruppen:\n"
        "\n"
        "ann@b.example<mailto:ann@b.example>\n"
        "Die eingegebene E-Mail-Adresse wurde nicht gefunden.\n",
    ),
    "Exchange in French": (
        "Non remis : hi",
        "Échec de la remise pour ces destinataires ou groupes :\n"
        "\n"
        "ann@b.example<mailto:ann@b.example>\n"
        "L'adresse de messagerie est introuvable.\n",
    ),
    "Exchange in Danish": (
        "Kan ikke leveres: hi",
        "Levering til følgende modtagere eller grupper mislykkedes:\n"
        "\n"
        "ann@b.example<mailto:ann@b.example>\n"
        "Den angivne mailadresse blev ikke fundet.\n",
    ),
    "Exchange in Spanish": (
        "No se puede entregar: hi",
        "Error al entregar a estos destinatarios o grupos:\n\nann@b.example<mailto:ann@b.example>\n",
    ),
    "Exchange Online": (
        "Undeliverable: hi",
        "Your message to ann@b.example couldn't be delivered.\n"
        "\n"
        "ann wasn't found at b.example.\n"
        "\n"
        "sender\tOffice 365\tann\n"
        "Action Required\t\tRecipient\n",
    ),
    "Zoho": (
        "Undelivered Mail Returned to Sender",
        "This message was created automatically by mail delivery software.\n"
        "\n"
        "A message that you sent could not be delivered to one or more of its recipients. This is "
        "a permanent error. \n"
        "\n"
        "ann@b.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <ann@b.example>... User Unknown\n"
        "\n"
        "\n"
        "Received:from mail.zoho.com",
    ),
    "KDDI": (
        "Mail could not be delivered",
        "Your mail sent on: Thu, 29 Apr 2010 11:04:47 +0900\n"
        "    Could not be delivered to: <ann@b.example>\n"
        "    As their mailbox is full.\n"
        "\n"
        "-------- original message follows --------\n"
        "To: x@y.example",
    ),
    "Sendmail 5": (
        "Returned mail: User unknown",
        "   ----- Transcript of session follows -----\n"
        ">>> RCPT To:<ann@b.example>\n"
        "<<< 550 <ann@b.example>... User unknown\n"
        "550 <ann@b.example>... User unknown\n"
        "\n"
        "   ----- Unsent message follows -----\n"
        "To: x@y.example",
    ),
    "Yandex": (
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host yandex.ru.\n"
        "\n"
        "I'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n"
        "\n"
        "Please, do not reply to this message.\n"
        "\n"
        "<ann@b.example>: host mx.b.example[192.0.2.1] said: 550 5.1.1\n"
        "    <ann@b.example>... User Unknown (in reply to RCPT TO command)\n",
    ),
    "GMX": (
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n"
        "--------------------------------------------------------------------------------\n"
        "A message that you sent could not be delivered to one or more of\n"
        "its recipients. This is a permanent error. The following address\n"
        "failed:\n"
        "\n"
        '"ann@b.example":\n'
        "SMTP error from remote server after RCPT command:\n"
        "host: mx.b.example\n"
        "5.1.1 <ann@b.example>... User Unknown\n"
        "\n"
        "--- The header of the original message is following. ---\n"
        "To: x@y.example",
    ),
    "Domino": (
        "DELIVERY FAILURE: 550 5.1.1",
        "Your message\n"
        "\n"
        "  Subject: hi\n"
        "\n"
        "was not delivered to:\n"
        "\n"
        "  ann@b.example\n"
        "\n"
        "because:\n"
        "\n"
        "  550 5.1.1 User unknown\n"
        "\n",
    ),
    "Mxlogic": (
        "Mail delivery failed",
        "This message was created automatically by mail delivery software.\n"
        "\n"
        "A message that you have sent could not be delivered to one or more recipients.  This is a "
        "permanent error.  The following address failed:\n"
        "\n"
        "  <ann@b.example>: 550 5.1.1 user unknown\n"
        "\n"
        "\n"
        "Included is a copy of the message header:\n"
        "-----\n"
        "To: x@y.example",
    ),
    "Mailfoundry": (
        "Message delivery has failed",
        "This is a delivery failure notification.\n"
        "\n"
        "Unable to deliver message to: <ann@b.example>\n"
        "Delivery failed for the following reason:\n"
        "Server mx.b.example[192.0.2.1] failed with: 550 <ann@b.example> No such user here\n"
        "\n"
        "This has been a permanent failure.  No further delivery attempts will be made.\n",
    ),
    "AOL": (
        "Mail Delivery Problem",
        "The original message was received at Thu, 29 Apr 2010\n"
        "\n"
        "   ----- The following addresses had permanent fatal errors -----\n"
        "<ann@b.example>\n"
        "    (reason: 550 5.1.1 user unknown)\n",
    ),
    "Facebook": (
        "Delivery failed",
        "This message could not be delivered to ann@b.example: 550 5.1.1 RCP-P2 rejected\n",
    ),
    "Japanese": (
        "配信不能",
        "次のアドレスにメールを送信できませんでした。\n\n<ann@b.example>\n\n理由: ユーザが存在しません\n",
    ),
    "Barracuda": (
        "**Message you sent blocked by our bulk email filter**",
        "Your message to: ann@b.example\n"
        "was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n"
        "\n"
        "Subject: hi\n",
    ),
    "QQ": (
        "系统退信/Systems bounce",
        "抱歉，您的邮件被退回来了……\n"
        "原邮件信息：\n"
        "时间 2020-01-01\n"
        "主题 hi\n"
        "收件人 ann@b.example\n"
        "退信原因：\n"
        "收件人邮件地址（ann@b.example）不存在，邮件无法送达。\n"
        "host mx said: 550 Mailbox not found\n",
    ),
    "NetEase": (
        "系统退信",
        "抱歉，您的邮件被退回来了……\n无法发送到 ann@b.example\n退信代码 550\n",
    ),
    "Gmail of today": (
        "Delivery Status Notification (Failure)",
        "\n"
        "** Address not found **\n"
        "\n"
        "Your message wasn't delivered to ann@b.example because the address couldn't be found, or "
        "is unable to receive mail.\n"
        "\n"
        "The response was:\n"
        "\n"
        "550 5.1.1 User unknown\n",
    ),
    "Exchange, delayed": (
        "Delivery delayed: hi",
        "Delivery is delayed to these recipients or groups:\n"
        "\n"
        "ann@b.example (ann@b.example)\n"
        "\n"
        "This message hasn't been delivered yet. Delivery will continue to be attempted.\n",
    ),
}


@pytest.mark.parametrize("system", TEXTS)
def test_the_recipient_is_named_and_nobody_else(system: str) -> None:
    subject, text = TEXTS[system]
    found = read_automatic(MachineMail({}, sender="MAILER-DAEMON@mx.example", subject=subject, text=text))
    assert found.kind == "bounce"
    assert [(one.address, one.permanent) for one in found.recipients] == [(RECIPIENT, "delayed" not in system)]
