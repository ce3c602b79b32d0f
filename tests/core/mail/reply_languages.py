"""How mail programs introduce a quote, close and sign in fifteen languages; written for these tests."""

from typing import NamedTuple

WHO = "Jens Hansen <jens@example.com>"


class Language(NamedTuple):
    """Attributions of Gmail, Apple Mail, Thunderbird and others; Outlook's block; separators; what stands below."""

    answer: str
    attributions: tuple[str, ...]
    block: str
    separators: tuple[str, ...]
    devices: tuple[str, ...]
    closing: str
    notice: str


LANGUAGES = {
    "en": Language(
        "Yes, we can deliver on Friday.",
        (
            f"On Fri, 15 Mar 2024 at 10:00, {WHO} wrote:",
            f"On Fri, Mar 15, 2024 at 10:00 AM {WHO} wrote:",
            f"On 15 Mar 2024, at 10:00, {WHO} wrote:",
            "On 15/03/2024 10:00, Jens Hansen wrote:",
            f"On Friday, March 15, 2024 at 10:00:00 AM GMT+1, {WHO} wrote:",
            f"---- On Fri, 15 Mar 2024 10:00:00 +0100 {WHO} wrote ----",
            f"{WHO} wrote:",
            f"{WHO} writes:",
        ),
        f"From: {WHO}\nSent: Friday, March 15, 2024 10:00 AM\nTo: Me <me@example.com>\nSubject: RE: Delivery",
        ("-----Original Message-----", "---------- Forwarded message ---------", "Begin forwarded message:"),
        ("Sent from my iPhone", "Get Outlook for iOS<https://aka.ms/o0ukef>", "Sent from Mail for Windows"),
        "Kind regards",
        "This e-mail and its attachments are confidential and intended only for the addressee. If you are not the "
        "intended recipient, please notify the sender and delete it; any disclosure is strictly prohibited.",
    ),
    "de": Language(
        "Ja, wir können am Freitag liefern.",
        (
            f"Am Fr., 15. März 2024 um 10:00 Uhr schrieb {WHO}:",
            f"Am 15.03.2024 um 10:00 schrieb {WHO}:",
            "Am 15.03.24 um 10:00 schrieb Jens Hansen:",
            f"Am Freitag, 15. März 2024 um 10:00:00 MEZ hat {WHO} Folgendes geschrieben:",
            f"{WHO} schrieb am Fr., 15. März 2024, 10:00:",
            f"{WHO} hat am 15.03.2024 10:00 CET geschrieben:",
        ),
        f"Von: {WHO}\nGesendet: Freitag, 15. März 2024 10:00\nAn: Ich <ich@example.com>\nBetreff: AW: Lieferung",
        ("-----Ursprüngliche Nachricht-----", "-------- Weitergeleitete Nachricht --------"),
        (
            "Von meinem iPhone gesendet",
            "Gesendet von Outlook für iOS<https://aka.ms/o0ukef>",
            "Gesendet mit der GMX Mail App",
        ),
        "Mit freundlichen Grüßen",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail "
        "irrtümlich erhalten haben, informieren Sie bitte sofort den Absender und vernichten Sie diese Mail. Das "
        "unerlaubte Kopieren sowie die unbefugte Weitergabe dieser Mail sind nicht gestattet.",
    ),
    "da": Language(
        "Ja, vi kan levere på fredag.",
        (
            f"Den fre. 15. mar. 2024 kl. 10.00 skrev {WHO}:",
            f"Den 15. mar. 2024 kl. 10.00 skrev {WHO}:",
            "Den 15.03.2024 kl. 10.00 skrev Jens Hansen:",
            f"fre. 15. mar. 2024 10.00 skrev {WHO}:",
            f"Den fredag den 15. marts 2024 kl. 10.00.00 CET skrev {WHO}:",
        ),
        f"Fra: {WHO}\nSendt: 15. marts 2024 10:00\nTil: Mig <mig@example.com>\nEmne: SV: Levering",
        ("-----Oprindelig meddelelse-----", "-------- Oprindelig besked --------", "Start på videresendt besked:"),
        ("Sendt fra min iPhone", "Hent Outlook til iOS<https://aka.ms/o0ukef>", "Sendt fra Outlook til Android"),
        "Med venlig hilsen",
        "Denne e-mail er fortrolig og kun tiltænkt modtageren. Har du ved en fejl modtaget denne e-mail, bedes du "
        "underrette afsenderen og slette e-mailen. Enhver videregivelse eller kopiering er uberettiget.",
    ),
    "sv": Language(
        "Ja, vi kan leverera på fredag.",
        (
            f"Den fre 15 mars 2024 kl 10:00 skrev {WHO}:",
            f"15 mars 2024 kl. 10:00 skrev {WHO}:",
            "Den 2024-03-15 kl. 10:00, skrev Jens Hansen:",
            f"Den fredag 15 mars 2024 10:00:00 CET skrev {WHO}:",
        ),
        f"Från: {WHO}\nSkickat: den 15 mars 2024 10:00\nTill: Jag <jag@example.com>\nÄmne: SV: Leverans",
        ("-----Ursprungligt meddelande-----", "-------- Originalmeddelande --------", "Vidarebefordrat brev:"),
        ("Skickat från min iPhone", "Skaffa Outlook för iOS<https://aka.ms/o0ukef>", "Hämta Outlook för Android"),
        "Med vänlig hälsning",
        "Detta meddelande är konfidentiellt och endast avsett för mottagaren. Om du har fått det av misstag ber vi dig "
        "att meddela avsändaren och radera meddelandet. Obehörig spridning är otillåten.",
    ),
    "nb": Language(
        "Ja, vi kan levere på fredag.",
        (
            f"fre. 15. mars 2024 kl. 10:00 skrev {WHO}:",
            f"15. mars 2024 kl. 10:00 skrev {WHO}:",
            "Den 15.03.2024 10:00, skrev Jens Hansen:",
            f"På fre. 15. mars 2024 kl. 10.00 skrev {WHO}:",
        ),
        f"Fra: {WHO}\nSendt: fredag 15. mars 2024 10:00\nTil: Meg <meg@example.com>\nEmne: SV: Levering",
        ("-----Opprinnelig melding-----", "---------- Videresendt melding ---------", "Videresendt melding:"),
        ("Sendt fra min iPhone", "Skaff deg Outlook for iOS<https://aka.ms/o0ukef>"),
        "Med vennlig hilsen",
        "Denne e-posten er konfidensiell og kun tiltenkt mottakeren. Hvis du har mottatt den ved en feil, ber vi deg "
        "varsle avsender og slette e-posten. Uautorisert bruk er ikke tillatt.",
    ),
    "nl": Language(
        "Ja, we kunnen vrijdag leveren.",
        (
            f"Op vr 15 mrt 2024 om 10:00 schreef {WHO}:",
            f"Op 15 mrt 2024, om 10:00 heeft {WHO} het volgende geschreven:",
            "Op 15-03-2024 om 10:00 schreef Jens Hansen:",
            f"Op vrijdag 15 maart 2024 10:00:00 CET schreef {WHO}:",
        ),
        f"Van: {WHO}\nVerzonden: vrijdag 15 maart 2024 10:00\nAan: Ik <ik@example.com>\nOnderwerp: RE: Levering",
        (
            "-----Oorspronkelijk bericht-----",
            "---------- Doorgestuurd bericht ---------",
            "Begin doorgestuurd bericht:",
        ),
        ("Verstuurd vanaf mijn iPhone", "Verzonden vanaf Outlook voor Android", "Verzonden met Outlook voor iOS"),
        "Met vriendelijke groet",
        "De informatie in dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde. Als u dit bericht "
        "ten onrechte heeft ontvangen, verzoeken wij u de afzender te informeren en het bericht te vernietigen.",
    ),
    "fr": Language(
        "Oui, nous pouvons livrer vendredi.",
        (
            f"Le ven. 15 mars 2024 à 10:00, {WHO} a écrit :",
            f"Le 15 mars 2024 à 10:00, {WHO} a écrit :",
            "Le 15/03/2024 à 10:00, Jens Hansen a écrit :",
            f"Le vendredi 15 mars 2024 à 10:00:00 UTC+1, {WHO} a écrit :",
        ),
        f"De : {WHO}\nEnvoyé : vendredi 15 mars 2024 10:00\nÀ : Moi <moi@example.com>\nObjet : RE: Livraison",
        ("-----Message d'origine-----", "---------- Message transféré ---------", "Début du message transféré :"),
        (
            "Envoyé de mon iPhone",
            "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>",
            "Envoyé à partir de Outlook pour iOS",
        ),
        "Cordialement",
        "Ce message est confidentiel et destiné exclusivement à ses destinataires. Si vous l'avez reçu par "
        "erreur, merci "
        "d'avertir l'expéditeur et de le supprimer. Toute diffusion non autorisée est interdite.",
    ),
    "es": Language(
        "Sí, podemos entregar el viernes.",
        (
            "El vie, 15 mar 2024 a las 10:00, Jens Hansen (<jens@example.com>) escribió:",
            f"El 15 mar 2024, a las 10:00, {WHO} escribió:",
            "El 15/3/24 a las 10:00, Jens Hansen escribió:",
            f"El viernes, 15 de marzo de 2024, 10:00:00 CET, {WHO} escribió:",
        ),
        f"De: {WHO}\nEnviado el: viernes, 15 de marzo de 2024 10:00\nPara: Yo <yo@example.com>\nAsunto: RE: Entrega",
        ("-----Mensaje original-----", "---------- Forwarded message ---------", "Inicio del mensaje reenviado:"),
        (
            "Enviado desde mi iPhone",
            "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
            "Enviado desde Correo para Windows",
        ),
        "Un saludo",
        "Este mensaje es confidencial y se dirige exclusivamente a su destinatario. Si lo ha recibido por error, "
        "notifíquelo al remitente y elimínelo. Queda prohibida su divulgación no autorizada.",
    ),
    "it": Language(
        "Sì, possiamo consegnare venerdì.",
        (
            f"Il giorno ven 15 mar 2024 alle ore 10:00 {WHO} ha scritto:",
            f"Il giorno 15 mar 2024, alle ore 10:00, {WHO} ha scritto:",
            "Il 15/03/2024 10:00, Jens Hansen ha scritto:",
            f"Il venerdì 15 marzo 2024 alle ore 10:00:00 CET, {WHO} ha scritto:",
        ),
        f"Da: {WHO}\nInviato: venerdì 15 marzo 2024 10:00\nA: Io <io@example.com>\nOggetto: R: Consegna",
        ("-----Messaggio originale-----", "---------- Messaggio inoltrato ---------", "Inizio messaggio inoltrato:"),
        ("Inviato da iPhone", "Scarica Outlook per iOS<https://aka.ms/o0ukef>", "Inviato dal mio iPad"),
        "Cordiali saluti",
        "Le informazioni contenute in questo messaggio sono riservate e per uso esclusivo del destinatario. "
        "Se lo avete "
        "ricevuto per errore, avvisate il mittente e cancellate il messaggio; ogni diffusione è vietata.",
    ),
    "pt": Language(
        "Sim, podemos entregar na sexta.",
        (
            f"Em sex., 15 de mar. de 2024 às 10:00, {WHO} escreveu:",
            f"Em 15 de mar. de 2024, à(s) 10:00, {WHO} escreveu:",
            "Em 15/03/2024 10:00, Jens Hansen escreveu:",
            f"{WHO} escreveu (sexta, 15/03/2024 à(s) 10:00):",
            f"Em sexta-feira, 15 de março de 2024 10:00:00 BRT, {WHO} escreveu:",
        ),
        f"De: {WHO}\nEnviado: 15 de março de 2024 10:00\nPara: Eu <eu@example.com>\nAssunto: RE: Entrega",
        ("-----Mensagem original-----", "---------- Forwarded message ---------", "Início da mensagem encaminhada:"),
        ("Enviado do meu iPhone", "Obter o Outlook para iOS<https://aka.ms/o0ukef>", "Enviado via iPhone"),
        "Atenciosamente",
        "Esta mensagem é confidencial e destina-se exclusivamente ao seu destinatário. Se a recebeu por "
        "engano, avise o "
        "remetente e apague-a. É proibida a divulgação não autorizada.",
    ),
    "pl": Language(
        "Tak, możemy dostarczyć w piątek.",
        (
            f"pt., 15 mar 2024 o 10:00 {WHO} napisał(a):",
            f"Wiadomość napisana przez {WHO} w dniu 15 mar 2024, o godz. 10:00:",
            "W dniu 15.03.2024 o 10:00, Jens Hansen pisze:",
            f"Dnia 15 marca 2024 10:00 {WHO} napisał(a):",
            f"W dniu piątek, 15 marca 2024 użytkownik {WHO} napisał:",
        ),
        f"Od: {WHO}\nWysłano: piątek, 15 marca 2024 10:00\nDo: Ja <ja@example.com>\nTemat: ODP: Dostawa",
        ("-----Wiadomość oryginalna-----", "---------- Wiadomość przekazana dalej ---------"),
        (
            "Wysłane z iPhone’a",
            "Pobierz aplikację Outlook dla systemu iOS<https://aka.ms/o0ukef>",
            "Wysłano z telefonu",
        ),
        "Z poważaniem",
        "Treść tej wiadomości jest poufna i przeznaczona wyłącznie dla adresata. Jeżeli otrzymali ją Państwo przez "
        "pomyłkę, prosimy powiadomić nadawcę i usunąć wiadomość. Rozpowszechnianie jest zabronione.",
    ),
    "ru": Language(
        "Да, мы можем доставить в пятницу.",
        (
            f"пт, 15 мар. 2024 г. в 10:00, {WHO}:",
            f"15 марта 2024 г., в 10:00, {WHO} написал(а):",
            "15.03.2024 10:00, Jens Hansen пишет:",
            f"15.03.2024, 10:00, {WHO}:",
            f"Пятница, 15 марта 2024, 10:00 +03:00 от {WHO}:",
        ),
        f"От: {WHO}\nОтправлено: 15 марта 2024 г. 10:00\nКому: Я <ya@example.com>\nТема: RE: Доставка",
        (
            "-----Исходное сообщение-----",
            "-------- Пересылаемое сообщение --------",
            "Начало переадресованного сообщения:",
        ),
        (
            "Отправлено с iPhone",
            "Скачать Outlook для iOS<https://aka.ms/o0ukef>",
            "Отправлено из мобильной Почты Mail.ru",
        ),
        "С уважением",
        "Это сообщение конфиденциально и предназначено только для адресата. Если вы получили его по ошибке, уведомите "
        "отправителя и удалите сообщение. Распространение запрещено.",
    ),
    "ja": Language(
        "はい、金曜日に納品できます。",
        (
            f"2024年3月15日(金) 10:00 {WHO}:",
            f"2024/03/15 10:00、{WHO}のメール:",
            f"2024/03/15 10:00、{WHO} のメッセージ:",
            "On 2024/03/15 10:00, Jens Hansen wrote:",
        ),
        f"差出人: {WHO}\n送信日時: 2024年3月15日 10:00\n宛先: 私 <me@example.com>\n件名: RE: 納品",
        ("-----元のメッセージ-----", "---------- 転送メッセージ ---------", "-----Original Message-----"),
        ("iPhoneから送信", "Outlook for iOS を入手<https://aka.ms/o0ukef>", "私のiPadから送信"),
        "敬具",
        "本メールには機密情報が含まれています。宛先以外の方が誤って受信された場合は、送信者にご連絡のうえ削除してください。"
        "無断での複製や開示を禁じます。",
    ),
    "zh": Language(
        "可以，我们星期五能交货。",
        (
            f"{WHO} 于2024年3月15日周五 10:00写道：",
            f"2024年3月15日 10:00，{WHO} 写道：",
            "在 2024/3/15 10:00, Jens Hansen 写道:",
            f"{WHO} 於 2024年3月15日 週五 上午10:00寫道：",
            '在 2024-03-15 10:00:00，"Jens Hansen" <jens@example.com> 写道：',
            'At 2024-03-15 10:00:00, "Jens Hansen" <jens@example.com> wrote:',
        ),
        f"发件人: {WHO}\n发送时间: 2024年3月15日 10:00\n收件人: 我 <wo@example.com>\n主题: 回复: 交货",
        ("------------------ 原始邮件 ------------------", "-----原始郵件-----", "---------- 转发的邮件 ---------"),
        ("发自我的iPhone", "從我的 iPhone 傳送", "获取 Outlook for iOS<https://aka.ms/o0ukef>", "发自网易邮箱大师"),
        "此致",
        "本邮件及其附件含有保密信息，仅供收件人使用。如您误收本邮件，请立即通知发件人并删除；未经授权，禁止披露或复制。",
    ),
    "ko": Language(
        "네, 금요일에 납품할 수 있습니다.",
        (
            f"2024년 3월 15일 (금) 오전 10:00, {WHO}님이 작성:",
            f"2024. 3. 15. 오전 10:00, {WHO} 작성:",
            "2024-03-15 오전 10:00에 Jens Hansen 이(가) 쓴 글:",
            "On 2024-03-15 10:00, Jens Hansen wrote:",
        ),
        f"보낸 사람: {WHO}\n보낸 날짜: 2024년 3월 15일 금요일 10:00\n받는 사람: 나 <na@example.com>\n제목: RE: 납품",
        ("-----원본 메시지-----", "---------- 전달된 메시지 ---------", "-----Original Message-----"),
        ("나의 iPhone에서 보냄", "iOS용 Outlook 다운로드<https://aka.ms/o0ukef>", "내 Galaxy에서 보냄"),
        "감사합니다",
        "본 메일은 기밀 정보를 포함하고 있으며 지정된 수신인만을 위한 것입니다. 잘못 수신한 경우 발신자에게 "
        "알리고 삭제해 주십시오. 무단 배포 및 복사를 금지합니다.",
    ),
}
