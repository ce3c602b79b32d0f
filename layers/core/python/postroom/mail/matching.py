"""What matching reads of a mail: cut to its limits, and the compressed form in which it stands beside the event."""

import zlib

from pydantic import ValidationError

from ..errors import Broken
from ..limits import (
    MAIL_PROBLEMS,
    MATCH_ADDRESS_BYTES,
    MATCH_ATTACHMENTS,
    MATCH_HEADER_BYTES,
    MATCH_RECIPIENTS,
    MATCH_REFERENCES,
    MATCH_REPLY_BYTES,
    MATCH_SUBJECT_BYTES,
    MATCH_TEXT_BYTES,
)
from .model import Address, Attachment, Mail, MailProblem, Thread

_JSON_ZLIB = b"\x01"
"""The first byte names the format of the rest, so that a later one can be told from this."""

_EXPANDED_BYTES = 16 * 1024 * 1024


def cut_for_matching(mail: Mail) -> Mail:
    """The mail within the MATCH_* limits; each cut is a problem that says what is missing."""
    cut = _Cut()
    short = mail.model_copy(
        update={
            "subject": cut.text("subject", mail.subject, MATCH_SUBJECT_BYTES),
            "text": cut.text("text", mail.text, MATCH_TEXT_BYTES),
            "reply_text": cut.text("reply_text", mail.reply_text, MATCH_REPLY_BYTES),
            "html_as_text": cut.text("html_as_text", mail.html_as_text, MATCH_TEXT_BYTES),
            "from_": next(iter(cut.addresses("from", (mail.from_,) if mail.from_ else ())), None),
            "to": cut.addresses("to", mail.to),
            "cc": cut.addresses("cc", mail.cc),
            "reply_to": cut.addresses("reply_to", mail.reply_to),
            "headers": cut.headers(mail.headers),
            "attachments": cut.attachments(mail.attachments),
            "thread": Thread(
                in_reply_to=mail.thread.in_reply_to,
                references=cut.references(mail.thread.references),
            ),
        }
    )
    if not cut.problems:
        return mail
    return short.model_copy(update={"problems": (*mail.problems[: MAIL_PROBLEMS - len(cut.problems)], *cut.problems)})


def compress_mail(mail: Mail) -> bytes:
    """The mail as bytes to store; `expand_mail` is the way back."""
    return _JSON_ZLIB + zlib.compress(mail.model_dump_json(by_alias=True).encode(), 6)


def expand_mail(data: bytes) -> Mail:
    """The mail that `compress_mail` wrote, in this release or an earlier one."""
    if data[:1] != _JSON_ZLIB:
        raise Broken(f"a stored mail has the unknown format {data[:1].hex() or 'empty'}")
    try:
        expander = zlib.decompressobj()
        content = expander.decompress(data[1:], _EXPANDED_BYTES)
        if not expander.eof:
            raise Broken("a stored mail is cut, or expands beyond all measure")
        return Mail.model_validate_json(content)
    except (zlib.error, ValidationError) as error:
        raise Broken(f"a stored mail cannot be read: {type(error).__name__}") from error


class _Cut:
    """The cuts of one mail; recipients and their bytes count over all address headers together."""

    def __init__(self) -> None:
        self.problems: list[MailProblem] = []
        self._recipients = MATCH_RECIPIENTS + 1
        self._address_bytes = MATCH_ADDRESS_BYTES

    def text(self, part: str, text: str, limit: int) -> str:
        if len(text) * 4 <= limit or len(data := text.encode()) <= limit:
            return text
        self._note(part, f"cut after {limit} bytes of {len(data)}")
        return data[:limit].decode("utf-8", "ignore")

    def addresses(self, part: str, addresses: tuple[Address, ...]) -> tuple[Address, ...]:
        kept = 0
        for address in addresses[: self._recipients]:
            size = len(address.name.encode()) + len(address.address.encode())
            if size > self._address_bytes:
                break
            self._address_bytes -= size
            kept += 1
        self._recipients -= kept
        if kept < len(addresses):
            self._note(part, f"cut after {kept} addresses of {len(addresses)}")
        return addresses[:kept]

    def headers(self, headers: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """In order, leaving out each that no longer fits."""
        room, kept, missing = MATCH_HEADER_BYTES, dict[str, tuple[str, ...]](), 0
        for name, values in headers.items():
            fitting = []
            for value in values:
                size = len(name) + len(value.encode())
                if size <= room:
                    room -= size
                    fitting.append(value)
                else:
                    missing += 1
            if fitting:
                kept[name] = tuple(fitting)
        if missing:
            self._note("headers", f"{missing} left out beyond {MATCH_HEADER_BYTES} bytes")
        return kept

    def attachments(self, attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        if len(attachments) > MATCH_ATTACHMENTS:
            self._note("attachments", f"cut after {MATCH_ATTACHMENTS} of {len(attachments)}")
        return attachments[:MATCH_ATTACHMENTS]

    def references(self, references: tuple[str, ...]) -> tuple[str, ...]:
        """The newest, which stand last (RFC 5322, 3.6.4)."""
        if len(references) > MATCH_REFERENCES:
            self._note("references", f"only the last {MATCH_REFERENCES} of {len(references)}")
        return references[-MATCH_REFERENCES:]

    def _note(self, part: str, reason: str) -> None:
        self.problems.append(MailProblem(part=part, reason=reason))
