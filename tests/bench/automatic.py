"""Bounces: for how many the recipients and whether it is final are right; and what is claimed of ordinary mail."""

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from postroom.mail.parse import parse_mail
from tests.bench.measuring import ROOT
from tests.bench.peer_environment import peer_python

DATA = Path(__file__).parents[3] / "shared" / "data"
PEER = "flufl.bounce"
MIME = ("mime-mikel", "mime-enmime", "mime-cpython", "mime-mimekit", "mime-spamscope", "mime-nodemailer")
REPORTS = re.compile(
    r"delivery-status|dsn|multipart-wo-boundary|report_|multi_address_bounce|/bounce|mail_malformed_2|msg_(?:05|16|25|43)|feedback-report"
)
"""Files of the mime sets that are reports by what their source says or by their Content-Type."""
OF_REPORT = re.compile(
    rb"(?:report-type|content-type)\s*[=:]\s*\"?(?:message/)?(?:delivery-status|disposition-not)", re.I
)
NOTES = (
    "right: the set of addresses and, for each, permanent as labelled; labelled addresses compared without case",
    "bounce-phpbh has no labels but its file names and X-Failed-Recipients, against which it is read "
    "without that header",
    f"claims: bounce, auto_reply or feedback_report of a mail that is none; {PEER} knows bounces only",
)

Verdict = tuple[frozenset[str], frozenset[str]]
"""Temporary and permanent addresses."""


class Sample(NamedTuple):
    """One mail as bytes, and what is stated of it; None for a mail that is no bounce."""

    name: str
    raw: bytes
    stated: Verdict | None


def rows() -> list[dict[str, Any]]:
    """Per set: ours beside the peer's, in the same run; empty without data."""
    if not DATA.is_dir():
        return []
    groups = {"bounce-flufl": flufl(), "bounce-phpbh": phpbh()}
    ordinary = {"class-spamassassin": spamassassin(), "business-mails": business(), "mime sets": mime()}
    found = [row for name, group in groups.items() for row in _compared(name, group, _right)]
    return found + [row for name, group in ordinary.items() for row in _compared(name, group, _claims)]


def ours(raw: bytes) -> Verdict:
    """What we say of it."""
    recipients = parse_mail(raw).mail.automatic.recipients
    return (
        frozenset(one.address for one in recipients if not one.permanent),
        frozenset(one.address for one in recipients if one.permanent),
    )


def claims(samples: Iterable[Sample]) -> list[str]:
    """The ordinary mails of which we claim that they are reports or answers."""
    claimed = {"bounce", "auto_reply", "feedback_report"}
    return [one.name for one in samples if parse_mail(one.raw).mail.automatic.kind in claimed]


def wrong(samples: Iterable[Sample]) -> list[str]:
    """The labelled bounces of which we say something else."""
    return [one.name for one in samples if ours(one.raw) != one.stated]


@cache
def flufl() -> list[Sample]:
    """The labelled ones."""
    labels = json.loads((DATA / "bounce-flufl" / "expected.json").read_text("utf-8"))
    return [Sample(label["file"], _read(f"bounce-flufl/files/{label['file']}"), _stated(label)) for label in labels]


@cache
def phpbh() -> list[Sample]:
    """Those whose own header names the recipients; the header is taken out, so that the text has to tell."""
    samples = []
    for path in sorted((DATA / "bounce-phpbh" / "files" / "eml").glob("*.eml")):
        raw = path.read_bytes()
        header = re.search(rb"^X-Failed-Recipients:[ \t]*([^\r\n]+)\r?\n", raw, re.MULTILINE)
        if header is not None:
            named = frozenset(one.strip().lower() for one in header[1].decode("ascii").split(","))
            rest = raw[: header.start()] + raw[header.end() :]
            samples.append(Sample(path.name, rest, (frozenset(), named)))
    return samples


@cache
def spamassassin() -> list[Sample]:
    """Ham, hard ham and spam."""
    files = sorted(path for path in (DATA / "class-spamassassin" / "files").rglob("*") if path.is_file())
    return [
        Sample(
            path.name,
            json.loads(path.read_text("utf-8"))["text"].encode() if path.suffix == ".json" else path.read_bytes(),
            None,
        )
        for path in files
    ]


@cache
def business() -> list[Sample]:
    """All that are not labelled as automatic mail."""
    files = sorted((DATA / "business-mails" / "mails").glob("*.eml"))
    return [
        Sample(path.name, path.read_bytes(), None) for path in files if not re.search("auto_reply|bounce", path.name)
    ]


@cache
def mime() -> list[Sample]:
    """All that do not declare themselves reports."""
    files = sorted(
        path for name in MIME for path in (DATA / name).rglob("*") if path.is_file() and path.suffix != ".md"
    )
    read = [(str(path.relative_to(DATA)), path.read_bytes()) for path in files]
    return [Sample(name, raw, None) for name, raw in read if not (REPORTS.search(name) or OF_REPORT.search(raw))]


def _compared(name: str, samples: list[Sample], judged: Any) -> list[dict[str, Any]]:
    started = time.process_time()
    verdicts = [ours(one.raw) for one in samples]
    seconds = time.process_time() - started
    mine = {"set": name, "reader": "postroom", **judged(samples, verdicts)}
    if judged is _claims:
        mine["claims"] = len(claims(samples))
    return [
        mine | {"ms per mail": round(seconds * 1000 / len(samples), 2), "raised": 0},
        _peer_row(name, samples, judged),
    ]


def _right(samples: list[Sample], verdicts: list[Verdict]) -> dict[str, Any]:
    right = sum(said == one.stated for one, said in zip(samples, verdicts, strict=True))
    return {"mails": len(samples), "right": right, "share": round(right / len(samples), 4)}


def _claims(samples: list[Sample], verdicts: list[Verdict]) -> dict[str, Any]:
    return {"mails": len(samples), "claims": sum(bool(temporary or permanent) for temporary, permanent in verdicts)}


def _peer_row(name: str, samples: list[Sample], judged: Any) -> dict[str, Any]:
    try:
        answer = _peer(samples)
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", None) or error).strip().splitlines()
        return {"set": name, "reader": PEER, "remark": f"skipped: {said[-1][-120:]}"}
    verdicts = [(frozenset(temporary), frozenset(permanent)) for temporary, permanent in answer["answers"].values()]
    return {
        "set": name,
        "reader": PEER,
        **judged(samples, verdicts),
        "ms per mail": round(answer["seconds"] * 1000 / len(samples), 2),
        "raised": answer["crashed"],
    }


def _peer(samples: list[Sample]) -> dict[str, Any]:
    python = peer_python(PEER)
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, sample in enumerate(samples):
            path = Path(folder) / f"{number:04}"
            path.write_bytes(sample.raw)
            names.append(str(path))
        command = [str(python), str(ROOT / "tests/bench/automatic_peer.py")]
        run = subprocess.run(command, input=json.dumps(names), capture_output=True, text=True, check=True, timeout=300)
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def _stated(label: dict[str, Any]) -> Verdict:
    temporary, permanent = set[str](), set[str]()
    for one in label["by_detector"]:
        (temporary if one["temporary"] else permanent).update(address.lower() for address in one["addresses"])
    return frozenset(temporary), frozenset(permanent)


def _read(name: str) -> bytes:
    return (DATA / name).read_bytes()


if __name__ == "__main__":
    for row in rows():
        print(row)
    print("wrong:", wrong(flufl()), wrong(phpbh()))
    print("claims:", [claims(group) for group in (spamassassin(), business(), mime())])
