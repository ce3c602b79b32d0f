"""The words of invoices, one file per language; a further language is a file here and a name in `LABELS`.

Written in small letters, one space between words: hyphens, dots and capitals in the text do not matter. The longest
phrase at a place wins, so that `vat no` is not taken for `vat`.
"""

from .chinese import CHINESE
from .danish import DANISH
from .dutch import DUTCH
from .english import ENGLISH
from .french import FRENCH
from .german import GERMAN
from .nordic import NORDIC
from .polish import POLISH
from .southern import SOUTHERN

LABELS = (CHINESE, DANISH, DUTCH, ENGLISH, FRENCH, GERMAN, NORDIC, POLISH, SOUTHERN)
