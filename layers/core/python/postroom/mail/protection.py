"""Signed and encrypted content (RFC 8551, 3156): kept as it came and marked as such, never verified."""

import re

_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ENVELOPED, _SIGNED, _COMPRESSED = (
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03",
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
    b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09",
)
SIGNED_WHOLE = "signed and wrapped (S/MIME); kept whole, the signature is not verified"
_KIND_WITHIN = 64
_ARMOR = re.compile(r"^-----BEGIN PGP (MESSAGE|SIGNED MESSAGE)-----[ \t]*$", re.MULTILINE)


def multipart_protection(content_type: str, parameters: dict[str, str]) -> str:
    """The mark of a multipart/signed or /encrypted, or ""."""
    if content_type not in {"multipart/signed", "multipart/encrypted"}:
        return ""
    protocol = parameters.get("protocol", "").lower()
    system = "S/MIME" if "pkcs7" in protocol else "OpenPGP" if "pgp" in protocol else protocol[:80] or "unknown means"
    if content_type == "multipart/signed":
        return f"signed ({system}); the signature is kept and not verified"
    return f"encrypted ({system}); kept whole, its content cannot be read"


def part_protection(content_type: str, parameters: dict[str, str], content: bytes) -> str:
    """The mark of a part that S/MIME wraps whole, or ""."""
    if content_type not in _SMIME:
        return ""
    stated = parameters.get("smime-type", "").lower()
    head = content[:_KIND_WITHIN]
    if stated == "signed-data" or (not stated and _SIGNED in head):
        return SIGNED_WHOLE
    if stated == "certs-only":
        return "certificates (S/MIME); kept whole"
    if stated == "compressed-data" or (not stated and _COMPRESSED in head):
        return "compressed (S/MIME); kept whole, its content is not read"
    if stated in {"enveloped-data", "authenveloped-data"} or _ENVELOPED in head:
        return "encrypted (S/MIME); kept whole, its content cannot be read"
    return "protected (S/MIME) in an unknown way; kept whole"


def text_protection(text: str) -> str:
    """The mark of a text that bears an OpenPGP message in itself, or ""."""
    found = _ARMOR.search(text) if "-----BEGIN PGP " in text else None
    if found is None:
        return ""
    if found[1] == "MESSAGE":
        return "encrypted (OpenPGP, within the text); cannot be read"
    return "signed (OpenPGP, within the text); not verified"
