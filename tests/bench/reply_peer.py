"""One reply library on texts from standard input, in the peers' own environment (see reply_text.py)."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any


def main(name: str) -> None:
    """Prints its answers and the CPU seconds of each."""
    ask = ENGINES[name]()
    answers, seconds = [], []
    for text in json.load(sys.stdin):
        started = time.process_time()
        answers.append(ask(text))
        seconds.append(time.process_time() - started)
    print(json.dumps({"answers": answers, "seconds": seconds}))


def _mail_parser_reply(body: bool) -> Callable[[str], str | None]:
    from mailparser_reply import EmailReplyParser
    from mailparser_reply.constants import MAIL_LANGUAGES

    parser = EmailReplyParser(languages=list(MAIL_LANGUAGES))
    if not body:
        return parser.parse_reply  # type: ignore[no-any-return]
    return lambda text: parser.read(text).replies[0].body  # type: ignore[no-any-return]


def _email_reply_parser() -> Callable[[str], str | None]:
    from email_reply_parser import EmailReplyParser

    return EmailReplyParser.parse_reply  # type: ignore[no-any-return]


def _quotequail() -> Callable[[str], str | None]:
    import quotequail

    def ask(text: str) -> str | None:
        unwrapped: dict[str, Any] | None = quotequail.unwrap(text)
        if unwrapped is None:
            return text
        return "\n\n".join(filter(None, (unwrapped.get("text_top"), unwrapped.get("text_bottom"))))

    return ask


def _talon() -> Callable[[str], str | None]:
    from talon import quotations

    return quotations.extract_from_plain  # type: ignore[no-any-return]


ENGINES: dict[str, Callable[[], Callable[[str], str | None]]] = {
    "mail-parser-reply": lambda: _mail_parser_reply(body=False),
    "mail-parser-reply body": lambda: _mail_parser_reply(body=True),
    "email-reply-parser": _email_reply_parser,
    "quotequail": _quotequail,
    "talon": _talon,
}

if __name__ == "__main__":
    main(sys.argv[1])
