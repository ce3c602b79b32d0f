"""What stands in a mail beside its bodies: invitations, uuencoded files, what is signed or encrypted, other mails."""

import base64
import gzip
import io
import zipfile

import pytest

from postroom.limits import SIGNED_DEPTH
from postroom.mail.bombs import bomb_in
from postroom.mail.calendar_text import read_calendar
from postroom.mail.model import Mail
from postroom.mail.parse import parse_mail
from postroom.mail.sniff import sniff_type
from postroom.mail.uuencoded import take_uuencoded
from tests.shared_data import shared_data

INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Copenhagen
BEGIN:STANDARD
DTSTART:16011028T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY;LANGUAGE=da:Budget 2026\\, andet mø
 de
DTSTART;TZID=Europe/Copenhagen:20260315T100000
DTEND;TZID=Europe/Copenhagen:20260315T113000
LOCATION:Lokale 2
ORGANIZER;CN="Ann; Sales":MAILTO:ann@a.example
ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=Bo:mailto:bo@b.example
DESCRIPTION:Tag tallene med.\\nVi slutter til tiden.
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
END:VCALENDAR
"""
SUMMARY = """Invitation: Budget 2026, andet møde
When: 2026-03-15 10:00 – 11:30 (Europe/Copenhagen)
Where: Lokale 2
Organizer: Ann; Sales <ann@a.example>
Invited: Bo <bo@b.example>"""


def mixed(*parts: bytes, kind: bytes = b"mixed") -> Mail:
    return parse_mail(
        b"From: a@b.dk\nContent-Type: multipart/" + kind + b"; boundary=x\n\n"
        b"" + b"".join(b"--x\n" + part + b"\n" for part in parts) + b"--x--\n"
    ).mail


def reasons(mail: Mail) -> list[str]:
    return [problem.reason for problem in mail.problems]


CALENDAR = b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\n" + INVITATION.encode()


def test_an_invitation_is_told_below_the_text_and_kept() -> None:
    mail = mixed(b"\nPlease come.", CALENDAR, kind=b"alternative")
    assert mail.text == f"Please come.\n\n{SUMMARY}\n"
    assert mail.reply_text == "Please come."
    assert [(one.filename, one.content_type) for one in mail.attachments] == [("attachment-1.ics", "text/calendar")]


def test_an_invitation_is_told_below_the_html_where_there_is_no_text_and_once() -> None:
    mail = mixed(b"Content-Type: text/html\n\n<p>Please come.</p>", CALENDAR, CALENDAR)
    assert (mail.text, mail.html_as_text) == ("", f"Please come.\n\n{SUMMARY}")


def test_an_invitation_without_any_text_is_the_text() -> None:
    mail = parse_mail(b"From: a@b.dk\n" + CALENDAR).mail
    assert mail.text == f"{SUMMARY}\n\nTag tallene med.\nVi slutter til tiden."


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["METHOD:REPLY", "BEGIN:VEVENT", "SUMMARY:x", "ATTENDEE;PARTSTAT=DECLINED:mailto:b@b.example"],
            "Declined by b@b",
        ),
        (["METHOD:CANCEL", "BEGIN:VEVENT", "SUMMARY:x"], "Cancelled: x"),
        (["BEGIN:VEVENT", "STATUS:CANCELLED", "SUMMARY:x"], "Cancelled: x"),
        (["BEGIN:VTODO", "SUMMARY:x", "DUE:20260101"], "Task: x\nWhen:  – 2026-01-01"),
        (["BEGIN:VEVENT", "DTSTART:20260101T090000Z"], "Event: (no title)\nWhen: 2026-01-01 09:00 (UTC)"),
        (["BEGIN:VEVENT", "DTSTART:soon", "RRULE:FREQ=DAILY"], "Event: (no title)\nWhen: soon\nRepeats: FREQ=DAILY"),
        (["BEGIN:VCALENDAR", "nonsense"], ""),
    ],
)
def test_each_kind_of_calendar_mail_is_told_apart(lines: list[str], told: str) -> None:
    assert read_calendar("\r\n".join(lines).encode()).summary.startswith(told)


def test_a_body_in_one_more_form_is_no_file_and_read_where_there_is_no_other() -> None:
    amp = b"Content-Type: text/x-amp-html\n\n<p>Hi from AMP</p>"
    mail = mixed(b"\nHi.", amp, kind=b"alternative")
    assert (mail.text, mail.html_as_text, mail.attachments) == ("Hi.", "", ())
    assert mixed(amp, kind=b"alternative").html_as_text == "Hi from AMP"
    assert len(mixed(b"\nHi.", amp).attachments) == 1


def test_a_uuencoded_file_in_a_text_is_taken_out() -> None:
    mail = parse_mail(b"From: a@b.dk\n\nSee below.\n\nbegin 644 a.txt\n#0V%T\n`\nend\nBye.\n").mail
    assert mail.text == "See below.\n\nBye.\n"
    assert [(one.filename, one.size) for one in mail.attachments] == [("a.txt", 3)]


@pytest.mark.parametrize(
    "text", ["begin 644 words with you\nand no code at all\n", "we begin 644 a.txt\n#0V%T\nend\n", "begin 644 a\n"]
)
def test_words_that_look_like_the_beginning_of_a_file_stay(text: str) -> None:
    assert take_uuencoded(text) == (text, [], "")


@pytest.mark.parametrize(
    "text",
    [
        "We would like to\nbegin 2027 with the new contract.\nend of year is too early. Please call.\n\nBo\n",
        "We\nbegin 100 units a week in week 3,\nending in week 10. Please confirm.\n\nend\n",
    ],
)
def test_a_sentence_that_begins_and_ends_like_a_file_stays(text: str) -> None:
    assert take_uuencoded(text) == (text, [], "")


def test_what_is_written_below_a_uuencoded_file_without_end_stays() -> None:
    text, files, problem = take_uuencoded("hi\nbegin 644 a.bin\n#0V%T\n\nRegards, please call.\n\nend\n")
    assert (text, files) == ("hi\n\nRegards, please call.\n\nend\n", [("a.bin", b"Cat")])
    assert problem == "uuencoded file without its end"


def test_a_uuencoded_file_whose_last_blank_was_lost_has_its_end() -> None:
    full = "M" + "0V%T" * 15 + "\n"
    text, files, problem = take_uuencoded(f"begin 644 a.bin\n{full * 3}#0V%T\n\nend\nBye\n")
    assert (text, files, problem) == ("Bye\n", [("a.bin", b"Cat" * 46)], "")


def test_a_uuencoded_file_without_end_is_told() -> None:
    text, files, problem = take_uuencoded("hi\nbegin 600 a.bin\n#0V%T\n")
    assert (text, files, problem) == ("hi\n", [("a.bin", b"Cat")], "uuencoded file without its end")


def test_what_is_signed_is_read_and_marked() -> None:
    mail = parse_mail(
        b'From: a@b.dk\nContent-Type: multipart/signed; protocol="application/pgp-signature"; boundary=x\n\n'
        b"--x\n\nhello\n--x\nContent-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n--x--\n"
    ).mail
    assert mail.text == "hello"
    assert [one.content_type for one in mail.attachments] == ["application/pgp-signature"]
    assert reasons(mail) == ["signed (OpenPGP); the signature is kept and not verified"]


@pytest.mark.parametrize(
    ("head", "content", "mark"),
    [
        (b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", b"0", "encrypted (S/MIME)"),
        (
            b"application/x-pkcs7-mime; name=smime.p7m",
            b"0\x82\1\1\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03",
            "encrypted",
        ),
        (b"application/pkcs7-mime; smime-type=signed-data", b"0", "signed and wrapped (S/MIME)"),
        (b"application/pkcs7-mime", b"0\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", "signed and wrapped (S/MIME)"),
        (b"application/pkcs7-mime; smime-type=certs-only", b"0", "certificates (S/MIME)"),
        (b"application/pkcs7-mime; smime-type=compressed-data", b"0", "compressed (S/MIME)"),
        (b"application/pkcs7-mime", b"0", "protected (S/MIME) in an unknown way"),
    ],
)
def test_what_smime_wraps_is_kept_whole_and_marked(head: bytes, content: bytes, mark: str) -> None:
    parsed = parse_mail(
        b"From: a@b.dk\nContent-Type: " + head + b"\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(content)
    )
    assert parsed.contents == (content,)
    assert parsed.mail.attachments[0].filename.endswith(".p7m")
    assert any(reason.startswith(mark) for reason in reasons(parsed.mail))


SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
SIGNED_TEXT = b"Content-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\nSigned, \xc3\xa6.\r\n--y\r\n" + (
    b"Content-Type: application/pdf; name=f.pdf\r\n\r\n%PDF-1.4\r\n--y--\r\n"
)


def element(tag: int, content: bytes, *, open_end: bool = False) -> bytes:
    """One element of DER, or of BER where its length is not stated."""
    if open_end:
        return bytes([tag, 0x80]) + content + b"\0\0"
    return bytes([tag, 0x82]) + len(content).to_bytes(2, "big") + content


def signed(octets: bytes, *, open_end: bool = False) -> bytes:
    """A message as S/MIME wraps it, in what of it is read."""
    content = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01" + element(0xA0, octets, open_end=open_end)
    inner = element(0x30, b"\x02\x01\x01" + element(0x30, content, open_end=open_end), open_end=open_end)
    return element(0x30, SIGNED + element(0xA0, inner, open_end=open_end), open_end=open_end)


WRAPPED = signed(element(0x04, SIGNED_TEXT))
IN_PIECES = signed(
    element(0x24, element(0x04, SIGNED_TEXT[:50]) + element(0x04, SIGNED_TEXT[50:]), open_end=True), open_end=True
)


def signed_mail(content: bytes) -> Mail:
    head = b"From: a@b.dk\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n"
    return parse_mail(head + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(content)).mail


@pytest.mark.parametrize("message", [WRAPPED, IN_PIECES], ids=["whole", "in pieces"])
def test_what_an_smime_signature_is_wrapped_around_is_read(message: bytes) -> None:
    mail = signed_mail(message)
    assert mail.text == "Signed, æ."
    assert [one.filename for one in mail.attachments] == ["f.pdf", "smime.p7m"]
    assert reasons(mail)[0] == "signed and wrapped (S/MIME); kept whole, the signature is not verified"


def test_a_wrapped_message_cut_off_anywhere_is_a_mail() -> None:
    for message in (WRAPPED, IN_PIECES):
        for end in range(len(message)):
            assert signed_mail(message[:end]).attachments[-1].filename == "smime.p7m"


def test_signatures_around_signatures_end_somewhere() -> None:
    message = SIGNED_TEXT
    for _ in range(10):
        head = (
            b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: binary\r\n\r\n"
        )
        message = head + signed(element(0x04, message))
    mail = parse_mail(b"From: a@b.dk\n" + message).mail
    assert "what is signed cannot be read" in reasons(mail)
    assert len(mail.attachments) == SIGNED_DEPTH + 1


def test_what_pgp_encrypted_is_kept_whole_and_marked() -> None:
    mail = parse_mail(
        b'From: a@b.dk\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=x\n\n'
        b"--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
        b"--x\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\nx\n--x--\n"
    ).mail
    assert [one.filename for one in mail.attachments] == ["attachment-1.asc", "encrypted.asc"]
    assert reasons(mail) == ["encrypted (OpenPGP); kept whole, its content cannot be read"]


@pytest.mark.parametrize(
    ("armor", "mark"),
    [
        ("MESSAGE", "encrypted (OpenPGP, within the text); cannot be read"),
        ("SIGNED MESSAGE", "signed (OpenPGP, within the text); not verified"),
    ],
)
def test_pgp_within_the_text_is_marked(armor: str, mark: str) -> None:
    assert reasons(parse_mail(f"From: a@b.dk\n\n-----BEGIN PGP {armor}-----\nx\n".encode()).mail) == [mark]


INNER = b"From: c@d.dk\nSubject: =?utf-8?q?Faktura_12=2F3?=\nContent-Type: multipart/mixed; boundary=y\n\n" + (
    b"--y\n\nHere it is.\n--y\nContent-Type: application/pdf; name=f.pdf\n\n%PDF-1.4\n--y--\n"
)


def test_a_mail_that_only_brings_another_is_read_through_to_it() -> None:
    mail = mixed(b"\n ", b"Content-Type: message/rfc822\n\n" + INNER)
    assert mail.text == "Here it is."
    assert [one.filename for one in mail.attachments] == ["3.eml", "f.pdf"]
    assert reasons(mail) == ["none of its own; read from the message attached, 3.eml"]


def test_a_message_beside_a_text_is_an_attachment_called_by_its_subject() -> None:
    mail = mixed(b"\nSee below.", b"Content-Type: message/rfc822\n\n" + INNER.replace(b"=2F3", b""))
    assert (mail.text, [one.filename for one in mail.attachments]) == ("See below.", ["Faktura 12.eml"])


def test_only_the_first_part_of_what_belongs_together_is_a_body() -> None:
    raw = shared_data("mime-enmime/files/testdata/parts/nestedmulti.raw").read_bytes()
    mail = parse_mail(raw).mail
    assert [one.filename for one in mail.attachments] == ["attach.txt", "attach2.txt"]
    assert (mail.text, mail.html_as_text) == ("A text section", "An HTML section")


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = zipped(**{"[Content_Types].xml": b"x", "word__document.xml": b"x"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "declared", "name", "found", "complains"),
    [
        (b"%PDF-1.7\n", "application/octet-stream", "a.pdf", "application/pdf", False),
        (b"\n\n%PDF-1.7\n", "", "a", "application/pdf", False),
        (b"%PDF-1.7\n", "image/png", "a.png", "application/pdf", True),
        (b"MZ" + b"\0" * 100 + b"PE\0\0", "application/pdf", "invoice.pdf", "application/x-msdownload", True),
        (b"\x89PNG\r\n\x1a\n", "image/png", "a.png", "image/png", False),
        (b"\xff\xd8\xff\xe0", "image/jpg", "a.jpg", "image/jpg", False),
        (DOCX, "application/octet-stream", "a.docx", OFFICE + "wordprocessingml.document", False),
        (DOCX, OFFICE + "wordprocessingml.document", "a.docx", OFFICE + "wordprocessingml.document", False),
        (DOCX, "application/msword", "a.doc", OFFICE + "wordprocessingml.document", True),
        (zipped(a=b"x"), "application/x-zip-compressed", "a.zip", "application/x-zip-compressed", False),
        (OLE, "application/octet-stream", "a.xls", "application/vnd.ms-excel", False),
        (OLE, "application/vnd.ms-excel", "a.xls", "application/vnd.ms-excel", False),
        (b"a;b\n1;2\n", "application/octet-stream", "a.csv", "text/csv", False),
        (b"a\0b", "application/octet-stream", "a.csv", "application/octet-stream", False),
        (b"<!DOCTYPE html><p>", "application/octet-stream", "a", "text/html", False),
        (b"BEGIN:VCALENDAR", "application/octet-stream", "a", "text/calendar", False),
        (b"RIFF1234WEBP", "", "a", "image/webp", False),
        (b"\0\0\0\x20ftypisom", "application/octet-stream", "a", "video/mp4", False),
        (b"\0\0\0\x20ftypheic", "application/octet-stream", "a", "image/heic", False),
        (b"hello", "text/x-odd", "a", "text/x-odd", False),
        (b"", "application/octet-stream", "a.txt", "application/octet-stream", False),
        (b"From: a\n\nGIF89a", "message/rfc822", "a", "message/rfc822", False),
    ],
)
def test_a_file_is_what_it_holds(content: bytes, declared: str, name: str, found: str, complains: bool) -> None:
    content_type, problem = sniff_type(content, declared, name)
    assert (content_type, bool(problem)) == (found, complains)


def test_a_file_that_is_not_what_it_says_is_told_with_the_mail() -> None:
    mail = mixed(b"\nhi", b"Content-Type: application/pdf; name=i.pdf\n\nMZ" + b"a" * 70 + b"PE\0\0")
    assert mail.attachments[0].content_type == "application/x-msdownload"
    assert reasons(mail) == ["i.pdf: declared application/pdf, but is application/x-msdownload"]


def test_what_expands_beyond_all_measure_is_refused() -> None:
    bomb = zipped(a=b"\0" * 40_000_000)
    assert bomb_in(bomb).startswith(f"expands from {len(bomb)} to 40000000 bytes or more; a decompression bomb")
    assert bomb_in(gzip.compress(b"\0" * 40_000_000))
    mail = mixed(
        b"\nhi",
        b"Content-Type: application/zip; name=b.zip\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(bomb),
    )
    assert reasons(mail)[0].startswith("b.zip: expands from ")


@pytest.mark.parametrize(
    "content",
    [
        zipped(a=b"a" * 1_000_000),
        gzip.compress(b"a" * 1_000_000),
        DOCX,
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x1f\x8b" + b"\xff" * 30,
    ],
)
def test_what_is_packed_well_or_broken_is_no_bomb(content: bytes) -> None:
    assert bomb_in(content) == ""


def test_members_that_share_their_bytes_count_each() -> None:
    archive = bytearray(zipped(**{f"m{number}": b"\0" * 2_000_000 for number in range(40)}))
    assert "to 80000000 bytes" in bomb_in(bytes(archive))
