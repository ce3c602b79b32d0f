"""What a person's own words show, and no note of a machine: a question, whom they greet or address by name."""

import re

from .patterns import compiled

# No letter or sign of a link's query behind it.
_ASKS = r"[?？](?![A-Za-z0-9=&/%_#])"
# Chinese, Japanese and Korean are not here: in these languages delivering systems greet, too.
_GREETS = (
    r"\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|moin"
    r"|sehr geehrte[rs]?|liebe[rs]?|hej|hejsa|kære|god ?(?:dag|morgen|aften)|hei|beste|geachte|bästa|kjære|bonjour"
    r"|bonsoir|ch(?:er|ère)s?|madame|monsieur|hola|buen[oa]s(?: d[ií]as| tardes)?|estimad[oa]s?|ciao|buongiorno"
    r"|gentil[ei]|salve|olá|bo[ma] (?:dia|tarde)|prezad[oa]s?|dzień dobry|cześć|witam|szanown\w{1,3}"
    r"|здравствуйте|добрый (?:день|вечер)|доброе утро|привет|уважаем\w{2,3})\b[^\n.:]{0,40}(?:[,!]|\n|\Z)"
)
_ADDRESSES = (
    r"\s*[^\n,!]{0,30}\b(?:Herrn?|Frau|Mrs?|Ms|Monsieur|Madame|Señora?|Signora?)\.?\s"
    r"(?!Monsieur|Madame|Herr|Frau)[^\W\d_a-zß-ÿ]\w{1,30}"
)


def asks(words: str) -> bool:
    """Whether a question is in it."""
    return compiled(_ASKS).search(words) is not None


def greets(words: str) -> bool:
    """Whether it begins with a greeting; qmail's "Hi. This is the qmail-send program" is none."""
    return compiled(_GREETS).match(words) is not None


def addresses(words: str) -> bool:
    """Whether somebody is addressed by name in its first line, as no note for whoever writes can."""
    return compiled(_ADDRESSES, re.NOFLAG).match(words) is not None
