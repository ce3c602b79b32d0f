"""A few minutes of a coverage-guided fuzzer over the parser: no exception, no long call, no unbounded memory."""

import importlib.util
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from postroom.mail.parse import parse_mail
from tests.core.mail.test_any_bytes import _TOKENS
from tests.cpu_time import assert_no_dearer

ROOT = Path(__file__).parents[3]
FUZZ_SECONDS = int(os.environ.get("POSTROOM_FUZZ_SECONDS", "180"))
INPUT_BYTES = 256 * 1024
SEED_BYTES = 64 * 1024
TIMES_ORDINARY = 10
"""A second, where an ordinary mail of 256 KB takes a tenth of one."""
SETS = ("mime-mikel", "mime-enmime", "mime-cpython", "mime-mimekit", "mime-spamscope", "bounce-phpbh")


def _seeds() -> list[bytes]:
    """The sample mails, and the real ones where they are."""
    folders = [ROOT / "events" / "mail", *(ROOT.parent / "shared" / "data" / name for name in SETS)]
    files = [path for folder in folders if folder.exists() for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.read_bytes() for path in files if path.suffix != ".md" and path.stat().st_size <= SEED_BYTES]


def _quoted(token: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in token) + '"'


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is only there for Linux on x86_64")
def test_the_fuzzer_finds_nothing(tmp_path: Path) -> None:
    corpus, slow, found = (tmp_path / name for name in ("corpus", "slow", "found"))
    for folder in (corpus, slow, found):
        folder.mkdir()
    for number, seed in enumerate(_seeds()):
        (corpus / f"{number:04}").write_bytes(seed)
    words = tmp_path / "words"
    words.write_text("\n".join(_quoted(token) for token in _TOKENS if token))
    command = [sys.executable, "-m", "tests.core.mail.fuzzing", str(slow)]
    options = {
        "max_total_time": FUZZ_SECONDS,
        "max_len": INPUT_BYTES,
        "len_control": 10,
        "timeout": 60,
        # libFuzzer reads ru_maxrss, which begins with what pytest had grown to; the target looks at its own peak.
        "rss_limit_mb": 0,
        "dict": words,
        "artifact_prefix": f"{found}/",
        "verbosity": 0,
        "print_final_stats": 1,
    }
    arguments = [f"-{name}={value}" for name, value in options.items()]
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "layers/core/python")))
    run = subprocess.run(
        [*command, *arguments, str(corpus)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-4000:]
    assert not list(found.iterdir())
    assert "stat::number_of_executed_units" in run.stderr
    ordinary = b"From: a@b.example\n\n" + b"An ordinary line of text, as people write them.\n" * (INPUT_BYTES // 48)
    for path in sorted(slow.iterdir()):
        raw = path.read_bytes()
        assert_no_dearer(partial(parse_mail, raw), partial(parse_mail, ordinary), TIMES_ORDINARY)
