"""`postroom`: the command's words, each handed to the module that does it."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from postroom_cli.api_commands import add_api_commands


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all went well, 1 if nobody reads its output, 2 if it is called wrongly or cannot read.

    A folder with one file that cannot be read ends with 2 too, after all others; a broken mail is read and is no error.
    """
    parser = argparse.ArgumentParser(
        prog="postroom", description="Postroom: offline tools, and an installation over its API."
    )
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    mail = words.add_parser("mail", help="look at mails").add_subparsers(required=True, metavar="COMMAND")
    trace = mail.add_parser(
        "trace", help="the whole way of one mail against the shipped workflows; nothing is stored or sent"
    )
    trace.add_argument("path", type=Path, help="a mail as a file (.eml)")
    trace.add_argument("--json", action="store_true", help="as one JSON object")
    trace.set_defaults(run=_trace)
    show = mail.add_parser(
        "show",
        help="mails as they are understood: text, attachments, category, problems; offline",
        description="Mails as they are understood, offline. Exit code: 0 if every file was read, however broken the "
        "mails; 2 if one could not be read, which is told and does not stop the others; 1 if nobody reads the output.",
    )
    show.add_argument(
        "paths", type=Path, nargs="+", metavar="PATH", help="a mail as a file, or a folder: its .eml, else every file"
    )
    show.add_argument("--json", action="store_true", help="as one JSON object a line")
    show.set_defaults(run=_show)
    _add_extraction(words)
    add_api_commands(words)
    given = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code: int = given.run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"postroom: {error.filename or 'reading'}: {error.strerror}", file=sys.stderr)
        return 2
    return code


def _add_extraction(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for kind, word, what in (
        ("invoice", "extract", "what an invoice says, each field with its source and how sure it is"),
        ("tracking", "find", "tracking numbers with carrier and link"),
    ):
        group = words.add_parser(kind, help=f"{what}; offline").add_subparsers(required=True, metavar="COMMAND")
        command = group.add_parser(word, help=f"{what}; from mails, PDFs and text files", epilog=_EXIT_CODES)
        command.add_argument(
            "paths", type=Path, nargs="+", metavar="PATH", help="a mail, PDF or text, or a folder of them at any depth"
        )
        command.add_argument("--json", action="store_true", help="as one JSON object a line")
        command.set_defaults(run=_extract, kind=kind)


_EXIT_CODES = (
    "Exit codes: 0 all files were read, and what is broken or locked in one is told in its problems; 1 nobody reads "
    "the output; 2 a path could not be opened, or the call is wrong; all other files are printed all the same."
)


def _extract(given: argparse.Namespace) -> int:
    from postroom_cli.extract_files import document_files, shown_files

    if given.json and isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 whatever the terminal speaks.
        sys.stdout.reconfigure(encoding="utf-8")
    files, failed = list(document_files(given.paths)), False
    for file, shown in zip(files, shown_files(files, given.kind, as_json=given.json), strict=True):
        print(shown.text)
        if shown.failure:
            failed = True
            print(f"postroom: {file}: {shown.failure}", file=sys.stderr)
    return 2 if failed else 0


def _show(given: argparse.Namespace) -> int:
    from postroom_cli.mail_show import mail_files, shown_lines

    if given.json and isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 whatever the terminal speaks.
        sys.stdout.reconfigure(encoding="utf-8")
    files, failed = list(mail_files(given.paths)), False
    for file, shown in zip(files, shown_lines(files, as_json=given.json), strict=True):
        print(shown.text)
        if shown.failure:
            failed = True
            print(f"postroom: {file}: {shown.failure}", file=sys.stderr)
    return 2 if failed else 0


def _trace(given: argparse.Namespace) -> int:
    from postroom_cli.mail_trace import trace_mail, trace_text

    trace = trace_mail(given.path.read_bytes(), str(given.path))
    if given.json:
        print(trace.model_dump_json(by_alias=True, indent=2))
    else:
        print(trace_text(trace))
    return 0


if __name__ == "__main__":
    sys.exit(main())
