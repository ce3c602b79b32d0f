"""invoice2data beside us: installed in an environment of its own, with its built-in templates, on the same files."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from postroom.documents.pdf_text import pdf_text
from tests.bench.extraction_sets import Member, members
from tests.bench.measuring import ROOT
from tests.bench.peer_environment import peer_python

NAME = "invoice2data 1.0.1"
ON_OUR_TEXT = f"{NAME} on our text"
"""Its templates are written for the layout of pdftotext, which ours is like and its own reader's is not."""
PACKAGES = ("invoice2data==1.0.1", "pypdfium2==5.15.2")


class Rival(NamedTuple):
    """What it says of each member, in order; or why it could not be run."""

    answers: list[dict[str, str]]
    milliseconds: float
    remark: str = ""


@cache
def asked(name: str, tool: str = NAME) -> Rival:
    """Its answers to a set, by its own reader of PDFs (PDFium) or on our text; of a mail the text is read last."""
    try:
        python = peer_python(*PACKAGES)
        with tempfile.TemporaryDirectory() as folder:
            request = [_files(Path(folder), number, member, tool) for number, member in enumerate(members(name))]
            run = subprocess.run(
                [str(python), str(ROOT / "tests/bench/extraction_peer.py")],
                input=json.dumps(request),
                capture_output=True,
                text=True,
                check=True,
                timeout=300,
            )
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", None) or error).strip().splitlines()
        return Rival([{} for _ in members(name)], 0, f"skipped: {said[-1][-120:]}")
    answer: dict[str, Any] = json.loads(run.stdout)
    return Rival(answer["answers"], answer["seconds"] * 1000 / (len(members(name)) or 1))


def _files(folder: Path, number: int, member: Member, tool: str) -> Sequence[str]:
    files = [(f"{number}-{at}.pdf", content) for at, content in enumerate(member.pdfs)]
    if tool == ON_OUR_TEXT:
        files = [(f"{name}.txt", pdf_text(content).text.encode()) for name, content in files]
    if member.text:
        files.append((f"{number}.txt", member.text.encode()))
    for name, content in files:
        (folder / name).write_bytes(content)
    return [str(folder / name) for name, _ in files]
