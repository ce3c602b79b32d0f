"""`postroom mail show`: mails as they are understood, one JSON object a line or readable, offline.

1. the paths become files in order: a folder stands for the mails in it (mail_files)
2. each file is read, parsed and classified; what cannot be read is an object with that problem (show_mail)
3. many files are shared out to processes; the order stays (shown_lines)
"""

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from postroom.classify.decision import Classification, Evidence, Layer, RunnerUp, classify
from postroom.classify.keyword_layer import default_layer
from postroom.documents.attached_text import read_mail
from postroom.limits import MAIL_FILE_BYTES
from postroom.mail.model import Address, Automatic, Mail, MailProblem, Thread
from postroom.models import Model
from postroom_cli.report import EVIDENCE_SHOWN, visible

POOL_FILES = 200
"""From this many files on, starting processes costs less than it saves."""
FILES_AT_ONCE = 20
TEXT_LINES = 40
_ENDS_LINES = re.compile("[\x7f-\x9f\u2028\u2029]")


class ShownAttachment(Model):
    """One attached file."""

    filename: str
    content_type: str
    size: int
    sha256: str


class ShownClassification(Model):
    """What the mail was taken for."""

    category: str
    confidence: float
    runner_up: RunnerUp | None
    evidence: tuple[Evidence, ...]


class ShownMail(Model):
    """One line of `postroom mail show --json`."""

    file: str
    message_id: str | None
    date: datetime | None
    from_: Address | None = Field(alias="from")
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    text: str
    reply_text: str
    html_as_text: str
    attachments: tuple[ShownAttachment, ...]
    automatic: Automatic
    thread: Thread
    classification: ShownClassification
    problems: tuple[MailProblem, ...]

    @classmethod
    def of(cls, file: str, mail: Mail, found: Classification) -> "ShownMail":
        """The mail as it is shown, with what it was taken for."""
        parts = {name: getattr(mail, name) for name in cls.model_fields if name in Mail.model_fields}
        attachments = tuple(
            ShownAttachment(**{name: getattr(one, name) for name in ShownAttachment.model_fields})
            for one in mail.attachments
        )
        taken_for = ShownClassification(**{name: getattr(found, name) for name in ShownClassification.model_fields})
        return cls(**{**parts, "file": file, "attachments": attachments, "classification": taken_for})


class ShownLines(NamedTuple):
    """What is printed of one file, and why it could not be read ("" if it could)."""

    text: str
    failure: str


def mail_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file meant: of a folder, all .eml in it at any depth, or every file where it holds none."""
    for path in paths:
        if path.is_dir():
            # Hidden files and folders are a version control's or a system's own, and no mails.
            inside = sorted(
                one
                for one in path.rglob("*")
                if one.is_file() and not any(part.startswith(".") for part in one.relative_to(path).parts)
            )
            yield from [one for one in inside if one.suffix.lower() == ".eml"] or inside
        else:
            yield path


def shown_lines(files: Sequence[Path], *, as_json: bool) -> Iterator[ShownLines]:
    """What is printed of each file, in order."""
    show = partial(show_mail, as_json=as_json)
    workers = min(os.cpu_count() or 1, len(files) // FILES_AT_ONCE)
    if len(files) < POOL_FILES or workers < 2:
        yield from map(show, files)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(show, files, chunksize=FILES_AT_ONCE)


def show_mail(path: Path, *, as_json: bool) -> ShownLines:
    """What is printed of one file, whatever is in it."""
    failure = ""
    try:
        mail = _read(path)
    except OSError as error:
        failure = error.strerror or type(error).__name__
        mail = Mail(problems=(MailProblem(part="file", reason=f"cannot be read: {failure}"),))
    except Exception as error:  # noqa: BLE001 - the outermost edge: one file must not end the run over the others
        failure = f"{type(error).__name__}: {error}"
        mail = Mail(problems=(MailProblem(part="file", reason=f"a fault of Postroom's own: {failure}"),))
    # A name in another charset than the system's holds halves of characters, which no JSON may.
    name = os.fsencode(path).decode("utf-8", "replace")
    shown = ShownMail.of(name, mail, classify(mail, _layers()))
    return ShownLines(_json(shown) if as_json else _readable(shown), failure)


def _json(shown: ShownMail) -> str:
    """One line to every reader: some take U+0085 or U+2028 for a line's end."""
    return _ENDS_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", shown.model_dump_json(by_alias=True))


def _read(path: Path) -> Mail:
    with path.open("rb") as file:
        raw = file.read(MAIL_FILE_BYTES + 1)
    mail = read_mail(raw[:MAIL_FILE_BYTES]).mail
    if len(raw) <= MAIL_FILE_BYTES:
        return mail
    cut = MailProblem(part="file", reason=f"cut after {MAIL_FILE_BYTES} bytes")
    return mail.model_copy(update={"problems": (*mail.problems, cut)})


@cache
def _layers() -> tuple[Layer, ...]:
    return (default_layer(),)


def _readable(shown: ShownMail) -> str:
    """The mail for people: each header in a line, then the new text."""
    found, next_best = shown.classification, shown.classification.runner_up
    lines = [
        shown.file,
        f"  from      {_people([shown.from_] if shown.from_ else []) or '(no sender)'}",
        *(f"  {name}        {_people(people)}" for name, people in (("to", shown.to), ("cc", shown.cc)) if people),
        f"  date      {shown.date.isoformat() if shown.date else '(none)'}",
        f"  subject   {shown.subject or '(none)'}",
        f"  category  {found.category} {found.confidence:.2f}"
        + (f", else {next_best.category} {next_best.confidence:.2f}" if next_best else ""),
    ]
    if found.evidence:
        words = ", ".join(f"{one.words!r} ({one.part})" for one in found.evidence[:EVIDENCE_SHOWN])
        lines.append(f"  because   {words}")
    if shown.automatic.kind != "none":
        lines.append(f"  automatic {shown.automatic.kind} ({shown.automatic.reason})")
    if shown.thread.in_reply_to:
        lines.append(f"  answers   {shown.thread.in_reply_to}")
    lines += [f"  attached  {one.filename} ({one.content_type}, {one.size} bytes)" for one in shown.attachments]
    lines += [f"  problem   {one.part}: {one.reason}" for one in shown.problems]
    text = shown.reply_text or shown.text or shown.html_as_text
    body = text.strip("\n").split("\n") if text.strip() else ["(no text)"]
    lines += ["", *(f"  | {line}" for line in body[:TEXT_LINES])]
    if len(body) > TEXT_LINES:
        lines.append(f"  ({len(body) - TEXT_LINES} lines more)")
    return "\n".join(visible(line) for line in [*lines, ""])


def _people(people: Sequence[Address]) -> str:
    return ", ".join(f"{one.name} <{one.address}>" if one.name else one.address for one in people)
