"""Mails read: our parser beside others, the whole way to a category, and HTML as text, on the real mails there are."""

import json
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from postroom.classify.decision import classify
from postroom.classify.keyword_layer import default_layer
from postroom.mail.html_text import html_to_text
from postroom.mail.parse import parse_mail
from postroom.mail.structure import Structure
from tests.bench.measuring import ROOT
from tests.bench.peer_environment import peer_python

DATA = Path(__file__).parents[3] / "shared" / "data"
SETS = {
    "broken and odd mails": (
        *("mime-mikel", "mime-enmime", "mime-cpython", "mime-mimekit", "mime-spamscope", "mime-nodemailer"),
    ),
    "spamassassin": ("class-spamassassin",),
    "business mails": ("business-mails",),
}
MAIL_SUFFIXES = frozenset({".eml", ".raw", ".txt", ""})
PARSERS = ("stdlib default", "stdlib compat32", "mail-parser", "fast-mail-parser")
HTML_READERS = ("inscriptis", "html2text", "selectolax")
PACKAGES = ("mail-parser", "fast-mail-parser", "inscriptis", "html2text", "selectolax")
RUNS = 3
GARBLED = re.compile("\ufffd|=\\?[\\w-]+\\?[bqBQ]\\?|[\x80-\x9f]")
HIDDEN = (
    "<div style='display:none'>{}</div>",
    "<div hidden>{}</div>",
    "<span style='visibility:hidden'>{}</span>",
    "<span style='font-size:0'>{}</span>",
    "<span style='opacity:0'>{}</span>",
    "<div style='max-height:0;overflow:hidden'>{}</div>",
    "<div style='position:absolute;left:-9999px'>{}</div>",
    "<span style='color:#fff;background:#fff'>{}</span>",
    "<style>.p{{display:none}}</style><i class=p>{}</i>",
    "<script>var a = '{}'</script>",
    "<head><title>{}</title></head>",
    "<!-- {} -->",
)
NOTES = (
    "ms are CPU milliseconds a mail or body, the best of three runs. Garbled: a replacement character, a C1 control or"
    " an encoded word left in what was read. Without text: no text and no named file found in a mail that has some.",
    "Target: parse, reply text and classification together p50 at most 5 ms of CPU a real mail.",
)


def rows() -> list[dict[str, Any]]:
    """Parsers on each group of sets; the whole way; HTML readers."""
    found: list[dict[str, Any]] = []
    for group, names in SETS.items():
        files = [file for name in names for file in _mails(DATA / name)]
        if files:
            found += _parser_rows(group, files)
            found.append(_whole_way(group, files))
    bodies = [body for names in SETS.values() for name in names for body in _html_bodies(_mails(DATA / name))]
    return [*found, *(_html_rows(bodies) if bodies else ())]


def _mails(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in MAIL_SUFFIXES and not path.name.startswith(("LICEN", "COPYING"))
    )


def _parser_rows(group: str, files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    ours = [_timed(_ours, path.read_bytes()) for path in files]
    yield _parser_row(group, "postroom", ours, ours)
    for engine in PARSERS:
        answers = _peer(engine, {"files": [str(path) for path in files]})
        yield (
            {"what": group, "engine": engine, "remark": answers}
            if isinstance(answers, str)
            else _parser_row(group, engine, answers, ours)
        )


def _ours(raw: bytes) -> dict[str, Any]:
    mail = parse_mail(raw).mail
    return {
        "subject": mail.subject,
        "from": mail.from_.address if mail.from_ else "",
        "text": f"{mail.text}\n{mail.html_as_text}",
        "files": [file.filename for file in mail.attachments],
    }


def _parser_row(
    group: str, engine: str, answers: Sequence[dict[str, Any]], ours: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    read = [answer["value"] for answer in answers if not answer["error"]]
    pairs = [(answer["value"], our["value"]) for answer, our in zip(answers, ours, strict=True) if not answer["error"]]
    return {
        "what": group,
        "engine": engine,
        "count": len(answers),
        **_times([answer["seconds"] for answer in answers]),
        "raised": len(answers) - len(read),
        "subject garbled": sum(bool(GARBLED.search(str(one["subject"]))) for one in read),
        "no sender": sum("@" in our["from"] and "@" not in str(one["from"]) for one, our in pairs),
        "text garbled": sum(bool(GARBLED.search(str(one["text"]))) for one in read),
        "without text": sum(_says(our) and not _says(one) for one, our in pairs),
        "names garbled": sum(any(GARBLED.search(str(name)) for name in one["files"]) for one in read),
    }


def _says(read: dict[str, Any]) -> bool:
    return bool(str(read["text"]).strip() or any(read["files"]))


def _whole_way(group: str, files: Sequence[Path]) -> dict[str, Any]:
    layers = (default_layer(),)
    answers = [_timed(lambda raw: classify(parse_mail(raw).mail, layers), path.read_bytes()) for path in files]
    times = _times([answer["seconds"] for answer in answers])
    return {"what": f"{group}: parse, reply text, category", "engine": "postroom", "count": len(files), **times}


def _html_bodies(files: Sequence[Path]) -> Iterator[str]:
    for path in files:
        for part in Structure(path.read_bytes(), None).parts:
            if part.content_type == "text/html":
                yield part.content()[0].decode("utf-8", "replace")


def _html_rows(bodies: Sequence[str]) -> Iterator[dict[str, Any]]:
    secrets = [form.format("SECRET") + "<p>shown</p>" for form in HIDDEN]
    engines: dict[str, list[dict[str, Any]] | str] = {
        "postroom": [_timed(html_to_text, text) for text in [*bodies, *secrets]]
    }
    engines |= {engine: _peer(engine, {"texts": [*bodies, *secrets]}) for engine in HTML_READERS}
    for engine, answers in engines.items():
        if isinstance(answers, str):
            yield {"what": "HTML bodies as text", "engine": engine, "remark": answers}
            continue
        shown = [str(answer["value"]) for answer in answers[len(bodies) :]]
        yield {
            "what": "HTML bodies as text",
            "engine": engine,
            "count": len(bodies),
            **_times([answer["seconds"] for answer in answers[: len(bodies)]]),
            "raised": sum(bool(answer["error"]) for answer in answers),
            f"hidden shown, of {len(HIDDEN)}": sum("SECRET" in text for text in shown),
        }


def _timed(read: Callable[[Any], Any], given: Any) -> dict[str, Any]:
    seconds, value = [], None
    for _ in range(RUNS):
        started = time.process_time()
        value = read(given)
        seconds.append(time.process_time() - started)
    return {"value": value, "error": "", "seconds": min(seconds)}


def _times(seconds: Sequence[float]) -> dict[str, Any]:
    ordered = sorted(seconds)
    return {
        "p50_ms": round(statistics.median(ordered) * 1000, 3),
        "p95_ms": round(ordered[int(len(ordered) * 0.95)] * 1000, 2),
        "max_ms": round(ordered[-1] * 1000, 1),
    }


def _peer(engine: str, request: dict[str, Any]) -> list[dict[str, Any]] | str:
    """A peer's answers, or why there are none."""
    try:
        command = [str(peer_python(*PACKAGES)), str(ROOT / "tests/bench/parsing_peer.py")]
        run = subprocess.run(
            command,
            input=json.dumps({"engine": engine, **request}),
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", None) or error).strip().splitlines()
        return f"skipped: {said[-1][-120:]}"
    answers: list[dict[str, Any]] = json.loads(run.stdout)
    return answers
