"""A mail as large as SES delivers (40 MB) is read within a small function's memory."""

import os
import subprocess
import sys

import pytest

MEGABYTES = 512
_SCRIPT = """
import base64, binascii, sys
from postroom.mail.parse import parse_mail
from tests.process_memory import peak_megabytes
line = "Hej på dig, du glade verden, æøå\\r\\n".encode()
head = b"From: a@b.dk\\r\\nContent-Type: multipart/mixed; boundary=x\\r\\n\\r\\n--x\\r\\n"
if sys.argv[1] == "attachment":
    encoded = base64.b64encode(bytes(range(256)) * 113_000)
    part = b"Content-Type: a/b; name=a.bin\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n"
    lines = (encoded[at : at + 76] for at in range(0, len(encoded), 76))
    raw = head + part + b"\\r\\n".join(lines) + b"\\r\\n--x--\\r\\n"
    del encoded
elif sys.argv[1] == "tnef":
    stream = bytes.fromhex("789f3e220100" "020f800600") + (28_900_000).to_bytes(4, "little") + bytes(28_900_002)
    raw = head + b"Content-Type: application/ms-tnef\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n"
    raw += base64.encodebytes(stream) + b"\\r\\n--x--\\r\\n"
    del stream
elif sys.argv[1] == "uuencode":
    code = binascii.b2a_uu(bytes(range(45)))
    raw = head + b"\\r\\nbegin 644 a.bin\\n" + code * (39_000_000 // len(code)) + b"`\\nend\\n--x--\\r\\n"
else:
    raw = head + f"Content-Type: text/{sys.argv[1]}\\r\\n\\r\\n".encode() + line * (40_000_000 // len(line))
assert len(raw) > 38_000_000
parsed = parse_mail(raw)
assert parsed.mail.text or parsed.mail.html_as_text or len(parsed.contents[0]) > 28_000_000
print(peak_megabytes())
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["attachment", "plain", "html", "tnef", "uuencode"])
def test_a_mail_of_forty_megabytes_is_read_within_its_memory(kind: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT, kind],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert float(run.stdout) < MEGABYTES
