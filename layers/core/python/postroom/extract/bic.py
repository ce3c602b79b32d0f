"""Business identifier codes: ISO 9362, four letters, a country, two characters of location, perhaps three of branch."""

import re

from .characters import unified
from .iban import IBAN_LENGTHS

_OTHERS = "AR AU CA CL CN CO HK ID IN JP KE KR MA MX MY NG NZ PE PH SG TH TW US VN ZA"
_COUNTRIES = frozenset([*IBAN_LENGTHS, *re.findall("[A-Z]{2}", _OTHERS)])
"""Those of most accounts: a word of eight letters names none of them as often as not."""

# Eight capitals are a word as often as a code (RECHNUNG), so a code counts only behind its name.
_BIC = re.compile(
    r"(?<![A-Za-z])(?i:BIC|SWIFT|S\.W\.I\.F\.T\.)(?i:[ /-]{1,3}(?:BIC|SWIFT|code|kode|adresse?|no\.?|nr\.?)){0,3}"
    r"(?:[ \t:./-]{1,200}|[ \t:]{0,20}\n[ \t]{0,200})"
    r"(?P<bic>[A-Z]{4}[A-Z]{2}[A-Z2-9][A-Z0-9](?:[A-Z0-9]{3})?)(?![A-Za-z0-9])"
)


def find_bic(text: str) -> tuple[str, int, int] | None:
    """The first BIC in `text` and where it stands."""
    for found in _BIC.finditer(unified(text)):
        if found["bic"][4:6] in _COUNTRIES:
            return (found["bic"], *found.span("bic"))
    return None
