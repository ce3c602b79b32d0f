"""What matching reads of a mail, and how it is stored."""

import json
import random
import zlib
from datetime import UTC, datetime

import pytest

from postroom import limits
from postroom.errors import Broken
from postroom.mail.matching import compress_mail, cut_for_matching, expand_mail
from postroom.mail.model import Address, Attachment, Automatic, Mail, MailProblem, Thread

WHOLE = Mail(
    message_id="a@b",
    date=datetime(2024, 3, 15, 9, tzinfo=UTC),
    from_=Address(name="Jørn", address="a@b.dk", domain="b.dk"),
    to=(Address(address="c@d.dk", domain="d.dk"),),
    subject="Faktura ✓",
    text="tekst",
    headers={"x-a": ("1", "2")},
    attachments=(Attachment(filename="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64),),
    automatic=Automatic(kind="bulk", reason="Precedence: bulk"),
    thread=Thread(in_reply_to="p@q", references=("r@s",)),
    problems=(MailProblem(part="1", reason="odd"),),
)


def _address(number: int, name: str = "") -> Address:
    return Address(name=name, address=f"a{number}@b.dk", domain="b.dk")


def _cut_parts(mail: Mail) -> dict[str, str]:
    return {problem.part: problem.reason for problem in mail.problems}


def test_a_mail_within_the_limits_is_the_same_mail() -> None:
    assert cut_for_matching(WHOLE) is WHOLE


def test_texts_are_cut_to_bytes_between_characters() -> None:
    cut = cut_for_matching(Mail(text="æ" * 100_000, reply_text="x" * 100_000, html_as_text="€" * 100_000))
    assert len(cut.text.encode()) == limits.MATCH_TEXT_BYTES
    assert len(cut.reply_text) == limits.MATCH_REPLY_BYTES
    assert len(cut.html_as_text.encode()) == limits.MATCH_TEXT_BYTES - 1
    assert _cut_parts(cut) == {
        "text": "cut after 65536 bytes of 200000",
        "reply_text": "cut after 32768 bytes of 100000",
        "html_as_text": "cut after 65536 bytes of 300000",
    }


def test_recipients_count_over_all_headers_together() -> None:
    many = tuple(_address(number) for number in range(400))
    cut = cut_for_matching(Mail(from_=_address(0), to=many, cc=many, reply_to=many))
    assert (cut.from_, len(cut.to), len(cut.cc), len(cut.reply_to)) == (_address(0), 400, 100, 0)
    assert _cut_parts(cut) == {"cc": "cut after 100 addresses of 400", "reply_to": "cut after 0 addresses of 400"}


def test_addresses_with_endless_names_are_cut_by_bytes() -> None:
    cut = cut_for_matching(Mail(to=tuple(_address(number, "n" * 10_000) for number in range(20))))
    assert len(cut.to) == limits.MATCH_ADDRESS_BYTES // 10_007


def test_a_header_that_does_not_fit_is_left_out_and_the_others_stay() -> None:
    cut = cut_for_matching(Mail(headers={"a": ("1",), "big": ("x" * 70_000, "2"), "z": ("3",)}))
    assert cut.headers == {"a": ("1",), "big": ("2",), "z": ("3",)}
    assert _cut_parts(cut) == {"headers": "1 left out beyond 65536 bytes"}


def test_attachments_subject_and_references_are_cut() -> None:
    attachment = WHOLE.attachments[0]
    thread = Thread(references=tuple(f"{number}@x" for number in range(150)))
    cut = cut_for_matching(Mail(subject="s" * 5000, attachments=(attachment,) * 300, thread=thread))
    assert (len(cut.subject), len(cut.attachments)) == (limits.MATCH_SUBJECT_BYTES, limits.MATCH_ATTACHMENTS)
    assert cut.thread.references == tuple(f"{number}@x" for number in range(50, 150))
    assert set(_cut_parts(cut)) == {"subject", "attachments", "references"}


def test_cuts_are_told_even_where_problems_are_many() -> None:
    problems = tuple(MailProblem(part=str(number), reason="odd") for number in range(limits.MAIL_PROBLEMS))
    cut = cut_for_matching(Mail(text="x" * 100_000, problems=problems))
    assert len(cut.problems) == limits.MAIL_PROBLEMS
    assert cut.problems[-1].part == "text"


def test_a_stored_mail_comes_back_as_it_was() -> None:
    assert expand_mail(compress_mail(WHOLE)) == WHOLE
    assert json.loads(zlib.decompress(compress_mail(WHOLE)[1:]))["from"]["name"] == "Jørn"


def test_the_largest_mail_that_matching_reads_fits_in_an_item() -> None:
    noise = random.Random(1)

    def text(size: int) -> str:
        return "".join(chr(noise.randrange(0x4E00, 0x9FFF)) for _ in range(size))

    mail = Mail(
        subject=text(9999),
        text=text(99_999),
        html_as_text=text(99_999),
        reply_text=text(99_999),
        to=tuple(_address(number, text(50)) for number in range(999)),
        headers={f"x-{number}": (text(200),) for number in range(999)},
        attachments=tuple(
            Attachment(
                filename=text(100),
                content_type="a/b",
                size=1,
                sha256=f"{noise.getrandbits(256):064x}",
                text=text(limits.ATTACHED_CHARACTERS) if number == 0 else "",
            )
            for number in range(300)
        ),
    )
    assert len(compress_mail(cut_for_matching(mail))) < 350 * 1024


@pytest.mark.parametrize(
    "data", [b"", b"\x02abc", b"\x01", b"\x01not zlib", compress_mail(WHOLE)[:-9], b"\x01" + zlib.compress(b'{"a": 1}')]
)
def test_what_is_no_stored_mail_is_broken(data: bytes) -> None:
    with pytest.raises(Broken):
        expand_mail(data)


def test_a_bomb_is_not_expanded() -> None:
    with pytest.raises(Broken):
        expand_mail(b"\x01" + zlib.compress(b" " * 64 * 1024 * 1024))
