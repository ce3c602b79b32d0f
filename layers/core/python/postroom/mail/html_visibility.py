"""Which elements a reader cannot see: `hidden`, and the inline styles that senders hide text with."""

import re
from html import unescape

# Cheap to ask first: most elements hold none of these words.
_SUSPECT = re.compile(r"hid|none|visib|font|opacity|&#", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]++)\s*+(?:=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]*+))?""")
_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|"
    r"(?:font-size|opacity)\s*:\s*(?:0[0.]*+|\.0++)(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:;|$))",
    re.IGNORECASE,
)


def is_hidden(attributes: str) -> bool:
    """Whether an element with these attributes, as written in its tag, is not shown."""
    if not _SUSPECT.search(attributes):
        return False
    for match in _ATTRIBUTE.finditer(attributes):
        name = match[1].lower()
        if name == "hidden":
            return True
        if name == "style" and match[2] and _STYLE.search(unescape(match[2].strip("\"'"))):
            return True
    return False
