"""Absence notes and automatic answers without any header that says so, by their words, in fifteen languages.

A subject of theirs decides alone where it is nothing else or stands before another mail's ("Automatic reply: Offer"),
and so does a text that says near its beginning that nobody wrote it. That somebody is away counts only together with
until when, or whom to ask instead, as in every such note and hardly in a person's mail; who asks something or addresses
somebody by name is a person.
"""

import re

from postroom import limits

from .machine import MachineMail
from .model import Automatic
from .patterns import compiled
from .person import addresses, asks

AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?P<answer>\[?(?:re|aw|sv|vs|antw|odp|r)\s?:\s*)?\[?\(?(?:"
    r"automatic (?:reply|response)|auto(?:mated|matisch)?[ -]?(?:reply|response|repl|responder|svar"
    r"|answer)\b|out[ -]of[ -](?:the[ -])?office|ooo\b|auto:"
    r"|away from (?:my|the) (?:office|desk|mail)|vacation (?:reply|message|response|notice)|(?:i am "
    r"|i'm )?on (?:vacation|annual leave|holiday)\W*\Z"
    r"|automatisk (?:svar|besked|melding)|autosvar|ikke (?:til stede|på kontoret)|fraværs?(?:besked"
    r"|melding|assistent)?\s*(?::|\Z)|jeg er (?:på ferie|ikke)"
    r"|frånvaro(?:meddelande)?\s*(?::|\Z)|ej på kontoret|inte på kontoret|automatiskt svar"
    r"|automatische (?:antwort|r[üu]ckmeldung|e?-?mail-?antwort)|abwesenheits?(?:notiz|meldung"
    r"|assistent|nachricht|benachrichtigung)|abwesend\b|abwesenheit\b|nicht im (?:b[üu]ro|hause)"
    r"|automatisch (?:antwoord|bericht)|afwezig(?:heid)?(?:sbericht|sassistent)?\b|niet (?:op kantoor|aanwezig)"
    r"|r[ée]ponse automatique|absence du bureau|message d'absence|absent du bureau|en cong[ée]s?\W*\Z"
    r"|respuesta autom[áa]tica|fuera de (?:la )?oficina|ausente de la oficina|auto ?respuesta|ausencia de la oficina"
    r"|risposta automatica|fuori (?:sede|ufficio)|assente dall'ufficio|assenza dall'ufficio"
    r"|resposta autom[áa]tica|fora d[oe] escrit[óo]rio|aus[êe]ncia (?:tempor[áa]ria|do escrit[óo]rio)"
    r"|automatyczna odpowied[źz]|autoodpowied[źz]|odpowied[źz] automatyczna|poza biurem|nieobecno[śs][ćc]"
    r"|автоматический ответ|автоответ(?:чик)?|вне офиса|нет на работе|отсутствую|я в отпуске"
    r"|自動(?:返信|応答|回答)|不在(?:通知|のお知らせ|のため|です)|【?自動配信】?|自动(?:回复|答复|应答)|自動(?:回覆|答覆)|外出(?:通知|自动)|不在办公室|休假(?:通知|自动)"
    r"|부재\s?중|자동\s?(?:응답|회신|답장)|외근\s?중"
    r")",
    re.IGNORECASE,
)
_AWAY = (
    r"(?:i am|i'm|i will be|i'll be|currently|we are)(?:[^.\n]"
    r"|(?<=\d)\.){0,40}(?:out of (?:the )?office|on (?:vacation|leave|holiday|annual leave"
    r"|parental leave|maternity leave|paternity leave)"
    r"|away from|absent|not (?:in the office|available)|travel?ling)|out of (?:the )?office (?:until"
    r"|from|with)|i have left (?:the )?(?:company|firm|organi[sz]ation)|no longer (?:work(?:ing"
    r"|s)? (?:for|at|with)|with (?:the company|us))"
    r"|jeg (?:er|har|holder)(?:[^.\n]|(?<=\d)\.){0,40}(?:ferie|ikke på kontoret|ikke til stede"
    r"|fraværende|orlov|barsel|permisjon|bortreist|ude af huset)|har fri frem til"
    r"|jag (?:är|har)(?:[^.\n]|(?<=\d)\.){0,40}(?:semester|inte på kontoret|tjänstledig|föräldraledig"
    r"|frånvarande|ledig\b|bortrest)"
    r"|(?:ich bin|bin ich|ich befinde mich)(?:[^.\n]|(?<=\d)\.){0,60}(?:nicht im (?:b[üu]ro|haus)"
    r"|abwesend|urlaub|au(?:ß|ss)er haus|nicht erreichbar|elternzeit|nicht am arbeitsplatz"
    r"|dienstreise|auf montage)|(?:macht|haben|wegen) (?:wir )?betriebsferien"
    r"|ik ben(?:[^.\n]|(?<=\d)\.){0,50}(?:afwezig|niet (?:op kantoor|aanwezig|bereikbaar)"
    r"|met vakantie|op vakantie|vrij tot|met verlof)"
    r"|(?:je suis|je serai|actuellement)(?:[^.\n]|(?<=\d)\.){0,50}(?:absent|en (?:cong[ée]|vacances"
    r"|d[ée]placement)|hors du bureau|indisponible)"
    r"|(?:estoy|estar[ée]|me encuentro)(?:[^.\n]|(?<=\d)\.){0,50}(?:fuera de (?:la )?oficina"
    r"|de vacaciones|ausente|de baja|de viaje|de permiso)"
    r"|(?:sono|sar[òo])(?:[^.\n]|(?<=\d)\.){0,50}(?:fuori (?:sede|ufficio)|in ferie|assente"
    r"|in vacanza|fuori dall'ufficio|in trasferta)"
    r"|(?:estou|estarei|encontro-me)(?:[^.\n]|(?<=\d)\.){0,50}(?:fora d[oe] escrit[óo]rio"
    r"|de f[ée]rias|ausente|de licen[çc]a)"
    r"|(?:jestem|przebywam|b[ęe]d[ęe])(?:[^.\n]|(?<=\d)\.){0,50}(?:poza biurem|na urlopie|nieobecn"
    r"|na zwolnieniu|w delegacji)|nie ma mnie w biurze"
    r"|(?:я |меня )(?:[^.\n]|(?<=\d)\.){0,50}(?:в отпуске|не буд(?:ет|у) в офисе|отсутству"
    r"|в командировке|нет (?:в офисе|на работе))|нахожусь в (?:отпуске|командировке)"
    r"|(?:不在に(?:して|いた)|休暇(?:を(?:いただ|頂|取得)|中)|休業(?:と|を)?(?:中|期間|させて|いただ)|出張(?:中|のため|して)|外出して|お休みをいただ|席を外して|不在となります)"
    r"|(?:我(?:目前|现在)?(?:正)?在?休(?:年|产|病|婚|事)假|我(?:正在|现在|目前|將|将)?(?:不在(?:办公室|辦公室)|休假|度假|出差|外出|在休假|正在休假)"
    r"|本人(?:现|正|目前)?(?:(?:已)?休(?:产|年|病|婚)?假|出差|不在)|休假(?:中|期间)|出差(?:中|期间))"
    r"|(?:부재\s?중|휴가\s?(?:중|입니다|기간)|출장\s?(?:중|으로)|외근\s?중|자리를 비|사무실에 없)"
)
_NOBODY_WROTE = (
    r"this is an auto(?:mated|matic|matically generated) (?:reply|response|answer|e?-?mail response)"
    r"|auto-?generated (?:reply|response)"
    r"|dette er (?:et )?(?:automatisk|autogenereret|autosvar)[^.\n]{0,20}(?:svar|besked)?"
    r"|detta är ett (?:automatiskt svar|autosvar)"
    r"|automatische antwort\b|dies ist eine automatische (?:antwort|r[üu]ckmeldung|abwesenheit)"
    r"|automatisch (?:generierte|erzeugte|erstellte) (?:antwort|r[üu]ckmeldung)"
    r"|dit is een automatisch(?:e)? (?:gegenereerd )?(?:antwoord|bericht|reactie)"
    r"|ceci est une r[ée]ponse automatique|r[ée]ponse automatique"
    r"|est[ae] es una respuesta autom[áa]tica|respuesta generada autom[áa]tic"
    r"|(?:questa [èe] una )?risposta automatica|esta [ée] uma resposta autom[áa]tica"
    r"|(?:to jest )?(?:automatyczna odpowied[źz]|odpowied[źz] (?:automatyczna"
    r"|wygenerowana automatycznie))|это автоматическ(?:ий|ое) (?:ответ|сообщение)"
    r"|(?:この|本)(?:メール|メッセージ)は[^。\n]{0,20}自動(?:返信|送信|応答|配信)|自動返信(?:メール)?(?:です|にて|でお送り)|[（(【\[](?:自动|自動"
    r"|系统)(?:回复|答复|回覆)[)）】\]]|(?:这|此|本)(?:是|邮件[是为]|郵件[是為])[^。\n]{0,10}(?:自动|自動|系统)(?:回复|答复|回覆)"
    r"|자동\s?(?:응답|회신|답장|발송)[^.\n]{0,10}(?:메일|메시지|입니다)"
)
_THEN = (
    r"until|till|return(?:ing)?\b|back (?:on|in|at)|in urgent|urgent|please contact|limited access"
    r"|your (?:e?-?mail|message|request|inquiry)|as soon as|upon my|forward(?:ed)?|during my|colleague"
    r"|tilbage|til og med|frem til|kontakt|haster|besvare|din (?:mail|besked|henvendelse|e-post)"
    r"|vender|åter|tillbaka|t\.?o\.?m\.?|brådskande|svarar|ditt"
    r"|bis\b|zur[üu]ck|wieder|dringend|vertretung|weitergeleitet|ihre (?:e-?mail|nachricht|anfrage)"
    r"|wenden sie sich|tot\b|terug|dringend|neem contact|spoed|uw (?:mail|bericht|e-mail)"
    r"|jusqu|retour|urgen|contacter|votre (?:message|mail|demande|courriel)|hasta|regres|vuelta"
    r"|contact[ea]|su (?:mensaje|correo)|fino al|rientr|torner|contattare|il suo|la sua|vostr[ao]"
    r"|at[ée] |retorn|regress|contat|contact|sua mensagem|seu e-?mail|do dnia|do \d|wr[óo]c|powr"
    r"|pilnych|kontakt|pa[ńn]stwa|wiadomo[śs][ćc]"
    r"|до \d|верн|срочн|обращ|ваш[ае]? (?:письм|сообщ|обращ)|получен|свяж|まで|以降|戻|後日|改めて|ご連絡|至急"
    r"|お問い?合わせ|返信(?:いた|致|でき|は)"
    r"|返回|回来|至\d|直到|联系|紧急|尽快|聯絡|儘快|您的(?:邮件|来信|信件|郵件)|까지|복귀|급한|연락|회신|문의|메일을"
)


_ENDS = re.compile(r"[\s.!]*\Z|\s*(?:[:：\])】]|(?:re|aw|sv)\s?:)", re.IGNORECASE)
_COLONS = (":", "：", "】")
_QUOTES = ('"', "“", "„", "«", "»", "「")


def read_absence(mail: MachineMail) -> Automatic | None:
    """The answer of a machine; None if nothing shows it."""
    found = AUTOMATIC_SUBJECT.match(mail.subject[: limits.ABSENCE_CHARACTERS])
    if found and _decides(found) and not asks(mail.own_words()):
        return Automatic(kind="auto_reply", reason=f"its subject says so: {found[0].strip()}")
    # A person may answer a note, or pass it on, and quotes it: only the writer's own words count.
    own = mail.own_words() if _nobody_wrote(mail.text) or _away(mail.text) else ""
    told = _nobody_wrote(own) or ("" if asks(own) or addresses(own) else _away(own))
    return Automatic(kind="auto_reply", reason=f"its text says so: {told}") if told else None


def _decides(found: re.Match[str]) -> bool:
    """Whether no more than another mail's subject follows: in "Auto-responder broken" a person writes about one."""
    if found["answer"]:
        return False
    return found[0].rstrip().endswith(_COLONS) or _ENDS.match(found.string, found.end()) is not None


def _nobody_wrote(text: str) -> str:
    nobody = compiled(_NOBODY_WROTE).search(_beginning(text))
    return nobody[0] if nobody else ""


def _away(text: str) -> str:
    beginning = _beginning(text)
    away = compiled(_AWAY).search(beginning)
    if away is None or beginning[: away.start()].endswith(_QUOTES):
        return ""
    return away[0] if compiled(_THEN).search(beginning, away.end()) else ""


def _beginning(text: str) -> str:
    """What is read of it; nothing of a long one, which is no note."""
    if len(text) > limits.ABSENCE_TEXT_CHARACTERS:
        return ""
    return " ".join(text.lstrip()[: limits.ABSENCE_CHARACTERS].split())
