"""Peers from PyPI in an environment of their own: they are no part of the project's, and never in its lock."""

import hashlib
import subprocess
import sys
from pathlib import Path

from tests.bench.measuring import ROOT

INSTALL_SECONDS = 300


def peer_python(*packages: str) -> Path:
    """The Python that has just these packages, installed once. Raises SubprocessError where they cannot be had."""
    name = hashlib.sha256("\n".join(packages).encode()).hexdigest()[:12]
    venv = ROOT / "build" / "peers" / name
    python = venv / "bin" / "python"
    if not (venv / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        subprocess.run(install, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS)
        (venv / ".ready").touch()
    return python
