"""`postroom invoice extract` and `postroom tracking find`: mails, PDFs and text files read offline, an object a line.

1. the paths become files in order: a folder stands for the mails, PDFs and texts in it (document_files)
2. each file becomes its texts, whatever it is: a mail with its attached PDFs, a PDF, a text (read_file)
3. the texts are read as the actions read them; what could not be read is a problem of that file's object
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from postroom.documents.pdf_text import is_pdf, pdf_text
from postroom.extract.model import InvoiceProblem, InvoiceText, TextSource
from postroom.extract.sources import Document, attached_documents, document_texts, invoice_text, mail_texts
from postroom.extract.tracking.links import links_to_carriers
from postroom.limits import MAIL_FILE_BYTES
from postroom.mail.charsets import decode_text
from postroom.mail.parse import parse_mail
from postroom.plain import to_json
from postroom_cli.report import visible

SUFFIXES = frozenset({".eml", ".pdf", ".txt", ".text", ".md", ".html", ".htm"})
"""Of a folder, these files; every file where it holds none of them."""
POOL_FILES, FILES_AT_ONCE = 100, 10
"""From how many files on starting processes costs less than it saves, and how many each takes at a time."""
_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n)*)+")
_ONLY_MAILS = re.compile(rb"^(?:received|return-path|message-id|mime-version|from:[^\n]{0,500}@)", re.I | re.M)
"""Headers that an invoice's text, with its own "Date:" and "To:", has not."""
_HEAD_BYTES = 20_000
_ENDS_LINES = re.compile("[\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class FileTexts:
    """What a file says: its texts as an invoice's and as they stand, and who sent it if it is a mail."""

    invoice: InvoiceText
    everything: tuple[TextSource, ...]
    sender: str = ""


class Shown(NamedTuple):
    """What is printed of one file, and why it could not be read ("" if it could)."""

    text: str
    failure: str


def document_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file meant, those of a folder at any depth and in order; hidden ones are a system's own."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(
            one
            for one in path.rglob("*")
            if one.is_file() and not any(part.startswith(".") for part in one.relative_to(path).parts)
        )
        yield from [one for one in inside if one.suffix.lower() in SUFFIXES] or inside


def shown_files(files: Sequence[Path], kind: str, *, as_json: bool) -> Iterator[Shown]:
    """What is printed of each file, in order; `kind` is invoice or tracking."""
    show = partial(show_file, kind=kind, as_json=as_json)
    workers = min(os.cpu_count() or 1, len(files) // FILES_AT_ONCE)
    if len(files) < POOL_FILES or workers < 2:
        yield from map(show, files)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(show, files, chunksize=FILES_AT_ONCE)


def show_file(path: Path, *, kind: str, as_json: bool) -> Shown:
    """What is printed of one file, whatever is in it."""
    read, readable = _KINDS[kind]
    failure = ""
    try:
        answer = read(read_file(path))
    except OSError as error:
        failure = error.strerror or type(error).__name__
        answer = read(_unread(f"cannot be read: {failure}"))
    except Exception as error:  # noqa: BLE001 - the outermost edge: one file must not end the run over the others
        failure = f"{type(error).__name__}: {error}"
        answer = read(_unread(f"a fault of Postroom's own: {failure}"))
    if as_json:
        # One line to every reader: some take U+0085 or U+2028 for a line's end.
        line = to_json({"file": str(path), **answer})
        return Shown(_ENDS_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", line), failure)
    lines = [str(path), *readable(answer), *(f"  problem   {one}" for one in answer["problems"]), ""]
    return Shown("\n".join(visible(line) for line in lines), failure)


def read_file(path: Path) -> FileTexts:
    """The texts of a file, by what is in it: a PDF, a mail, else a text."""
    with path.open("rb") as file:
        raw = file.read(MAIL_FILE_BYTES + 1)
    cut = () if len(raw) <= MAIL_FILE_BYTES else (f"cut after {MAIL_FILE_BYTES} bytes",)
    raw = raw[:MAIL_FILE_BYTES]
    if is_pdf(raw) and path.suffix.lower() != ".eml":
        document = Document(path.name, pdf_text(raw))
        return _texts(document_texts([document]), (*cut, *document.read.problems))
    if path.suffix.lower() == ".eml" or _is_mail(raw):
        return _mail_texts(raw, cut)
    return _texts(_of_text(raw, is_html=path.suffix.lower() in {".html", ".htm"}), cut)


def _of_text(raw: bytes, *, is_html: bool) -> tuple[TextSource, ...]:
    if is_html:
        parsed = parse_mail(b"Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n" + raw)
        return mail_texts(parsed.mail, links=links_to_carriers(parsed.links))
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = raw.decode("utf-16", "replace") if wide else decode_text(raw)[0]
    return (TextSource(place="text", text=text.removeprefix("\ufeff").replace("\r\n", "\n")),)


def _is_mail(raw: bytes) -> bool:
    head = _HEADERS.match(raw.removeprefix(b"\xef\xbb\xbf"), 0, _HEAD_BYTES)
    return head is not None and _ONLY_MAILS.search(head[0]) is not None


def _mail_texts(raw: bytes, cut: Sequence[str]) -> FileTexts:
    parsed = parse_mail(raw)
    mail, documents = parsed.mail, attached_documents(parsed)
    invoice = invoice_text(mail, documents)
    problems = (*(InvoiceProblem(field="file", reason=reason) for reason in cut), *invoice.problems)
    sender = mail.from_.address if mail.from_ else ""
    everything = mail_texts(mail, documents, links_to_carriers(parsed.links))
    return FileTexts(invoice.model_copy(update={"problems": problems}), everything, sender)


def _texts(sources: tuple[TextSource, ...], problems: Sequence[str]) -> FileTexts:
    told = tuple(InvoiceProblem(field="file", reason=reason) for reason in problems)
    return FileTexts(InvoiceText(sources=sources, problems=told), sources)


def _unread(reason: str) -> FileTexts:
    return _texts((), [reason])


def _invoice(texts: FileTexts) -> dict[str, Any]:
    from postroom.actions.extract_invoice_data import output_of
    from postroom.extract.invoice import extract_invoice

    return output_of(extract_invoice(texts.invoice)).model_dump(mode="json")


def _tracking(texts: FileTexts) -> dict[str, Any]:
    from postroom.actions.extract_tracking_number import output_of
    from postroom.extract.tracking.sources import numbers_in

    problems = tuple(f"{one.field}: {one.reason}" for one in texts.invoice.problems)
    return output_of(numbers_in(texts.everything, texts.sender), problems).model_dump(mode="json")


def _readable_invoice(answer: dict[str, Any]) -> list[str]:
    """Each field stated in a line, with how sure it is, where it stands and the words around."""
    lines = []
    for name, source in answer["sources"].items():
        place = source["attachment"] or source["place"]
        page = f", page {source['page']}" if source["page"] else ""
        label = name.replace("_", " ")
        lines.append(f"  {label:<17} {answer[name]}  ({source['confidence']:.2f}, {place}{page}: {source['around']})")
    return lines or ["  (states nothing of an invoice)"]


def _readable_tracking(answer: dict[str, Any]) -> list[str]:
    lines = []
    for one in answer["numbers"]:
        checked = "check digit right" if one["verified"] else "no check digit"
        place = one["attachment"] or one["place"]
        page = f", page {one['page']}" if one["page"] else ""
        lines.append(
            f"  {one['carrier']:<10} {one['number']}  ({checked}; {place}{page})  {one['link'] or ''}".rstrip()
        )
    return lines or ["  (no tracking number)"]


_KINDS: dict[str, tuple[Callable[[FileTexts], dict[str, Any]], Callable[[dict[str, Any]], list[str]]]] = {
    "invoice": (_invoice, _readable_invoice),
    "tracking": (_tracking, _readable_tracking),
}
