"""Which language a business text is written in, as far as reading numbers and signs needs it."""

import re
from collections import Counter

# Small words that one of the languages uses all the time and its neighbours spell otherwise.
_WORDS = {
    "da": "og af ikke jer vores venlig hilsen beløb betales inden faktura fakturaen moms forfald forfaldsdato jeres "
    "vedhæftet bedes ønsker hej kære til fra med der har rykker kvittering ordre",
    "sv": "och av inte er vår vänlig hälsning belopp betalas faktura moms förfallodatum bifogad hej från till som har",
    "no": "og av ikke dere vår vennlig hilsen beløp betales faktura mva forfall forfallsdato vedlagt hei fra til som",
    "de": "und der die das nicht ist sie ihre wir mit freundlichen grüßen rechnung betrag bitte den auf von für fällig "
    "zahlung mwst anbei hallo geehrte zzgl inkl netto brutto summe gesamtbetrag ihr zu",
    "en": "and the of is not your our we with regards invoice please amount due payment attached hello dear for to "
    "this from total date you vat tax on",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)

_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_READ = 20_000


def language_of(text: str) -> str | None:
    """`da`, `de`, `en`, `ja`, `no`, `sv` or `zh`; None if nothing tells. Only the text's beginning is read."""
    text = text[:_READ]
    words = _WORD.findall(text.casefold())
    han = len(_HAN.findall(text))
    # One Chinese character says about as much as half a word of another script.
    if han and han >= sum(1 for word in words if word.isascii()):
        return "ja" if _KANA.search(text) else "zh"
    counts = Counter(language for word in words for language in _LANGUAGES_OF.get(word, ()))
    ranked = counts.most_common(1)
    return ranked[0][0] if ranked else ("zh" if han else None)
