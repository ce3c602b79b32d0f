"""One reply library on texts from standard input, in the peers' own environment (see reply_text.py)."""

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

Ask = Callable[[str], Any]


def main(name: str) -> None:
    """Prints its answers and the CPU seconds of each."""
    ask = ENGINES[name]()
    answers, seconds = [], []
    for text in json.load(sys.stdin):
        started = time.process_time()
        answers.append(ask(text))
        seconds.append(time.process_time() - started)
    print(json.dumps({"answers": answers, "seconds": seconds}))


def _mail_parser_reply(*, body: bool) -> Ask:
    parser = import_module("mailparser_reply").EmailReplyParser(
        languages=list(import_module("mailparser_reply.constants").MAIL_LANGUAGES)
    )
    return (lambda text: parser.read(text).replies[0].body) if body else parser.parse_reply


def _email_reply_parser() -> Ask:
    return import_module("email_reply_parser").EmailReplyParser.parse_reply  # type: ignore[no-any-return]


def _quotequail() -> Ask:
    unwrap = import_module("quotequail").unwrap

    def ask(text: str) -> str:
        parts = unwrap(text)
        return text if parts is None else "\n\n".join(filter(None, map(parts.get, ("text_top", "text_bottom"))))

    return ask


def _talon() -> Ask:
    return import_module("talon.quotations").extract_from_plain  # type: ignore[no-any-return]


ENGINES: dict[str, Callable[[], Ask]] = {
    "mail-parser-reply": lambda: _mail_parser_reply(body=False),
    "mail-parser-reply body": lambda: _mail_parser_reply(body=True),
    "email-reply-parser": _email_reply_parser,
    "quotequail": _quotequail,
    "talon": _talon,
}

if __name__ == "__main__":
    main(sys.argv[1])
