"""Text whose charset nobody states."""

import os
import subprocess
import sys

import pytest

import postroom
from postroom.mail.detect import detect_charset
from postroom.mail.parse import parse_mail
from tests.cpu_time import assert_no_dearer


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1251", "Здравствуйте! Пришлите, пожалуйста, счёт за март на новый адрес. С уважением, Иван"),
        ("koi8_r", "Здравствуйте! Пришлите, пожалуйста, счёт за март на новый адрес. С уважением, Иван"),
        ("cp1250", "Dzień dobry, przesyłam fakturę za usługi w lutym. Proszę o płatność. Pozdrawiam, Łukasz Wójcik"),
        ("cp1252", "Kære kunde, vedhæftet følger fakturaen for februar. Beløbet forfalder på tirsdag. Hilsen, Søren"),
        ("cp1252", "Anbei die Rechnung für März über 1.200 €. Wir grüßen Sie herzlich aus München, Jörg Müller"),
        ("cp1253", "Καλημέρα σας, σας στέλνω το τιμολόγιο για τις υπηρεσίες του Μαρτίου. Με εκτίμηση"),
        ("cp1254", "Merhaba, şubat ayı hizmetleri için faturayı gönderiyorum. Saygılarımla, İğdır Şirketi"),
        ("cp1255", "שלום רב, מצורפת חשבונית עבור השירותים בחודש מרץ. בברכה"),
        ("cp1256", "مرحبا، أرسل لكم فاتورة شهر مارس، يرجى التأكيد. مع التحية"),
        ("cp874", "สวัสดีครับ ขอส่งใบแจ้งหนี้ประจำเดือนมีนาคม กรุณาตรวจสอบ"),
        ("gb18030", "您好，附件是本月的发票，请查收并确认付款日期。谢谢您的合作。"),
        ("big5", "您好，附件是本月份的發票，請查收並確認付款日期。謝謝您的合作。"),
        ("cp932", "いつもお世話になっております。請求書をお送りいたしますので、ご確認ください。"),
        ("euc_jp", "いつもお世話になっております。請求書をお送りいたしますので、ご確認ください。"),
        ("cp949", "안녕하세요. 첨부한 청구서를 확인해 주시기 바랍니다. 감사합니다."),
    ],
)
@pytest.mark.parametrize("declared", ["", "; charset=us-ascii", "; charset=x-user-defined", "; charset=utf-8"])
def test_a_body_in_no_declared_charset_is_read_and_told(charset: str, text: str, declared: str) -> None:
    mail = parse_mail(b"Content-Type: text/plain" + declared.encode() + b"\n\n" + text.encode(charset)).mail
    assert mail.text == text
    assert any(problem.reason.endswith(f"; read as {charset}") for problem in mail.problems)


def test_few_foreign_characters_tell_nothing() -> None:
    assert detect_charset(b"caf\xe9 cr\xe8me") is None
    assert parse_mail(b"Subject: x\n\ncaf\xe9 cr\xe8me").mail.text == "café crème"


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 2000, os.urandom(256 * 1024), b"\xe6" * 256 * 1024])
def test_noise_is_given_up_quickly(data: bytes) -> None:
    text = ("Venlig hilsen, bogføring på kontoret. " * len(data))[: len(data)].encode("latin-1")
    assert_no_dearer(lambda: detect_charset(data), lambda: detect_charset(text), times=10)


def test_a_plain_mail_loads_nothing_that_only_odd_ones_need() -> None:
    script = (
        "late = {'charset_normalizer', 'tnefparse', 'postroom.mail.tnef', 'postroom.mail.calendar_text'}; "
        "import sys; from postroom.mail.parse import parse_mail; "
        "parse_mail('Content-Type: text/plain; charset=utf-8\\n\\næøå'.encode()); "
        "sys.exit(bool(late & set(sys.modules)))"
    )
    core = next(iter(postroom.__path__)).removesuffix("/postroom")
    subprocess.run([sys.executable, "-c", script], check=True, env={**os.environ, "PYTHONPATH": core})
