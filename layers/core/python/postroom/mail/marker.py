"""The signed marker on every mail we send: by it our own mail that comes back is known, whatever became of the rest.

`X-Postroom: v1; t=<tenant>; e=<effect key>; h=<hops>; s=<signature>`. The signature (HMAC-SHA256 under the
installation's mail key) is over all of that and the sender's address, so that nobody else's mail bears it by mistake.
Hops count the runs that one mail led to: a mail sent because of one that bore h=1 bears h=2.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

from postroom import limits
from postroom.models import Model

HEADER = "X-Postroom"
_VALUE = re.compile(r"\s*v1;\s*t=([A-Za-z0-9_.-]{1,64});\s*e=([^;\s]{1,200});\s*h=(\d{1,3});\s*s=([a-z2-7]{32})\s*")
_SIGNATURE_BYTES = 20


class Marker(Model):
    """Which run of which tenant sent the mail."""

    tenant: str
    effect: str
    hops: int


def sign_marker(marker: Marker, sender: str, secret: bytes) -> str:
    """The header's value."""
    said = f"v1; t={marker.tenant}; e={marker.effect}; h={marker.hops}"
    return f"{said}; s={_signature(marker, sender, secret)}"


def read_marker(values: Iterable[str], sender: str, secret: bytes) -> Marker | None:
    """The first marker that this installation signed for this sender; None if there is none."""
    for value in [*values][: limits.MARKERS_READ]:
        found = _VALUE.fullmatch("".join(value.splitlines()))
        if found is None:
            continue
        marker = Marker(tenant=found[1], effect=found[2], hops=int(found[3]))
        if hmac.compare_digest(_signature(marker, sender, secret), found[4]):
            return marker
    return None


def _signature(marker: Marker, sender: str, secret: bytes) -> str:
    told = "\n".join(("postroom marker v1", marker.tenant, marker.effect, str(marker.hops), sender.lower()))
    digest = hmac.new(secret, told.encode(), hashlib.sha256).digest()[:_SIGNATURE_BYTES]
    return base64.b32encode(digest).decode("ascii").lower()
