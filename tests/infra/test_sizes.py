"""What goes to Lambda fits into it, and the vendor layer holds what functions import and nothing a machine told it."""

import ast
import re
import sys
from pathlib import Path

import pytest

from infra.settings import ROOT
from layers.vendor import build as vendor

REQUIREMENTS = (ROOT / "layers" / "vendor" / "requirements.txt").read_text()
PINNED = dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", REQUIREMENTS))


def test_code_and_layers_of_ours_are_small() -> None:
    ours = [ROOT / "layers" / "core", ROOT / "layers" / "adapters", *(ROOT / "functions").iterdir()]
    assert vendor.unzipped_bytes(folder for folder in ours if folder.is_dir()) < 5 * 1024 * 1024


def test_every_pin_has_hashes_and_no_registry_is_named() -> None:
    assert {"aws-lambda-powertools", "google-re2", "jmespath", "pydantic"} <= set(PINNED)
    blocks = re.split(r"(?m)^(?=[a-z0-9-]+==)", REQUIREMENTS)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in REQUIREMENTS
    assert "://" not in (ROOT / "infra" / "cdk_cli" / "package-lock.json").read_text()


def test_lambda_gets_the_versions_that_are_tested() -> None:
    locked = dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", (ROOT / "requirements.lock").read_text()))
    assert {name: locked.get(name) for name in PINNED} == PINNED


def test_functions_import_nothing_that_is_neither_locked_nor_in_the_runtime() -> None:
    provided = {"postroom", "postroom_adapters", *sys.stdlib_module_names}
    vendored = {"aws_lambda_powertools", "jmespath", "pydantic", "pydantic_core", "re2", "typing_extensions"}
    vendored |= {"charset_normalizer", "pypdfium2", "tnefparse"}
    runtime = {"boto3", "botocore", "urllib3"}
    sources = [*(ROOT / "functions").rglob("*.py"), *(ROOT / "layers" / "core").rglob("*.py")]
    sources += (ROOT / "layers" / "adapters").rglob("*.py")
    strangers = {name for source in sources for name in _imported(source)} - provided - vendored - runtime
    assert strangers == set()


@pytest.mark.slow
def test_the_vendor_layer_is_built_for_arm64_and_fits() -> None:
    layer = vendor.build()
    vendor.check_size(layer)
    everything = [layer, ROOT / "layers" / "core", ROOT / "layers" / "adapters", ROOT / "functions" / "api"]
    assert vendor.unzipped_bytes(everything) < 40 * 1024 * 1024
    libraries = [path.name for path in layer.rglob("*.so")]
    assert sorted(libraries) == [
        "_pydantic_core.cpython-314-aarch64-linux-gnu.so",
        "_re2.cpython-314-aarch64-linux-gnu.so",
        "cd.cpython-314-aarch64-linux-gnu.so",
        "libpdfium.so",
        "md.cpython-314-aarch64-linux-gnu.so",
    ]
    assert not [path for path in layer.rglob("*") if path.name in {"__pycache__", "RECORD", "bin", "tests"}]
    assert vendor.build() == layer


def test_a_layer_beyond_lambdas_limits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "large").write_bytes(b"x" * 2_000)
    monkeypatch.setattr(vendor, "UNZIPPED_BYTES_MAX", 1_000)
    with pytest.raises(vendor.LayerTooLargeError, match="2,000 bytes"):
        vendor.check_size(tmp_path)


def _imported(source: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names
