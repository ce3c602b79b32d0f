"""Archives that expand beyond all measure, told from their directories without expanding anything."""

import struct

EXPANDED_BYTES = 1024 * 1024 * 1024
EXPANDED_RATIO = 120
SMALL_BYTES = 32 * 1024 * 1024
"""What expands to less is no danger, however well it is packed."""

_DIRECTORY_END = struct.Struct("<4s4H2LH")
_MEMBER = struct.Struct("<4s6H3L5H2L")
_DIRECTORY_WITHIN = 22 + 65_535


def bomb_in(content: bytes) -> str:
    """Why an archive is not to be expanded, or ""; a GZIP states its size only modulo 4 GB, a ZIP for each member."""
    if content.startswith(b"PK"):
        size = _zip_size(content)
    elif content.startswith(b"\x1f\x8b") and len(content) >= 18:
        size = int.from_bytes(content[-4:], "little")
        # Of deflate's own making no more than 1032 to 1 is possible: what claims more is no GZIP's trailer.
        size = size if size <= len(content) * 1032 else 0
    else:
        return ""
    if size > SMALL_BYTES and (size > EXPANDED_BYTES or size > len(content) * EXPANDED_RATIO):
        return f"expands from {len(content)} to {size} bytes or more; a decompression bomb, never opened"
    return ""


def _zip_size(content: bytes) -> int:
    """What all members expand to as its directory says; members that share their bytes count each."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - _DIRECTORY_WITHIN))
    if at < 0 or at + _DIRECTORY_END.size > len(content):
        return 0
    _, _, _, _, _, length, offset, _ = _DIRECTORY_END.unpack_from(content, at)
    # What stands before the archive shifts its offsets; the directory ends where its end begins.
    position = at - length if 0 < length <= at else offset
    total = 0
    while position + _MEMBER.size <= len(content) and content.startswith(b"PK\x01\x02", position):
        member = _MEMBER.unpack_from(content, position)
        total += member[9]
        position += _MEMBER.size + member[10] + member[11] + member[12]
    return total
