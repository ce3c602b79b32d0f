"""The lines with which mail programs introduce what is quoted or forwarded, per language; one table each."""

import re

_ATTRIBUTION_LINES = 3
_ATTRIBUTION_CHARACTERS = 400
_HEADER_LINES = 6

# Language: how the line opens | the verb that ends it, with the name before or after.
_ATTRIBUTIONS = (
    ("On", r"wrote|writes"),  # en
    ("(?:Am|Von)", r"schrieb(?:en)?"),  # de
    ("(?:Den|På|Fra|D\\.)", r"skrev|har skrevet|skrev følgende"),  # da, no, sv
    ("(?:Le|De)", r"a écrit|écrit"),  # fr
    ("(?:El|On)", r"escribió|escribio"),  # es
    ("Il(?: giorno)?", r"ha scritto"),  # it
    ("(?:Op|Van)", r"schreef|geschreven"),  # nl
    ("(?:Em|A)", r"escreveu"),  # pt
    ("(?:W dniu|Dnia)", r"napisał(?:\(a\)|a)?|pisze"),  # pl
    ("", r"kirjoitti"),  # fi
    ("", r"пишет|пише|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?"),  # ru
    ("", r"写道|寫道|写了|のメール|さんは書きました|작성"),  # zh, ja, ko
)
_OPENED = re.compile(
    r"[\s*]*(?:"
    + "|".join(rf"{opener}\b.{{0,300}}?\b(?:{verb})\b" for opener, verb in _ATTRIBUTIONS if opener)
    + r").{0,120}[::：]\s*\*?",
    re.IGNORECASE,
)
# Without an opener the line must say who or when.
_UNOPENED = re.compile(
    r"(?=.{0,300}?(?:@|\d)).{1,300}?(?:" + "|".join(verb for _, verb in _ATTRIBUTIONS) + r").{0,80}[:：]\s*\*?",
    re.IGNORECASE,
)

# It says who or when, and is no whole sentence.
_BEGINS = re.compile(r"(?=.*[@\d]).*(?:\d\.|[^.!?:])")
# Gmail, where it has no verb: a weekday perhaps, a date, a name, an address.
_DATED = re.compile(r"[\s*]*(?:\w{2,12}[.,]{0,2} )?\d{1,4}.{5,200}<\s*[^<>\s]{1,200}@[^<>\s]{1,200}>\s*[:：]")

_SEPARATOR = re.compile(
    r"[\s>*_=-]*+(?:original message|original appointment|forwarded (?:message|by)|"
    r"begin forwarded message|"
    r"oprindelig (?:meddelelse|besked)|videresendt (?:meddelelse|besked)|start på videresendt besked|"
    r"ursprüngliche nachricht|original-?nachricht|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|"
    r"opprinnelig melding|ursprungligt meddelande|vidarebefordrat meddelande|oorspronkelijk bericht|"
    r"doorgestuurd bericht|message d['’]origine|message original|message transféré|début du message transféré|"
    r"mensaje original|mensaje reenviado|messaggio originale|messaggio inoltrato|mensagem original|"
    r"mensagem encaminhada|wiadomość oryginalna|oryginalna wiadomość|пересылаемое сообщение|"
    r"исходное сообщение|原始邮件|原始郵件|转发邮件|转发的邮件|轉寄郵件|"
    r"元のメッセージ|転送メッセージ|원본 메시지|전달된 메시지)"
    r"[\s:：*_=-]*",
    re.IGNORECASE,
)

_FROM = r"from|fra|von|från|van|de|da|od|от|发件人|寄件者|寄件人|差出人|보낸 사람"
_OTHER = (
    r"sent|date|to|cc|subject|sendt|dato|til|emne|kopi|gesendet|datum|an|betreff|skickat|till|ämne|verzonden|aan|"
    r"onderwerp|envoyé|à|objet|enviado|fecha|para|asunto|inviato|a|oggetto|assunto|wysłano|do|temat|"
    r"отправлено|дата|кому|тема|发送时间|日期|收件人|抄送|主题|寄件日期|收件者|主旨|"
    r"送信日時|宛先|件名|보낸 날짜|받는 사람|제목"
)
_FROM_LINE = re.compile(rf"[\s*]*(?:{_FROM})\s*\*?\s*[:：]\*?\s*\S", re.IGNORECASE)
_OTHER_LINE = re.compile(rf"[\s*]*(?:{_OTHER})\s*\*?\s*[:：]", re.IGNORECASE)

_SENT_FROM = re.compile(
    r"(?:(?:sent|get|sendt|skickat|enviado|envoyé|verzonden|inviato) (?:from|fra|från|desde|do|de|depuis|vanaf|da) "
    r"(?:my|min|mi|meu|mon|mijn|outlook|mail|il mio|yahoo|samsung)\b.{0,60}|von meinem .{1,40} gesendet|"
    r"gesendet mit der .{1,60}|发自我的.{1,30}|從我的.{1,30}傳送|iPhoneから送信|나의 .{1,30}에서 보냄)\s*",
    re.IGNORECASE,
)


def attribution_length(lines: list[str], position: int) -> int:
    """How many lines from here are one attribution, which programs wrap when it is long; 0 if none begins here."""
    window: list[str] = []
    for line in lines[position : position + _ATTRIBUTION_LINES]:
        if not line.strip() or line.startswith(">"):
            break
        window.append(line.strip())
        whole = " ".join(window)
        if len(whole) > _ATTRIBUTION_CHARACTERS:
            break
        if whole.rstrip(" *")[-1:] in {":", "："} and (_OPENED.fullmatch(whole) or _is_unopened(window, whole)):
            return len(window)
    return 0


def _is_unopened(window: list[str], whole: str) -> bool:
    """Without an opening word its first line must look like a part of it, so that no line of the sender's is taken."""
    if len(window) > 1:
        if not _BEGINS.fullmatch(window[0]):
            return False
        if any(_OPENED.fullmatch(" ".join(window[start:])) for start in range(1, len(window))):
            return False
    return bool(_UNOPENED.fullmatch(whole) or _DATED.fullmatch(whole))


def is_separator(line: str) -> bool:
    """Whether the line says that an original or forwarded message begins, in one of many languages."""
    return len(line) <= _ATTRIBUTION_CHARACTERS and bool(_SEPARATOR.fullmatch(line))


def is_header_block(lines: list[str], position: int) -> bool:
    """Whether Outlook's From, Sent, To, Subject begin here: a sender line and two others close by."""
    if not _FROM_LINE.match(lines[position][:_ATTRIBUTION_CHARACTERS]):
        return False
    following = lines[position + 1 : position + 1 + _HEADER_LINES]
    return sum(bool(_OTHER_LINE.match(line[:_ATTRIBUTION_CHARACTERS])) for line in following) >= 2


def is_sent_from(line: str) -> bool:
    """Whether the line is a device's own signature."""
    return len(line) <= _ATTRIBUTION_CHARACTERS and bool(_SENT_FROM.fullmatch(line))
