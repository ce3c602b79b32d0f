"""Address lists, from the textbook to the wreckage."""

import pytest

from postroom.mail.addresses import read_addresses


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"a@b.dk", [("", "a@b.dk")]),
        (b"Jens <A@B.dk>", [("Jens", "a@b.dk")]),
        (b'"Hansen, Jens" <a@b.dk>, c@d.dk', [("Hansen, Jens", "a@b.dk"), ("", "c@d.dk")]),
        (b'"a \\"b\\" c" <a@b.dk>', [('a "b" c', "a@b.dk")]),
        (b"a@b.dk (Jens (from Aarhus))", [("Jens from Aarhus", "a@b.dk")]),
        (b"=?utf-8?Q?J=C3=B8rn?= <a@b.dk>", [("Jørn", "a@b.dk")]),
        (b'"=?utf-8?Q?J=C3=B8rn?=" <a@b.dk>', [("Jørn", "a@b.dk")]),
        (b"=?utf-8?Q?Hansen, Jens?= <a@b.dk>", [("=?utf-8?Q?Hansen", ""), ("Jens?=", "a@b.dk")][1:]),
        (b"=?utf-8?Q?Hansen,_Jens?= <a@b.dk>", [("Hansen, Jens", "a@b.dk")]),
        (b"J\xf8rn <a@b.dk>", [("Jørn", "a@b.dk")]),
        (b"Team: a@b.dk, c@d.dk; e@f.dk", [("", "a@b.dk"), ("", "c@d.dk"), ("", "e@f.dk")]),
        (b"undisclosed-recipients:;", []),
        (b"<@relay.dk,@other.dk:a@b.dk>", [("", "a@b.dk")]),
        (b'"j d"@b.dk', [("", '"j d"@b.dk')]),
        (b"a@b.dk; c@d.dk", [("", "a@b.dk"), ("", "c@d.dk")]),
        (b"Jens <a@b.dk> Ole <c@d.dk>", [("Jens", "a@b.dk"), ("Ole", "c@d.dk")]),
        (b"Jens <a@b.dk, Ole <c@d.dk>", [("Jens", "a@b.dk"), ("Ole", "c@d.dk")]),
        (b"Jens a@b.dk", [("Jens", "a@b.dk")]),
        (b"<mailto:a@b.dk>", [("", "a@b.dk")]),
        (b"'Jens' <a@b.dk>", [("Jens", "a@b.dk")]),
        (b'"Jens <a@b.dk>, Ole <c@d.dk>', [("", "a@b.dk"), ("", "c@d.dk")]),
        (b"=?utf-8?Q?Jens_<a@b.dk>?=", [("Jens", "a@b.dk")]),
        (b"a@b.dk <a@b.dk>", [("a@b.dk", "a@b.dk")]),
        (b"<<a@b.dk>>", [("", "a@b.dk")]),
        (b"<>", []),
        (b"root (Cron Daemon)", [("Cron Daemon", "root")]),
        (b"MAILER-DAEMON", [("", "mailer-daemon")]),
        (b"<MAILER-DAEMON>", [("", "mailer-daemon")]),
        (b"just some words", []),
        (b"a@[127.0.0.1]", [("", "a@[127.0.0.1]")]),
        ("a@blåbær.dk".encode(), [("", "a@xn--blbr-roah.dk")]),
        (b"a@B.dk.", [("", "a@b.dk")]),
        (b",,,", []),
        (b"", []),
    ],
)
def test_mailboxes_are_found(raw: bytes, expected: list[tuple[str, str]]) -> None:
    assert [(address.name, address.address) for address in read_addresses(raw)] == expected


@pytest.mark.parametrize(
    ("domain", "ascii_form"),
    [
        ("München.DE", "xn--mnchen-3ya.de"),
        ("faß.de", "xn--fa-hia.de"),
        ("例え。jp", "xn--r8jz45g.jp"),
        ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("plain.example", "plain.example"),
    ],
)
def test_a_domain_is_in_its_ascii_form(domain: str, ascii_form: str) -> None:
    assert read_addresses(f"a@{domain}".encode())[0].domain == ascii_form
