"""The outbox over HTTP: `/outbox`, `/outbox/<number>` and, for mails, `/outbox/<number>.eml`."""

from __future__ import annotations

import re

from infra.local.doors.exchange import Answer, Header, Request
from infra.local.doors.outbox import Outbox

PATH = "/outbox"
SHOWN = 200
"""The newest so many are listed, unless `?limit=` says otherwise."""

_ONE = re.compile(r"/outbox/(\d+)(\.eml)?")


def is_outbox(request: Request) -> bool:
    """Whether a request is for these pages."""
    return request.method in ("GET", "HEAD") and (request.path == PATH or _ONE.fullmatch(request.path) is not None)


def outbox_page(outbox: Outbox, request: Request) -> Answer:
    """A list of entries (`?kind=`, `?after=`, `?limit=`), one entry, or one mail as it was sent."""
    one = _ONE.fullmatch(request.path)
    if one is None:
        return _list(outbox, request)
    if one[2]:
        mail = outbox.mail(int(one[1]))
        return _missing(one[1]) if mail is None else Answer(200, (Header("Content-Type", "message/rfc822"),), mail)
    entry = outbox.entry(int(one[1]))
    return _missing(one[1]) if entry is None else Answer.json(200, entry)


def _list(outbox: Outbox, request: Request) -> Answer:
    asked = dict(request.parameters())
    after, limit = asked.get("after", "0"), asked.get("limit", str(SHOWN))
    if not after.isdecimal() or not limit.isdecimal():
        return Answer.json(400, {"message": "after and limit are whole numbers"})
    return Answer.json(200, outbox.entries(asked.get("kind"), int(after), int(limit)))


def _missing(number: str) -> Answer:
    return Answer.json(404, {"message": f"the outbox has no such entry {number}"})
