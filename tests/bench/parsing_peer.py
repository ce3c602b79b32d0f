"""Other mail parsers and HTML readers on the same files, in an environment of their own: JSON in, JSON out.

What they read is made comparable: subject, sender's address, all text of text parts, names of attached files.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RUNS = 3
SLOW_SECONDS = 0.2


def main() -> None:
    """Reads `{engine, files or texts}` from standard input; answers each with value, error and seconds."""
    request = json.load(sys.stdin)
    read = {**PARSERS, **HTML_READERS}[request["engine"]]()
    given = request.get("texts") or [Path(name).read_bytes() for name in request["files"]]
    json.dump([_answer(read, one) for one in given], sys.stdout)


def _answer(read: Callable[[Any], Any], given: Any) -> dict[str, Any]:
    seconds: list[float] = []
    value: Any = None
    error = ""
    for _ in range(RUNS):
        started = time.process_time()
        try:
            value = read(given)
        except Exception as raised:  # noqa: BLE001 - whatever a peer raises is what is measured
            error = type(raised).__name__
        seconds.append(time.process_time() - started)
        if error or seconds[0] > SLOW_SECONDS:
            break
    return {"value": value, "error": error, "seconds": min(seconds)}


def _stdlib(policy_name: str) -> Callable[[], Callable[[bytes], Any]]:
    def build() -> Callable[[bytes], Any]:
        import email
        import email.policy
        from email.header import decode_header, make_header
        from email.utils import parseaddr

        policy: Any = getattr(email.policy, policy_name)

        def header(value: object) -> str:
            return str(value) if policy_name == "default" else str(make_header(decode_header(str(value or ""))))

        def read(raw: bytes) -> Any:
            message: Any = email.message_from_bytes(raw, policy=policy)
            texts, files = [], []
            for part in message.walk():
                if part.is_multipart():
                    continue
                name = part.get_filename()
                if name or part.get_content_maintype() != "text":
                    files.append(name or "")
                elif policy_name == "default":
                    texts.append(part.get_content())
                else:
                    charset = part.get_content_charset() or "utf-8"
                    texts.append((part.get_payload(decode=True) or b"").decode(charset, "replace"))
            sender = parseaddr(header(message["From"]))[1]
            return {
                "subject": header(message["Subject"] or ""),
                "from": sender,
                "text": "\n".join(texts),
                "files": files,
            }

        return read

    return build


def _mail_parser() -> Callable[[bytes], Any]:
    mailparser: Any = importlib.import_module("mailparser")

    def read(raw: bytes) -> Any:
        mail = mailparser.parse_from_bytes(raw)
        return {
            "subject": mail.subject or "",
            "from": mail.from_[0][1] if mail.from_ else "",
            "text": "\n".join([*mail.text_plain, *mail.text_html]),
            "files": [one["filename"] for one in mail.attachments],
        }

    return read


def _fast_mail_parser() -> Callable[[bytes], Any]:
    from email.utils import parseaddr

    fast_mail_parser: Any = importlib.import_module("fast_mail_parser")

    def read(raw: bytes) -> Any:
        mail = fast_mail_parser.parse_email(raw)
        headers = {name.lower(): value for name, value in mail.headers.items()}
        return {
            "subject": mail.subject or "",
            "from": parseaddr(headers.get("from", ""))[1],
            "text": "\n".join([*mail.text_plain, *mail.text_html]),
            "files": [one.filename for one in mail.attachments],
        }

    return read


def _inscriptis() -> Callable[[str], Any]:
    read: Callable[[str], Any] = importlib.import_module("inscriptis").get_text
    return read


def _html2text() -> Callable[[str], Any]:
    read: Callable[[str], Any] = importlib.import_module("html2text").html2text
    return read


def _selectolax() -> Callable[[str], Any]:
    lexbor: Any = importlib.import_module("selectolax.lexbor")

    def read(html: str) -> Any:
        tree = lexbor.LexborHTMLParser(html)
        for node in tree.css("script,style,head,template"):
            node.decompose()
        return tree.text(separator="\n", strip=True)

    return read


PARSERS: dict[str, Callable[[], Callable[[Any], Any]]] = {
    "stdlib default": _stdlib("default"),
    "stdlib compat32": _stdlib("compat32"),
    "mail-parser": _mail_parser,
    "fast-mail-parser": _fast_mail_parser,
}
HTML_READERS: dict[str, Callable[[], Callable[[Any], Any]]] = {
    "inscriptis": _inscriptis,
    "html2text": _html2text,
    "selectolax": _selectolax,
}

if __name__ == "__main__":
    main()
