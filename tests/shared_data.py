"""Finds the real inputs of `shared/data`, which stand beside the repository and are never copied into it."""

from pathlib import Path

import pytest

_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(*parts: str) -> Path:
    """The file or folder under `shared/data`; skips the test, saying why, on a machine that has none."""
    path = _FOLDER.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs {path}, which stands beside the repository and not in it")
    return path
