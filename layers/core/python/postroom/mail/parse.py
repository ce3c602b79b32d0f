"""One raw mail into what is understood of it; never raises, and says in `problems` what could not be read.

1. the header block and the tree of parts are found in the raw bytes (structure.py)
2. the headers are decoded (header_values.py)
3. each part becomes text, HTML text or files (contents.py)
4. what the sender newly wrote, the thread and whether a machine wrote it follow from these
"""

import hashlib
from dataclasses import dataclass

from ..limits import MAIL_PROBLEMS, MIME_PARTS
from .automatic import read_automatic
from .contents import Contents, File, read_contents
from .fields import mail_start
from .header_charset import header_charset
from .header_values import HeaderValues, read_header_values
from .machine import MachineMail
from .model import Address, Attachment, Mail, MailProblem
from .names import unique_filenames
from .reply_text import read_part, reply_text
from .structure import Part, Structure

_REPORTS = frozenset({"bounce", "feedback_report"})
"""What these bring along is the mail they report on, and no message of theirs."""


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail, its attachments' decoded contents in the order of `mail.attachments`, and where its HTML's links lead."""

    mail: Mail
    contents: tuple[bytes, ...]
    links: tuple[str, ...] = ()


def parse_mail(raw: bytes) -> ParsedMail:
    """Reads any bytes as a mail."""
    charset, guessed = header_charset(raw, mail_start(raw))
    structure = Structure(raw, charset)
    root = structure.root
    values = read_header_values(root.header, charset)
    contents = read_contents(structure.parts)
    automatic = read_automatic(_machine_mail(values, root, contents))
    if automatic.kind not in _REPORTS:
        _read_forwarded(contents, charset)
    text, html, visible = _with_notes(contents, *_bodies(contents))
    problems = structure.problems + values.problems + contents.problems
    if guessed:
        problems.append(("headers", guessed))
    if (read := len(read_part(visible))) < len(visible):
        problems.append(("reply_text", f"read from the first {read} characters"))
    mail = Mail(
        message_id=values.message_id,
        date=values.date,
        from_=values.from_,
        to=values.to,
        cc=values.cc,
        reply_to=values.reply_to,
        subject=values.subject,
        text=text,
        reply_text=_reply(contents, values.from_, text, visible),
        html_as_text=html,
        headers=values.headers,
        attachments=_attachments(contents.files),
        automatic=automatic,
        thread=values.thread,
        problems=_problems(problems),
    )
    links = tuple(dict.fromkeys(contents.links))
    return ParsedMail(mail=mail, contents=tuple(file.content for file in contents.files), links=links)


def _reply(contents: Contents, sender: Address | None, text: str, visible: str) -> str:
    """From the plain text, or from HTML with what its elements are."""
    who = f"{sender.name} <{sender.address}>" if sender else ""
    return reply_text(visible, who, {} if text.strip() else contents.parts)


def _machine_mail(values: HeaderValues, root: Part, contents: Contents) -> MachineMail:
    text, _, visible = _bodies(contents)
    return MachineMail(
        headers=values.headers,
        content_type=root.content_type,
        report_type=root.parameters.get("report-type", "").lower(),
        sender=values.from_.address if values.from_ else "",
        sender_name=values.from_.name if values.from_ else "",
        subject=values.subject,
        text=visible,
        written=lambda: _reply(contents, values.from_, text, visible),
        parts=tuple((file.content_type, file.content) for file in contents.files),
    )


def _read_forwarded(contents: Contents, charset: str | None) -> None:
    """A mail that says nothing but what it brings along is read through to that; the message is kept whole too."""
    inside = next((file for file in contents.files if file.content_type == "message/rfc822"), None)
    if inside is None or contents.notes or any(each.strip() for each in (*contents.text, *contents.html)):
        return
    found = read_contents(Structure(inside.content, charset).parts)
    contents.problems.append(("text", f"none of its own; read from the message attached, {inside.name}"))
    contents.text, contents.html, contents.notes, contents.parts = found.text, found.html, found.notes, found.parts
    contents.links += found.links
    contents.files += found.files[: MIME_PARTS - len(contents.files)]
    contents.problems += [(f"{inside.name}: {part}", reason) for part, reason in found.problems]


def _bodies(contents: Contents) -> tuple[str, str, str]:
    """Text, HTML as text, and the one of them that is read."""
    text, html = ("\n".join(body for body in bodies if body.strip()) for bodies in (contents.text, contents.html))
    return text, html, text if text.strip() else html


def _with_notes(contents: Contents, text: str, html: str, visible: str) -> tuple[str, str, str]:
    """Invitations stand below the body that is read; the new text is without them, unless there is no other."""
    notes = "\n\n".join(contents.notes)
    if not notes:
        return text, html, visible
    if not visible.strip():
        notes = "\n\n".join(filter(None, (notes, *contents.described)))
        return notes, html, notes
    if text.strip():
        return f"{text.rstrip()}\n\n{notes}\n", html, visible
    return text, f"{html.rstrip()}\n\n{notes}", visible


def _attachments(files: list[File]) -> tuple[Attachment, ...]:
    names = unique_filenames([file.name for file in files])
    return tuple(
        Attachment(
            filename=name,
            content_type=file.content_type,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
        )
        for name, file in zip(names, files, strict=True)
    )


def _problems(found: list[tuple[str, str]]) -> tuple[MailProblem, ...]:
    kept = [MailProblem(part=part, reason=reason) for part, reason in dict.fromkeys(found)]
    if len(kept) > MAIL_PROBLEMS:
        more = len(kept) - MAIL_PROBLEMS + 1
        kept[MAIL_PROBLEMS - 1 :] = [MailProblem(part="mail", reason=f"{more} more problems")]
    return tuple(kept)
