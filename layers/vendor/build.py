"""Builds the vendor layer: third-party packages as Lambda needs them (arm64, its own Python), without Docker.

`python -m layers.vendor.build` prints the folder. What is built is named by the hash of what it is built from, so it is
built once; requirements.in says how its pins are renewed.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

PYTHON_VERSION = "3.14"
PLATFORM = "aarch64-manylinux_2_28"

UNZIPPED_BYTES_MAX = 250 * 1024 * 1024
"""Lambda's limit on a function and all its layers together."""
ZIPPED_BYTES_MAX = 50 * 1024 * 1024
"""Lambda's limit on one package that is uploaded as such."""

_HERE = Path(__file__).resolve().parent
_BUILT = _HERE.parent.parent / "build" / "vendor"
_REQUIREMENTS = _HERE / "requirements.txt"

_NOT_SHIPPED_FOLDERS = ("__pycache__", "bin", "test", "tests")
_NOT_SHIPPED_FILES = ("*.pyi", "py.typed", "RECORD", "WHEEL", "INSTALLER", "REQUESTED", "direct_url.json", ".lock")
"""Licences and metadata of the packages stay: the one we owe, the other says what is in there."""


class LayerTooLargeError(Exception):
    """The layer is beyond what Lambda takes."""


def fingerprint() -> str:
    """The hash of all that decides what comes out."""
    return hashlib.sha256(_REQUIREMENTS.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def build() -> Path:
    """The folder of the layer, built if it is not there yet."""
    target = _BUILT / fingerprint()
    if not target.exists():
        _BUILT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_BUILT) as scratch:
            layer = Path(scratch) / "layer"
            _install(layer / "python")
            _strip(layer)
            check_size(layer)
            layer.rename(target)
    return target


def check_size(layer: Path) -> None:
    """Refuse a layer that Lambda would refuse."""
    unzipped, zipped = unzipped_bytes([layer]), zipped_bytes(layer)
    if unzipped > UNZIPPED_BYTES_MAX or zipped > ZIPPED_BYTES_MAX:
        raise LayerTooLargeError(f"the vendor layer has {unzipped:,} bytes, {zipped:,} zipped")


def unzipped_bytes(folders: Iterable[Path]) -> int:
    """What the folders take in Lambda."""
    return sum(file.stat().st_size for folder in folders for file in _files(folder))


def zipped_bytes(folder: Path) -> int:
    """What the folder takes as the package that is uploaded."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in _files(folder):
                archive.write(path, path.relative_to(folder))
        return file.tell()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def _install(target: Path) -> None:
    command = [
        *("uv", "pip", "install", "--quiet", "--python", sys.executable, "--no-python-downloads"),
        *("--target", str(target), "--requirements", str(_REQUIREMENTS), "--require-hashes"),
        *("--python-platform", PLATFORM, "--python-version", PYTHON_VERSION, "--only-binary", ":all:"),
    ]
    uv = Path(sys.executable).parent / "uv"
    subprocess.run([str(uv) if uv.exists() else "uv", *command[1:]], check=True)  # noqa: S603 - our own arguments


def _strip(layer: Path) -> None:
    for name in _NOT_SHIPPED_FOLDERS:
        for folder in [path for path in layer.rglob(name) if path.is_dir()]:
            shutil.rmtree(folder, ignore_errors=True)
    for pattern in _NOT_SHIPPED_FILES:
        for file in layer.rglob(pattern):
            file.unlink()


if __name__ == "__main__":
    sys.stdout.write(f"{build()}\n")
