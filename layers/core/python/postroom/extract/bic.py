"""Business identifier codes: ISO 9362, four letters, a country, two characters of location, perhaps three of branch."""

import re

from .characters import unified

# Eight capitals are a word as often as a code (RECHNUNG), so a code counts only behind its name.
_BIC = re.compile(
    r"(?<![A-Za-z])(?i:BIC|SWIFT|S\.W\.I\.F\.T\.)(?i:[ /-]{1,3}(?:BIC|SWIFT|code|kode|adresse?|no\.?|nr\.?)){0,3}"
    r"[ \t:./-]{1,6}(?P<bic>[A-Z]{4}[A-Z]{2}[A-Z2-9][A-Z0-9](?:[A-Z0-9]{3})?)(?![A-Za-z0-9])"
)


def find_bic(text: str) -> tuple[str, int, int] | None:
    """The first BIC in `text` and where it stands."""
    found = _BIC.search(unified(text))
    return None if found is None else (found["bic"], *found.span("bic"))
