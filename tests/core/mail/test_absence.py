"""Absence notes and automatic answers are known by their words where no header says so, and people's mail is not."""

import pytest

from postroom.mail.automatic import read_automatic
from postroom.mail.machine import MachineMail
from postroom.mail.parse import parse_mail

SUBJECTS = {
    "en": ("Automatic reply: Invoice 12", "Out of Office: your order", "Auto-Reply: hello"),
    "de": ("Automatische Antwort: Rechnung 12", "Abwesenheitsnotiz: Anfrage", "AUTO: Lutz ist nicht am Platz"),
    "da": ("Automatisk svar: Faktura 12", "Autosvar: Ordre", "Ikke til stede: Ordre"),
    "sv": ("Automatiskt svar: Faktura", "Frånvaromeddelande: Order", "Ej på kontoret: Order"),
    "no": ("Automatisk svar: Faktura", "Fraværsmelding: Ordre", "Ikke på kontoret: Ordre"),
    "nl": ("Automatisch antwoord: Factuur", "Afwezigheidsbericht: Bestelling", "Niet op kantoor: vraag"),
    "fr": ("Réponse automatique : Facture", "Absence du bureau: commande", "Message d'absence"),
    "es": ("Respuesta automática: Factura", "Fuera de la oficina: pedido", "Autorespuesta: pedido"),
    "it": ("Risposta automatica: Fattura", "Fuori sede: ordine", "Fuori ufficio: ordine"),
    "pt": ("Resposta automática: Fatura", "Fora do escritório: pedido", "Ausência temporária: pedido"),
    "pl": ("Odpowiedź automatyczna: Faktura", "Poza biurem: zamówienie", "Nieobecność: zamówienie"),
    "ru": ("Автоматический ответ: Счёт", "Автоответ: заказ", "Вне офиса: заказ"),
    "ja": ("自動返信: 請求書", "不在通知: ご注文", "自動応答: お問い合わせ"),
    "zh": ("自动回复: 发票", "自動回覆: 發票", "外出通知:何静"),
    "ko": ("자동 회신: 청구서", "부재중: 주문", "자동응답: 문의"),
}
MORE = (
    "Thank you for your email. I will be on annual leave from 3 June to 14 June with no access to email. "
    "Please contact ann@x.example.",
    "Hello, I'm out of office and will return on Monday 5th. For urgent matters call 555-123.",
    "I have left the company. Please contact Jane at jane@x.example.",
    "This is an automated response. Your message has been received and a ticket will be created.",
    "Vielen Dank für Ihre Nachricht. Ich bin derzeit nicht erreichbar und ab dem 3. Juni wieder für Sie da.",
    "Dies ist eine automatische Antwort. Wir haben Ihre Nachricht erhalten und melden uns so bald wie möglich.",
    "Tak for din mail. Jeg er på ferie frem til den 12. august og læser ikke mails. Kontakt venligst Jens.",
    "W dniach 1-12 sierpnia przebywam na urlopie. W pilnych sprawach proszę o kontakt z Janem.",
    "誠に勝手ながら8月12日まで夏季休業とさせていただきます。お急ぎの方は下記までご連絡ください。",
    "您好，我目前正在休年假，8月12日返回。如有急事请联系王先生。",
    "您好！您的邮件已收到，我会尽快回复您。（自动回复）",
    "안녕하세요. 현재 출장 중이며 8월 12일에 복귀 예정입니다. 급한 용무는 연락 주세요.",
)
TEXTS = {
    "en": "Hi, I am currently out of the office until 14 May. In urgent cases please contact Ann.",
    "de": "Guten Tag, ich bin bis zum 14. Mai nicht im Büro. In dringenden Fällen wenden Sie sich an Anna.",
    "da": "Hej. Jeg holder ferie og er tilbage den 14. maj. Kontakt Anna, hvis det haster.",
    "sv": "Hej! Jag är på semester och är åter den 14 maj. Kontakta Anna vid brådskande ärenden.",
    "no": "Hei, jeg har ferie og er tilbake 14. mai. Kontakt Anna hvis det haster.",
    "nl": "Beste, ik ben tot 14 mei afwezig. Neem contact op met Anna als het dringend is.",
    "fr": "Bonjour, je suis absent jusqu'au 14 mai. En cas d'urgence, veuillez contacter Anne.",
    "es": "Hola, estoy de vacaciones hasta el 14 de mayo. Para asuntos urgentes contacte con Ana.",
    "it": "Salve, sono in ferie fino al 14 maggio. Per urgenze contattare Anna.",
    "pt": "Olá, estou de férias até 14 de maio. Em caso urgente, contacte a Ana.",
    "pl": "Dzień dobry, jestem na urlopie do 14 maja. W pilnych sprawach proszę o kontakt z Anną.",
    "ru": "Здравствуйте! Я в отпуске до 14 мая. По срочным вопросам обращайтесь к Анне.",
    "ja": "いつもお世話になっております。5月14日まで休暇をいただいております。戻り次第ご連絡いたします。",
    "zh": "您好,我正在休假,5月14日返回。紧急事宜请联系安娜。",
    "ko": "안녕하세요. 5월 14일까지 휴가 중입니다. 급한 용무는 안나에게 연락 바랍니다.",
}


@pytest.mark.parametrize(
    ("language", "subject"), [(name, one) for name, subjects in SUBJECTS.items() for one in subjects]
)
def test_the_subject_of_an_automatic_answer_is_known(language: str, subject: str) -> None:
    found = read_automatic(MachineMail({}, subject=subject, text="x"))
    assert (language, found.kind) == (language, "auto_reply")


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_the_words_of_an_absence_note_are_known(language: str, text: str) -> None:
    found = read_automatic(MachineMail({}, subject="Re: 12", text=text))
    assert (language, found.kind) == (language, "auto_reply")
    assert found.reason.startswith("its text says so: ")


@pytest.mark.parametrize("text", MORE)
def test_other_words_of_such_notes_are_known_too(text: str) -> None:
    assert read_automatic(MachineMail({}, subject="Re: 12", text=text)).kind == "auto_reply"


@pytest.mark.parametrize(
    "text",
    [
        "Thanks Ann, enjoy!\n\nOn Mon, 2 Mar 2026 at 10:00, Ann <ann@b.example> wrote:\n"
        "> I am out of the office until 14 May.\n"
        "> In urgent cases please contact Bo.\n",
        "Bo, machst du das?\n\nAm 02.03.2026 um 10:00 schrieb Ann <ann@b.example>:\n"
        "> Dies ist eine automatische Antwort.\n"
        "> Ich bin bis 14. Mai im Urlaub.\n",
    ],
)
def test_who_answers_a_note_and_quotes_it_is_a_person(text: str) -> None:
    raw = f"From: bo@b.example\nSubject: Re: Invoice\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    assert parse_mail(raw.encode()).mail.automatic.kind == "none"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Office furniture", "We are moving out of the office in May. Can you send an offer?"),
        ("Holiday plans", "Could you tell me who covers for Ann while she is on vacation?"),
        ("Urlaub", "Hallo, wann hast du dieses Jahr Urlaub? Bis bald"),
        ("Ferie", "Hej, hvornår holder I ferie? Venlig hilsen Bo"),
        ("Automatic gate broken", "The automatic gate does not open, please come until Friday."),
        ("请假", "请问怎么申请休假? 谢谢"),
        ("Out", "I was out of milk. Please contact the shop."),
        ("minutes", "I am out of the office until noon. " + "We agreed on the following. " * 150),
    ],
)
def test_a_person_who_writes_of_holidays_is_a_person(subject: str, text: str) -> None:
    assert read_automatic(MachineMail({}, subject=subject, text=text)).kind == "none"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Abwesend am Freitag", "Hallo, am Freitag bin ich nicht da. Bitte schicken Sie die Rechnung 123."),
        ("Nicht im Büro angekommen", "Das Paket ist nicht im Büro angekommen. Bitte prüfen."),
        ("Auto-responder broken", "The auto-responder of our account sends twice."),
        ("Nieobecność pracownika - zwolnienie", "Dzień dobry, przesyłam zwolnienie lekarskie."),
        ("Fraværsbesked", "Hvordan slår jeg fraværsbesked til i Outlook?"),
        ("Re: Afwezigheid", "Prima, tot dan."),
        ("Re: Automatic reply: Offer", "Thanks, then I will write to Bo."),
        ("Auto reply: how to configure?", "How do I configure it?"),
        ("Out of office tool", 'Hi, when I set "I am out of the office until Monday", nobody gets it.'),
    ],
)
def test_a_person_who_writes_about_such_notes_is_a_person(subject: str, text: str) -> None:
    assert read_automatic(MachineMail({}, subject=subject, text=text)).kind == "none"


@pytest.mark.parametrize(
    "text",
    [
        "I will be out of the office until Monday, so please contact Bo. We need 20 pallets, can you send them today?",
        "Estaré de vacaciones hasta el 16 de noviembre, ¿pueden enviar el pedido después?",
        "Jestem na urlopie do 16 listopada, proszę przesunąć dostawę. Czy to możliwe?",
        "Hallo Herr Meier,\n\nich bin bis Mittwoch im Urlaub. Bitte schicken Sie dringend einen Techniker.",
        "我下周休假,16日返回,请问可以改期吗？谢谢",
    ],
)
def test_who_is_away_and_asks_for_something_is_a_person(text: str) -> None:
    assert read_automatic(MachineMail({}, subject="Order", text=text)).kind == "none"


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply",
        "Out of office.",
        "[Auto-Reply] Invoice 12",
        "Abwesenheitsnotiz Re: Angebot",
    ],
)
def test_a_subject_of_theirs_may_stand_alone_or_before_another(subject: str) -> None:
    assert read_automatic(MachineMail({}, subject=subject, text="x")).kind == "auto_reply"


def test_a_note_that_nobody_wrote_may_ask_and_link_to_questions() -> None:
    text = "This is an automated response. Have you looked at https://x.example/faq?id=1? We will answer soon."
    assert read_automatic(MachineMail({}, subject="Re: 12", text=text)).kind == "auto_reply"
    linked = "I am out of the office until Monday. Book a time: https://x.example/book?who=ann"
    assert read_automatic(MachineMail({}, subject="Re: 12", text=linked)).kind == "auto_reply"


@pytest.mark.parametrize("text", ["Sehr geehrte Damen und Herren,", "Dear Sir or Madam,", "Madame, Monsieur,", "Hi,"])
def test_a_note_may_greet_whoever_reads_it(text: str) -> None:
    note = f"{text}\n\nI am out of the office until Monday."
    assert read_automatic(MachineMail({}, subject="Re: 12", text=note)).kind == "auto_reply"
