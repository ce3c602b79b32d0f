"""Legal notices and footers below what was written, and the warnings that gateways put above it."""

import re

from .reply_words import every

_TERMS = 3
_LEAST = 60
_PARAGRAPH_CHARACTERS = 4000
_PARAGRAPHS = 12
_WARNING_CHARACTERS = 600

# Chinese, Japanese and Korean have no blanks before words.
_BEGIN = r"(?:(?<!\w)|(?<=[\u3040-\u9fff\uac00-\ud7af]))"
_LEGAL = re.compile(rf"{_BEGIN}(?:{every('legal')})", re.IGNORECASE)
_FOOTER = re.compile(rf"{_BEGIN}(?:{every('footer')})", re.IGNORECASE)
_OUTSIDE = re.compile(rf"{_BEGIN}(?:{every('outside')})", re.IGNORECASE)
# What stands above a notice and says nothing alone.
_HEADING = re.compile(
    r"[\W_]*(?:disclaimer|confidentiality(?: notice)?|legal notice|haftungsausschluss|rechtlicher hinweis|hinweis|"
    r"vertraulichkeitshinweis|fortrolighed|ansvarsfraskrivelse|avis de confidentialité|aviso legal|"
    r"aviso de confidencialidad|avvertenza|clausola di riservatezza|aviso de confidencialidade|klauzula poufności|"
    r"уведомление о конфиденциальности|免责声明|免責聲明|免責事項|면책 ?조항|important|wichtig|vigtigt)[\W_]*",
    re.IGNORECASE,
)
# A warning says so, or tells what not to do.
_WARNS = re.compile(
    r"caution|warning|external|attention|achtung|vorsicht|warnung|extern|advarsel|forsigtig|varning|obs|let op|"
    r"waarschuwing|atención|advertencia|attenzione|avviso|atenção|aviso|cuidado|uwaga|внимание|осторожно|注意|警告|"
    r"주의|경고|pas på|bemærk|\[ext",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[\s_=*#~–—-]*")


def notice_start(lines: list[str]) -> int:
    """Where the notices at the end begin; the number of lines if there are none."""
    end = len(lines)
    for _ in range(_PARAGRAPHS):
        begin, stop = _last_paragraph(lines, end)
        text = " ".join(lines[begin:stop])
        if begin == stop or not (_is_notice(text) or (end < len(lines) and _HEADING.fullmatch(text))):
            break
        end = begin
    return end


def warning_end(lines: list[str]) -> int:
    """How many lines at the top are a gateway's warning that a mail comes from outside; 0 if none are."""
    begin = _past(lines, 0, empty=True)
    end = _past(lines, begin, empty=False)
    text = " ".join(lines[begin:end])
    if len(text) <= _WARNING_CHARACTERS and _OUTSIDE.search(text) and _WARNS.search(text):
        return _past(lines, end, empty=True)
    return 0


def _past(lines: list[str], position: int, *, empty: bool) -> int:
    """The first line from here that is not empty, or that is; a drawn line counts as empty."""
    while position < len(lines) and (_EMPTY.fullmatch(lines[position][:200]) is not None) == empty:
        position += 1
    return position


def _last_paragraph(lines: list[str], end: int) -> tuple[int, int]:
    stop = end
    while stop and _EMPTY.fullmatch(lines[stop - 1][:200]):
        stop -= 1
    begin = stop
    while begin and not _EMPTY.fullmatch(lines[begin - 1][:200]):
        begin -= 1
    return begin, stop


def _is_notice(text: str) -> bool:
    shown = text[:_PARAGRAPH_CHARACTERS]
    if _FOOTER.search(shown) and len(shown) <= 600:
        return True
    if len(shown) < _LEAST and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", shown):
        return False
    return len({match[0].lower() for match in _LEGAL.finditer(shown)}) >= _TERMS
