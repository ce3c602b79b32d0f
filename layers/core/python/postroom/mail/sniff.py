"""What a file really is, by how it begins; a claim that says less, or something else, is corrected.

A small table instead of libmagic (not there on Lambda) or a port of it (its thousands of entries claim too much): these
are the files that come by mail and those that must not pass as something else.
"""

import re

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"\x7fELF", "application/x-executable"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"%!PS", "application/postscript"),
    (b"-----BEGIN PGP MESSAGE-----", "application/pgp-encrypted"),
    (b"-----BEGIN PGP SIGNATURE-----", "application/pgp-signature"),
    (b"-----BEGIN PGP PUBLIC KEY BLOCK-----", "application/pgp-keys"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = (
    (b"word/", _OFFICE + "wordprocessingml.document"),
    (b"xl/", _OFFICE + "spreadsheetml.sheet"),
    (b"ppt/", _OFFICE + "presentationml.presentation"),
    (b"META-INF/MANIFEST.MF", "application/java-archive"),
)
_OLE = {
    **{".doc": "application/msword", ".dot": "application/msword", ".xls": "application/vnd.ms-excel"},
    **{".ppt": "application/vnd.ms-powerpoint", ".msg": "application/vnd.ms-outlook", ".msi": "application/x-msi"},
}
_TEXTS = {
    **{".csv": "text/csv", ".txt": "text/plain", ".log": "text/plain", ".xml": "application/xml", ".htm": "text/html"},
    **{".html": "text/html", ".json": "application/json", ".ics": "text/calendar", ".vcf": "text/vcard"},
    **{".md": "text/markdown", ".eml": "message/rfc822", ".svg": "image/svg+xml", ".asc": "text/plain"},
}
_HTML = re.compile(rb"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_PDF_WITHIN = 1024
_ZIP_WITHIN = 64 * 1024
_TEXT_WITHIN = 4096
_GENERIC = frozenset(
    {"", "application/octet-stream", "application/octetstream", "application/binary", "application/x-download"}
    | {"application/download", "application/force-download", "application/unknown", "application/x-unknown"}
    | {"application/x-octet-stream", "application/save-as", "binary/octet-stream", "application/x-msdownload"}
    | {"application/attachment", "application/file", "attachment/octet-stream", "unknown/unknown"}
)
# Kept as claimed whatever they hold: an envelope whose content speaks for itself elsewhere.
_CONTAINERS = ("message/", "multipart/", "application/pgp-", "application/pkcs7-", "application/x-pkcs7-")
_HOLDS: dict[str, tuple[str, ...]] = {
    "application/zip": ("zip", "+zip", "openxmlformats", "opendocument", "epub", "java-archive", "macroenabled"),
    "application/x-ole-storage": ("msword", "ms-", "x-ole", "visio", "msi", "outlook", "office", "excel", "word"),
    "application/gzip": ("gzip", "x-gtar", "tgz", "x-compressed"),
    "image/tiff": ("raw", "dng", "x-canon", "x-nikon"),
    "application/rtf": ("text/rtf", "text/richtext", "msword"),
    "application/x-msdownload": ("x-msdos-program", "exe", "x-executable", "portable-executable", "x-dosexec"),
    "text/calendar": ("ics",),
    "text/vcard": ("vcard", "directory"),
    "application/postscript": ("illustrator", "eps"),
    "application/pdf": ("illustrator", "x-pdf"),
    "image/jpeg": ("jpg", "pjpeg", "jfif"),
    "image/png": ("x-png",),
    "audio/mpeg": ("mp3", "mpg"),
    "audio/wav": ("x-wav", "wave", "vnd.wave"),
    "video/mp4": ("audio/mp4", "m4a", "quicktime", "3gpp", "m4v"),
    "application/vnd.rar": ("rar",),
    "application/x-7z-compressed": ("7z",),
    "application/pgp-keys": ("text/plain",),
    "application/pgp-signature": ("text/plain",),
}


def sniff_type(content: bytes, declared: str, filename: str) -> tuple[str, str]:
    """The content type to go by, and what was wrong with the declared one ("" if nothing)."""
    if declared.startswith(_CONTAINERS):
        return declared, ""
    found = _by_content(content, filename)
    if not found:
        return (
            (_text_type(content, filename) or "application/octet-stream", "")
            if declared in _GENERIC
            else (declared, "")
        )
    if found == declared or any(word in declared for word in _HOLDS.get(_base(content) or found, ())):
        return declared, ""
    if declared in _GENERIC:
        return found, ""
    return found, f"declared {declared[:80]}, but is {found}"


def _base(content: bytes) -> str:
    return next((name for magic, name in _MAGIC if content.startswith(magic)), "")


def _by_content(content: bytes, filename: str) -> str:
    """What the bytes say by themselves; "" if nothing."""
    base = _base(content)
    if base == "application/zip":
        return _zipped(content)
    if base == "application/x-ole-storage":
        return _OLE.get(_extension(filename), base)
    if base:
        return base
    if content.startswith(b"RIFF"):
        return _RIFF.get(content[8:12], "")
    if content[4:8] == b"ftyp":
        return _BRANDS.get(content[8:12], "video/mp4")
    if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if content.startswith(b"MZ") and b"PE\0\0" in content[:1024]:
        return "application/x-msdownload"
    if b"%PDF-" in content[:_PDF_WITHIN] and not content[:_PDF_WITHIN].lstrip().startswith(b"<"):
        return "application/pdf"
    return ""


def _zipped(content: bytes) -> str:
    """What kind of ZIP: its first members stand near its beginning, an OpenDocument's type first of all."""
    head = content[:_ZIP_WITHIN]
    if head[30:38] == b"mimetype":
        stated = re.match(rb"application/[a-z0-9.+-]{1,80}", head[38:])
        return stated[0].decode("ascii") if stated else "application/zip"
    if b"[Content_Types].xml" in content[:_ZIP_WITHIN] or b"META-INF/" in head:
        for member, kind in _ZIPPED:
            if member in content:
                return kind
    return "application/zip"


def _text_type(content: bytes, filename: str) -> str:
    """A text by its name, if nothing in it speaks against text."""
    head = content[:_TEXT_WITHIN]
    if _HTML.match(head):
        return "text/html"
    return _TEXTS.get(_extension(filename), "") if head and b"\0" not in head else ""


def _extension(filename: str) -> str:
    stem, dot, extension = filename.rpartition(".")
    return dot + extension.lower() if stem else ""
