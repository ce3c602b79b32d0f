"""Internationalised domain names in their ASCII form (RFC 5891, mapped as UTS #46 does, non-transitional: ß stays)."""

import re

_DOTS = re.compile("[\u3002\uff0e\uff61]")
_LABEL_CHARACTERS = 63


def ascii_domain(domain: str) -> str:
    """Lower-cased, without a final dot, each non-ASCII label as `xn--…`; a label that cannot be is left as it is."""
    lowered = _DOTS.sub(".", domain).lower().strip(".")
    if lowered.isascii():
        return lowered
    return ".".join(_label(label) for label in lowered.split("."))


def _label(label: str) -> str:
    if label.isascii() or len(label) > _LABEL_CHARACTERS:
        return label
    import unicodedata

    return "xn--" + unicodedata.normalize("NFKC", label).lower().encode("punycode").decode("ascii")
