"""The same content has the same fingerprint, however it travelled."""

from postroom.mail.fingerprint import body_fingerprint
from postroom.mail.parse import parse_mail

MAIL = b"""From: a@b.dk
Message-ID: <a@b>
Content-Type: multipart/mixed; boundary=x

--x

Hello  there,
yours
--x
Content-Type: text/csv; name=a.csv

1,2
3,4
--x
Content-Type: application/pdf; name=a.pdf
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--x--
"""


def _fingerprint(raw: bytes) -> str:
    return body_fingerprint(parse_mail(raw))


def test_relays_do_not_change_it() -> None:
    assert len(_fingerprint(MAIL)) == 64
    assert _fingerprint(b"Received: by x; today\nDate: now\nX-Spam: no\n" + MAIL) == _fingerprint(MAIL)
    assert _fingerprint(MAIL.replace(b"\n", b"\r\n")) == _fingerprint(MAIL)
    assert _fingerprint(MAIL.replace(b"yours", b"yours  ")) == _fingerprint(MAIL)
    assert _fingerprint(MAIL.replace(b"boundary=x", b"boundary=yy").replace(b"--x", b"--yy")) == _fingerprint(MAIL)


def test_other_content_does() -> None:
    changed = [
        MAIL.replace(b"yours", b"mine"),
        MAIL.replace(b"3,4", b"3,5"),
        MAIL.replace(b"JVBERi0xLjQK", b"JVBERi0xLjUK"),
        MAIL[: MAIL.rindex(b"--x\n")] + b"--x--\n",
        MAIL.replace(b"\n--x\n\nHello", b"\n--x\nContent-Type: text/html\n\nHello"),
    ]
    assert len({_fingerprint(raw) for raw in [MAIL, *changed]}) == len(changed) + 1
