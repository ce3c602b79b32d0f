"""The line with which a mail program introduces what it quotes: "On 3 May 2024 at 10:00, Jens <j@example.dk> wrote:".

Programs say when, who and a verb, in any order and wrapped anywhere; a line is taken for one only if it begins and
ends like one and names a date, a time or an address, since what follows may be cut with it.
"""

import re
from typing import NamedTuple

from .patterns import compiled
from .reply_words import every

_LINES = 5
_CHARACTERS = 500
_FIRST_CHARACTERS = 60

_WORDS = every("wrote")
_VERBS = tuple(word.replace(r"\s+", " ").replace("\\", "").lower() for word in _WORDS.split("|"))
_VERB = (
    rf"(?<!\w)(?:{_WORDS})(?!\w)|"
    r"(?:写道|寫道|写了|来信|來信|のメール|のメッセージ|さんは書きました|작성)"
)
# Written with a name right before it: the word needs no blank.
_TIME = re.compile(r"\d{1,2}\s?(?:[:.h]\s?\d{2}(?!\d|[.\-/]\d)|(?:AM|PM|Uhr)\b|[时時点시])", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}\s?[-/.년年]\s?\d{1,2}\s?[-/.월月]\s?\d{1,2}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|"
    r"\d{1,2}(?:st|nd|rd|th)?[-.,\s]{0,3}(?:de\s|of\s)?[^\W\d]{3,12}[.,]?[-\s]{1,2}(?:de\s)?\d{4}|"
    r"[^\W\d]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})(?!\d)",
    re.IGNORECASE,
)
# Without a year it is a hint only.
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}\.?\s[^\W\d]{3,12}|[^\W\d]{3,12}\.?,?\s\d{1,2})(?![\d:])")
_ADDRESS = re.compile(r"[^\s<>()@\"]{1,128}@[^\s<>()@\"]{1,200}")
_LEAD = r"[\s>*_\"'“(\[-]{0,12}"
_OPENED = re.compile(rf"{_LEAD}(?:{every('opens')})[\s,:](?=\D{{0,40}}\d)", re.IGNORECASE)
_OPENED_CJK = re.compile(rf"{_LEAD}[在于於]\s?(?=\D{{0,12}}\d)")
# The sender's own words and an attribution share a line where HTML was flattened.
_OPENED_LATE = (
    rf"(?<=\S)(?P<gap>\s*-{{2,4}}\s?|\s)(?:On|At|Am|Den|På|Le|El|Il|Op|Em|W dniu)\s(?=\D{{0,16}}\d)"
    rf"(?=.{{4,300}}(?:{_WORDS})\W{{0,4}}$)"
)
_DASHED = rf"-{{2,}}.{{2,80}}\s(?:{_WORDS})\s?-{{2,}}"
# A weekday perhaps, then a digit: a date or a time begins the line.
_DATED = re.compile(
    rf"{_LEAD}(?:[^\W\d]{{2,14}}[.,]{{0,2}}\s+(?:den\s|the\s)?)?(?:\d{{1,4}}\s?[-./:年년,]|\d{{1,2}}\s+[^\W\d]{{3,12}}[.,\s]|"
    r"[^\W\d]{3,12}\.?\s\d{1,2},)",
    re.IGNORECASE,
)
# Gmail, where its language has no verb: when, who <address>: and in old versions without the colon.
_ADDRESSED = re.compile(r"[<(\[][^<>]{0,40}[^\s<>@]{1,128}@[^<>]{1,200}[>)\]]{1,3}\s*[:：]\W{0,4}$")
_YEAR_FIRST = re.compile(
    rf"{_LEAD}\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:\s\d{{1,2}}:\d{{2}}(?:\s(?:AM|PM))?)?(?P<zone>\s(?:GMT|UTC)[+\-:\d]*)?\s\S",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(r">\s?(?:[^\s<>]{0,20}\s?){0,3}[:：]$")
_SENTENCE_END = ".!?:;。！？"


class Attribution(NamedTuple):
    """Where one ends, and whether it says enough for an unmarked quote to be believed."""

    end: int
    strong: bool


def find_attributions(lines: list[str]) -> dict[int, Attribution]:
    """All of them by the line they begin at; wrapped ones are found by their last line."""
    found: dict[int, Attribution] = {}
    free = 0
    for last, line in enumerate(lines):
        if last < free or not _may_end(line):
            continue
        start, whole = _start(lines, last, free)
        if start is None and _is_quoted_below(lines, last):
            start, whole = _start_in_any_language(lines, last, free)
        if start is not None:
            found[start] = Attribution(last + 1, _says_enough(whole))
            free = last + 1
    return found


def _is_quoted_below(lines: list[str], last: int) -> bool:
    below = next((line for line in lines[last + 1 : last + 1 + _LINES] if line), "")
    return below.startswith(">") and lines[last].rstrip(" *_").endswith((":", "："))


def _start_in_any_language(lines: list[str], last: int, free: int) -> tuple[int | None, str]:
    """Above a marked quote, who and when and a colon are enough, whatever the verb."""
    whole = ""
    for position in range(last, max(free, last - 2) - 1, -1):
        line = lines[position].strip()
        if not line or line[0] == ">" or (position != last and line[-1] in _SENTENCE_END) or len(line) > _CHARACTERS:
            break
        whole = f"{line} {whole}".rstrip()
        dated = _DATE.search(whole)
        if (dated and _TIME.search(whole)) or (_ADDRESS.search(whole) and (dated or _TIME.search(whole))):
            return position, whole
    return None, ""


def apart_from_attributions(lines: list[str]) -> list[str]:
    """The lines, those that share one with an attribution broken in two."""
    return [part for line in lines for part in (_broken(line) if _may_end(line) else (line,))]


def _broken(line: str) -> tuple[str, ...]:
    if line[:1] == ">" or _OPENED.match(line):
        return (line,)
    shared = compiled(_OPENED_LATE, 0).search(line[:_CHARACTERS])
    if shared is None or not _says_enough(line[shared.end("gap") :]):
        return (line,)
    return line[: shared.start()], line[shared.end("gap") :]


def _may_end(line: str) -> bool:
    tail = line.rstrip(' \t*_-~\xa0"')
    if not tail or (tail[0] == ">" and not _LEFTOVER.match(tail)):
        return False
    if tail[-1] in ":：":
        return True
    if tail[-16:].lower().endswith(_VERBS):
        return True
    return tail[:1] in "12 >" and _YEAR_FIRST.match(tail[:_FIRST_CHARACTERS]) is not None


def _start(lines: list[str], last: int, free: int) -> tuple[int | None, str]:
    """The line an attribution ending here begins at, and its text: the nearest that begins like one."""
    whole, dated, named = "", None, None
    for position in range(last, max(free, last - _LINES) - 1, -1):
        line = lines[position].strip()
        if not line:
            if whole.lstrip()[:1] == "<" and position > free:
                continue
            break
        if line[0] == ">" and position != last and not _LEFTOVER.match(line):
            break
        if position != last and line[-1] in ":：":
            break
        # A line that ends in "=" is one that nobody decoded (RFC 2045, 6.7).
        whole = (f"{line[:-1]}{whole}" if line[-1] == "=" else f"{line} {whole}").rstrip()
        if len(whole) > _CHARACTERS:
            break
        first = line[:_FIRST_CHARACTERS]
        if _OPENED.match(first) or _OPENED_CJK.match(first):
            if _is_whole(whole):
                return _with_date(lines, free, position, whole)
        elif dated is None and _DATED.match(first) and _is_whole(whole):
            dated = (position, whole)
        elif named is None and dated is None and _is_named(whole):
            named = (position, whole)
        if position != last and line[-1] in _SENTENCE_END:
            break
    if dated is not None or named is None:
        return dated or (None, "")
    return _with_name(lines, free, *named)


def _with_date(lines: list[str], free: int, position: int, whole: str) -> tuple[int, str]:
    """ "On Nov 21, 2014," above "at 10:18, Jens wrote:" belongs to it."""
    above = lines[position - 1].strip() if position > free else ""
    if above.endswith((",", "，", "、")) and _DATE.search(above) and _OPENED.match(above[:_FIRST_CHARACTERS]):
        return position - 1, f"{above} {whole}"
    return position, whole


def _with_name(lines: list[str], free: int, position: int, whole: str) -> tuple[int, str]:
    """A name wrapped away from its address belongs to it."""
    above = lines[position - 1].strip() if position > free else ""
    if above.endswith("<") or (
        whole.startswith("<") and above and len(above.split()) <= 5 and above[-1] not in _SENTENCE_END + ","
    ):
        return position - 1, f"{above} {whole}"
    return position, whole


def _is_whole(text: str) -> bool:
    """It began like one: a verb near its end, or an address and a colon."""
    verb = max(compiled(_VERB).finditer(text), key=re.Match.end, default=None)
    ends = text.rstrip(' *_-~"')[-1:] in ":："
    if verb is not None and len(text) - verb.end() <= (120 if ends else 8):
        return ends or _says_enough(text)
    if _ADDRESSED.search(text) and _says_when(text):
        return True
    year_first = _YEAR_FIRST.match(text)
    return year_first is not None and (bool(year_first["zone"]) or text.endswith(">"))


def _is_named(text: str) -> bool:
    """Who, a verb, and perhaps when: "Jens <j@example.dk> schrieb am Fr., 15. März 2024:"."""
    if text.startswith("--") and compiled(_DASHED).fullmatch(text):
        return True
    if text.rstrip(' *_-~"')[-1:] not in ":：" or len(text) > 300:
        return False
    verb = compiled(_VERB).search(text)
    if verb is None or compiled(_OPENED_LATE, 0).search(text):
        return False
    before, after = text[: verb.start()], text[verb.end() :]
    if _ADDRESS.search(before):
        return len(_ADDRESS.sub("", before).split()) <= 10
    # "Jens Hansen schrieb am 15.03.2024 um 10:00:" and its like in Chinese, Japanese and Korean.
    return len(before.split()) <= 6 and bool((_DATE.search(text) and _TIME.search(text)) or _ADDRESS.search(after))


def _says_when(text: str) -> bool:
    return bool(_DATE.search(text) or _TIME.search(text) or _DAY.search(text))


def _says_enough(text: str) -> bool:
    return bool(_ADDRESS.search(text) or _DATE.search(text) or _TIME.search(text))
