"""What mail programs say about an element by its id, class or style: that it holds a quote, or a signature.

Known by structure, so in any language. Gmail's `gmail_quote` is none of them, since answers between its quotes stand
in it, too; its quotes are blockquotes.
"""

import re
from functools import lru_cache

QUOTED = "quoted"
SIGNATURE = "signature"
# From here on all is quoted.
REST = "rest"
# A blockquote that no program marked as its own: a quote if an attribution stands above it.
INDENTED = "indented"

_CHARACTERS = 600
# Programs that quote a mail rename what is in it: Outlook "x_", Hotmail "ecx", Gmail "m_-123".
_RENAMED = re.compile(r"^(?:x_|ecx|m_-?\d+)+|_\d+$")
_NAME = re.compile(
    r"""\b(?:id|class|data-marker|data-smartmail)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_BY_NAME = {
    REST: (
        "divrplyfwdmsg|appendonsend|stopspelling|zwchr|ms-outlook-mobile-body-separator-line|__headers__|"
        "__divider__|outlookmessageheader|replysplit|hrreplysplit"
    ),
    QUOTED: (
        "olk_src_body_section|yahoo_quoted|protonmail_quote|tutanota_quote|moz-cite-prefix|moz-forward-container|"
        "zmail_extra|zmail_extra_hr|iscontent_quote|isreplycontent|isforwardcontent|"
        "mail-editor-reference-message-container|reply-intro|airmail_on|applemailquote|apple-mail-quote|"
        "mail_quote|quotedtext|quoted_text|quote-header|freshdesk_quote|hs_reply_quote|reply_quote|"
        "front-blockquote|spark_quote|mailbird_quote|oriquote|ymail_quote|fastmail-quote|ymail_android_quote"
    ),
    SIGNATURE: (
        "gmail_signature|gmail_signature_prefix|moz-signature|protonmail_signature_block|signature|"
        "applemailsignature|ms-outlook-mobile-signature|ymail_android_signature|yahoo-mobile-signature|"
        "composer_signature|msoautosig|mailsignature|tutanota_signature|sig_block|fastmail-signature"
    ),
}
_PART_OF = {name: part for part, names in _BY_NAME.items() for name in names.split("|")}
_SIGNATURE_BLOCK = re.compile(r"data-signatureblock\s*=\s*[\"']?true", re.IGNORECASE)
# Outlook's and Windows Mail's line above From, Sent, To and Subject.
_RULED = re.compile(
    r"border:none;\s*border-top:\s*solid\s+#(?:E1E1E1|B5C4DF)\s+1\.0pt;\s*padding:\s*3\.0pt\s|"
    r"padding-top:\s*5px;\s*border-top-color:\s*rgb\(229, 229, 229\);\s*border-top-width:\s*1px;",
    re.IGNORECASE,
)
_CITED = re.compile(r"cite|quote", re.IGNORECASE)


def part_of(name: str, attributes: str) -> str:
    """What the element that begins with this tag holds; "" for one that says nothing."""
    if not attributes:
        return INDENTED if name == "blockquote" else ""
    return _part_of(name, attributes[:_CHARACTERS])


@lru_cache(maxsize=2048)
def _part_of(name: str, attributes: str) -> str:
    if name == "blockquote":
        return QUOTED if _CITED.search(attributes) else INDENTED
    for match in _NAME.finditer(attributes):
        for word in (match[1] or match[2] or match[3] or "").split():
            part = _PART_OF.get(_RENAMED.sub("", word.lower()))
            if part:
                return part
    if _RULED.search(attributes):
        return REST
    return SIGNATURE if _SIGNATURE_BLOCK.search(attributes) else ""
