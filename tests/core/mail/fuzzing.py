"""The coverage-guided fuzzer's target: any bytes are a mail, read, stored and read back. Run by test_fuzzing.py.

`python -m tests.core.mail.fuzzing FOLDER …libFuzzer's options… CORPUS`: inputs that took long are left in FOLDER.
"""

import hashlib
import sys
import time
from pathlib import Path

import atheris

from tests.process_memory import peak_megabytes

with atheris.instrument_imports(include=["postroom.mail"]):
    from postroom.mail.fingerprint import body_fingerprint
    from postroom.mail.matching import compress_mail, cut_for_matching, expand_mail
    from postroom.mail.parse import parse_mail

SUSPECT_SECONDS = 0.5
MEMORY_MEGABYTES = 700
"""The fuzzer's own 150 MB and more of what it remembers are in it; a mail of 256 KB has no need of a tenth."""


def target(folder: Path, raw: bytes) -> None:
    """One mail; what raises is libFuzzer's, what takes long is looked at again without instrumentation."""
    started = time.process_time()
    parsed = parse_mail(raw)
    if time.process_time() - started > SUSPECT_SECONDS:
        (folder / hashlib.sha256(raw).hexdigest()).write_bytes(raw)
    mail = parsed.mail
    assert [file.size for file in mail.attachments] == [len(content) for content in parsed.contents]
    assert "\0" not in mail.subject + mail.text + mail.html_as_text
    assert expand_mail(compress_mail(mail)) == mail
    cut_for_matching(mail)
    assert len(body_fingerprint(parsed)) == 64
    assert peak_megabytes() < MEMORY_MEGABYTES


def main() -> None:
    """Fuzz until libFuzzer's options say stop."""
    folder = Path(sys.argv.pop(1))
    atheris.Setup(sys.argv, lambda raw: target(folder, bytes(raw)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
