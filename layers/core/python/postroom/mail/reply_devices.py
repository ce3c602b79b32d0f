"""The line that a phone or a mail program adds of itself: "Sent from my iPhone", in many languages."""

import re

from .patterns import compiled
from .reply_words import every

_CHARACTERS = 200
_EDGES = " \t\xa0<>()[]{}*_~\"'.-–—·|"
_LINK = re.compile(
    r"\[([^\][]{1,80})\]\([^()\s]{1,300}\)|[<(]?(?:https?://|mailto:|www\.)[^\s<>()]{1,300}[>)]?|<[^<>\s]{1,150}[@./][^<>\s]{1,150}>"
)
# With a possessive and a few words any thing may be a device; without one it must be a known one.
_OWN = r"(?:my|mein\w*|min|mit|mitt|mijn|mon|ma|mi|il mio|dal mio|mio|meu|minha|moj\w*|mojego|моего|моей|мого|mého)\s"
_KNOWN = (
    r"i-?phones?|ipad\w*|ipod|android\w*|\bphone|mobil\w*|handy|smartphone|telefon\w*|telefono|teléfono|téléphone|"
    r"celular|móvil|мобильн\w*|телефон\w*|tablet\w*|blackberry|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo|pixel|"
    r"nokia|htc|sony|xperia|oneplus|motorola|wiko|alcatel|outlook|yahoo|gmail|mail\.ru|proton|thunderbird|mailbox|"
    r"airmail|bluemail|typeapp|windows|macbook|\bmac\b|device|enhed|enhet|apparaat|gerät|dispositivo|appareil|"
    r"urządzenia|устройства|\bcell\b|aol|gmx|web\.de|zimbra|hotmail|verizon|t-mobile|vodafone|foxmail|网易|qq邮箱|"
    r"手机|手機|携帯|スマートフォン|휴대폰|스마트폰|네이버|다음|\bnine\b|\bspark\b|k-9|mailspring|sparrow|inky|"
    r"mail for|mail pour|mail til|mail för|mail voor|mail para|mail per|mail dla|mail für|e-?mail app|\bmail app|"
    r"почта|почты|邮箱|信箱|メール|메일|myMail|canary|superhuman|front app|polymail|mailbird|em client"
)
_MAIL_ALONE = r"(?:sent|gesendet|sendt|skickat|verzonden|envoyé|enviado|inviato)\s\S{2,12}\smail"
_OPENS = re.compile(rf"(?:{every('device')})(?!\w)\s*(?P<rest>.*)", re.IGNORECASE)
# Program names only: "get" and its like begin too much else.
_FETCH = (
    r"(?:get|hent|hämta|skaffa|få|skaff|download|télécharg\w+|obten\w+|obtener|obtén|obter|obtenha|scarica|ottieni|"
    r"pobierz|uzyskaj|скачать|получить|загрузите|holen|hanki|获取|取得|下载|descarg\w+)"
)
_PRODUCT = (
    r".{0,20}\b(?:outlook|bluemail|mailbird|yahoo mail|gmail|proton ?mail|thunderbird|spark)"
    r"(?:(?:\s\S{1,12}){0,3}\s?(?:ios|android|mac|windows))?"
)
_ENDS = re.compile(
    r"(?:von (?:meinem|meiner) .{1,40} (?:gesendet|geschrieben)|diese nachricht wurde (?:von|mit) .{1,80} gesendet|"
    r"(?:從我的|从我的).{1,30}(?:傳送|发送|發送)|使用.{1,20}发送|.{1,24}から送信(?:されました)?|.{1,24}で送信|"
    r".{1,30}에서 (?:보냄|보냈습니다|전송|발송|전송된 메일입니다)|von mobil gesendet|mobil gesendet|"
    r"\S{0,20}\s?(?:from|via) (?:my )?(?:mobile|iphone|phone|android)(?: \w{1,6})?|"
    r"(?:发自|發自|寄自|傳送自|来自)\s?(?:我的)?.{1,30}|"
    r"outlook (?:for|voor|til|für|pour|para|per) (?:ios|android|mac))",
    re.IGNORECASE,
)
_EXCUSE = rf"[,.;:–—-]*\s*(?:so |og |und )?\b(?:{every('excuse')})\b.*"
_WORDS = 7


def is_device_line(line: str) -> bool:
    """Whether the whole line is a device's own signature, and nothing that a person might say."""
    if not 6 <= len(line) <= _CHARACTERS:
        return False
    text = _LINK.sub(lambda link: f" {link[1] or ''} ", line)
    text = re.sub(r"\s+", " ", text.strip(_EDGES))
    if not text or text.endswith(("?", "!")):
        return False
    if _ENDS.fullmatch(text):
        return True
    match = _OPENS.match(text)
    if match is None:
        return False
    rest = compiled(_EXCUSE).sub("", match["rest"]).strip(_EDGES)
    if len(rest.split()) > _WORDS or "," in rest or ". " in rest:
        return False
    if compiled(_FETCH).match(text):
        return compiled(_PRODUCT).fullmatch(rest) is not None
    whole = f"{text[: match.start('rest')]}{rest}"
    return bool(
        compiled(_OWN).match(f"{rest} ") or compiled(_KNOWN).search(whole) or compiled(_MAIL_ALONE).fullmatch(whole)
    )
