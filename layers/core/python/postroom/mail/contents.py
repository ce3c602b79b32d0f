"""What the parts of a mail hold: bodies as text, and files, also those that stand inside a winmail.dat or a text."""

from dataclasses import dataclass, field

from ..limits import MIME_PARTS, SIGNED_DEPTH
from .bodies import file_name, is_body, read_html, read_text
from .bombs import bomb_in
from .fields import mail_start, read_headers
from .html_layout import Layout
from .html_text import lay_out
from .names import safe_filename
from .protection import SIGNED_WHOLE, part_protection, text_protection
from .smime import signed_content
from .sniff import sniff_type
from .structure import Part, Structure
from .uuencoded import take_uuencoded
from .words import decode_header

_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
_OTHER_FORMS = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
"""The same body once more, in a form that few programs know: read only where there is no other, and no file."""

_SUBJECT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """One file: its safe name, the type to go by, its bytes."""

    name: str
    content_type: str
    content: bytes


@dataclass(slots=True)
class Contents:
    """All that was found, in order.

    `parts` says what the lines of all HTML are (html_parts.py), `links` where its links lead; `notes` are invitations
    in words, `described` what stands in them beside that.
    """

    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    parts: dict[int, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    depth: int = 0


def read_contents(parts: list[Part], depth: int = 0) -> Contents:
    """Every part read, in order; `depth` counts the signatures around them."""
    contents, spare = Contents(depth=depth), list[Layout]()
    for part in parts:
        content, problem = part.content()
        _note(contents, part, problem)
        if is_body(part):
            _read_body(contents, part, content)
        elif part.content_type in _OTHER_FORMS and part.in_alternative and not part.filename:
            spare.append(read_html(part, content)[0])
        elif part.content_type in _TNEF or content.startswith(_TNEF_SIGNATURE):
            _read_tnef(contents, part, content)
        else:
            _read_file(contents, part, content)
    if not any(each.strip() for each in (*contents.text, *contents.html)):
        for layout in spare:
            _keep_html(contents, layout)
    return contents


def _read_body(contents: Contents, part: Part, content: bytes) -> None:
    if part.content_type == "text/html":
        layout, problem = read_html(part, content)
        _keep_html(contents, layout)
        _note(contents, part, problem)
        return
    text, problem = read_text(part, content)
    text, files, uuencode_problem = take_uuencoded(text)
    contents.text.append(text)
    for reason in (problem, uuencode_problem, text_protection(text)):
        _note(contents, part, reason)
    for name, data in files:
        _keep(contents, part, name, "", data)


def _keep_html(contents: Contents, layout: Layout) -> None:
    contents.links.extend(layout.links)
    text = layout.text()
    if text.strip():
        below = _lines(contents.html)
        contents.parts.update({below + line: part for line, part in layout.parts.items()})
        contents.html.append(text)


def _lines(bodies: list[str]) -> int:
    return sum(body.count("\n") + 1 for body in bodies)


def _read_tnef(contents: Contents, part: Part, content: bytes) -> None:
    """Outlook's envelope: what is in it takes its place; one that cannot be read whole is kept too."""
    # Imported here, as calendars are below: few mails need it, and a cold start would pay for it.
    from .tnef import read_tnef

    tnef = read_tnef(content)
    text, layout = tnef.text.replace("\r\n", "\n"), lay_out(tnef.html)
    html = layout.text()
    # Beside the bodies of the mail itself it repeats them.
    if text.strip() and not any(each.strip() for each in contents.text):
        contents.text.append(text)
    if html.strip() and not any(each.strip() for each in contents.html):
        _keep_html(contents, layout)
    for reason in tnef.problems:
        _note(contents, part, reason)
    if tnef.problems or not (tnef.files or text.strip() or html.strip()):
        _keep(contents, part, file_name(part, len(contents.files) + 1), part.content_type, content)
    for file in tnef.files:
        if len(contents.files) >= MIME_PARTS:
            _note(contents, part, f"more than {MIME_PARTS} files; the rest is not kept apart")
            break
        _keep(contents, part, file.name, file.content_type, file.content)


def _read_file(contents: Contents, part: Part, content: bytes) -> None:
    name = file_name(part, len(contents.files) + 1)
    if part.content_type == "message/rfc822" and not part.filename:
        name = _subject_name(content, name)
    elif part.content_type == "message/partial":
        number, total = (part.parameters.get(each, "?")[:8] for each in ("number", "total"))
        _note(contents, part, f"piece {number} of {total} of a mail sent in pieces; kept, not put together")
    mark = part_protection(part.content_type, part.parameters, content)
    _note(contents, part, mark)
    if mark == SIGNED_WHOLE:
        _read_signed(contents, part, content)
    kept = _keep(contents, part, name, part.content_type, content)
    if kept.content_type == "text/calendar":
        from .calendar_text import read_calendar

        calendar = read_calendar(content, part.parameters.get("charset", ""), part.parameters.get("method", ""))
        # The same invitation comes as a body and again as a file.
        if calendar.summary and calendar.summary not in contents.notes:
            contents.notes.append(calendar.summary)
            contents.described.append(calendar.description)


def _read_signed(contents: Contents, part: Part, content: bytes) -> None:
    """What the signature is wrapped around is read as if it stood there by itself."""
    inside = signed_content(content)
    if not inside or contents.depth >= SIGNED_DEPTH:
        _note(contents, part, "what is signed cannot be read")
        return
    structure = Structure(inside, None)
    found = read_contents(structure.parts, contents.depth + 1)
    below = _lines(contents.html)
    contents.parts.update({below + line: place for line, place in found.parts.items()})
    for name in ("text", "html", "links", "notes", "described", "files"):
        getattr(contents, name).extend(getattr(found, name))
    for name, reason in (*structure.problems, *found.problems):
        contents.problems.append((f"{part.path}: {name}", reason))


def _keep(contents: Contents, part: Part, name: str, declared: str, content: bytes) -> File:
    content_type, problem = sniff_type(content, declared, name)
    file = File(safe_filename(name, f"attachment-{len(contents.files) + 1}"), content_type, content)
    contents.files.append(file)
    _note(contents, part, problem and f"{file.name}: {problem}")
    bomb = bomb_in(content)
    _note(contents, part, bomb and f"{file.name}: {bomb}")
    return file


def _subject_name(content: bytes, fallback: str) -> str:
    """A message inside is called by its subject, as mail programs do."""
    subject = read_headers(content, mail_start(content), min(len(content), _SUBJECT_BYTES)).first("subject")
    text = decode_header(subject).strip(" .")
    return safe_filename(f"{text}.eml", fallback) if text else fallback


def _note(contents: Contents, part: Part, problem: str) -> None:
    if problem:
        contents.problems.append((part.path, problem))
