"""Text as keywords see it: one spelling per word, nothing invisible between its letters."""

import re
import unicodedata

# Soft hyphen, combining grapheme joiner, Mongolian vowel separator, zero-width characters, marks and embeddings of
# writing direction, invisible operators, byte order mark: spammers put them inside words, word processors anywhere.
_INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_APOSTROPHE = re.compile("(?<=\\w)['\u2018\u2019](?=\\w)")
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def normalise(text: str) -> str:
    """`text` in NFKC, casefolded, without invisible characters and without apostrophes inside words."""
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    text = text.casefold()
    return _APOSTROPHE.sub("", text) if "'" in text or "’" in text or "‘" in text else text


def words(normalised: str) -> list[str]:
    """The words of a normalised text; `_`, `-` and punctuation separate, as they do in file names."""
    return _WORD.findall(normalised)


def is_cjk(text: str) -> bool:
    """Whether `text` holds Chinese characters, which are written without spaces between words."""
    return not text.isascii() and _CJK.search(text) is not None
