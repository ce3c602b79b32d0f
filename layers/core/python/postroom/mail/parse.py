"""One raw mail into what is understood of it; never raises, and says in `problems` what could not be read.

1. the header block and the tree of parts are found in the raw bytes (structure.py)
2. the headers are decoded (header_values.py)
3. each part becomes text, HTML text or an attachment (bodies.py)
4. what the sender newly wrote, the thread and whether a machine wrote it follow from these
"""

import hashlib
import re
from dataclasses import dataclass, field

from ..limits import MAIL_PROBLEMS, REPLY_TEXT_CHARACTERS
from .automatic import read_automatic
from .bodies import file_name, is_body, read_html, read_text
from .header_values import HeaderValues, read_header_values
from .machine import MachineMail
from .model import Attachment, Mail, MailProblem
from .names import unique_filenames
from .reply_text import reply_text
from .structure import Part, Structure

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9][A-Za-z0-9._:-]{0,39})", re.IGNORECASE)
_CHARSET_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail and the decoded contents of its attachments, in the order of `mail.attachments`."""

    mail: Mail
    contents: tuple[bytes, ...]


@dataclass(slots=True)
class _Contents:
    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[tuple[Part, bytes]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def parse_mail(raw: bytes) -> ParsedMail:
    """Reads any bytes as a mail."""
    # Raw 8-bit headers state no charset; what the bodies state is the best guess after UTF-8.
    found = _CHARSET.search(raw, 0, _CHARSET_BYTES)
    charset = found[1].decode("ascii") if found else None
    structure = Structure(raw, charset)
    root = structure.root
    values = read_header_values(root.header, charset)
    contents = _read_parts(structure.parts)
    text, html = _join(contents.text), _join(contents.html)
    visible = text if text.strip() else html
    problems = structure.problems + values.problems + contents.problems
    if len(visible) > REPLY_TEXT_CHARACTERS:
        problems.append(("reply_text", f"read from the first {REPLY_TEXT_CHARACTERS} characters"))
    mail = Mail(
        message_id=values.message_id,
        date=values.date,
        from_=values.from_,
        to=values.to,
        cc=values.cc,
        reply_to=values.reply_to,
        subject=values.subject,
        text=text,
        reply_text=reply_text(visible),
        html_as_text=html,
        headers=values.headers,
        attachments=_attachments(contents.files),
        automatic=read_automatic(_machine_mail(values, root, visible, contents)),
        thread=values.thread,
        problems=_problems(problems),
    )
    return ParsedMail(mail=mail, contents=tuple(content for _, content in contents.files))


def _machine_mail(values: HeaderValues, root: Part, visible: str, contents: _Contents) -> MachineMail:
    return MachineMail(
        headers=values.headers,
        content_type=root.content_type,
        report_type=root.parameters.get("report-type", "").lower(),
        sender=values.from_.address if values.from_ else "",
        sender_name=values.from_.name if values.from_ else "",
        subject=values.subject,
        text=visible,
        parts=tuple((part.content_type, content) for part, content in contents.files),
    )


def _read_parts(parts: list[Part]) -> _Contents:
    contents = _Contents()
    for part in parts:
        content, problem = part.content()
        _note(contents, part, problem)
        if not is_body(part):
            contents.files.append((part, content))
        elif part.content_type == "text/html":
            text, problem = read_html(part, content)
            contents.html.append(text)
            _note(contents, part, problem)
        else:
            text, problem = read_text(part, content)
            contents.text.append(text)
            _note(contents, part, problem)
    return contents


def _join(bodies: list[str]) -> str:
    return "\n".join(body for body in bodies if body.strip())


def _note(contents: _Contents, part: Part, problem: str) -> None:
    if problem:
        contents.problems.append((part.path, problem))


def _attachments(files: list[tuple[Part, bytes]]) -> tuple[Attachment, ...]:
    names = unique_filenames([file_name(part, number) for number, (part, _) in enumerate(files, 1)])
    return tuple(
        Attachment(
            filename=name,
            content_type=part.content_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for name, (part, content) in zip(names, files, strict=True)
    )


def _problems(found: list[tuple[str, str]]) -> tuple[MailProblem, ...]:
    kept = [MailProblem(part=part, reason=reason) for part, reason in dict.fromkeys(found)]
    if len(kept) > MAIL_PROBLEMS:
        more = len(kept) - MAIL_PROBLEMS + 1
        kept[MAIL_PROBLEMS - 1 :] = [MailProblem(part="mail", reason=f"{more} more problems")]
    return tuple(kept)
