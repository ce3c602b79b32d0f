"""Synthesizes a stage once: `synthesize("local")` is the folder of its cloud assembly, made only if it is not there.

The assembly is named by the hash of what decides the templates: `infra/` without `infra/local`, cdk.json, the vendor
layer's requirements, the names of the functions' folders and the versions of CDK and cdk-nag. The code of functions and
layers is not among it: it reaches a template only as a hash in an asset's key, which nobody reads but a deployment, and
that always synthesizes anew. So who edits a handler does not wait for CDK.

CDK runs in a process of its own: it takes seconds to import, starts a Node process, and stays in memory.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from infra.settings import ROOT, SettingsError, load_settings

BUILD = ROOT / "build" / "synth"
KEPT = 6
"""Older assemblies are deleted beyond so many."""


class SynthesisError(Exception):
    """CDK refused the app; the message is what it said."""


def synthesize(stage: str = "local", overrides: Mapping[str, Any] | None = None) -> Path:
    """The folder of `stage`'s cloud assembly; `overrides` go before what cdk.json says."""
    load_settings(stage, overrides)  # says what is wrong with the settings at once, and in our words
    target = assembly_folder(stage, overrides)
    if not target.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        with (BUILD / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                _synthesize(stage, overrides, target)
                _forget_old()
    return target


def assembly_folder(stage: str = "local", overrides: Mapping[str, Any] | None = None) -> Path:
    """Where the assembly is or will be, by the hash of what decides it."""
    digest = hashlib.sha256(json.dumps([stage, overrides or {}], sort_keys=True).encode())
    for file in _inputs():
        digest.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    names = sorted(handler.parent.name for handler in (ROOT / "functions").glob("*/handler.py"))
    digest.update(json.dumps([names, version("aws-cdk-lib"), version("cdk-nag")]).encode())
    return BUILD / digest.hexdigest()[:20]


def _synthesize(stage: str, overrides: Mapping[str, Any] | None, target: Path) -> None:
    cdk = json.loads((ROOT / "cdk.json").read_text())
    context = {
        **cdk["context"],
        "stage": stage,
        "postroom:overrides": json.dumps(overrides or {}),
        "postroom:build-vendor": False,
        # Where a function's code lies, in its resource's metadata; the CDK CLI sets this by itself.
        "aws:cdk:enable-asset-metadata": True,
    }
    with tempfile.TemporaryDirectory(dir=BUILD) as scratch:
        assembly = Path(scratch) / "assembly"
        environment = {
            **os.environ,
            **node_environment(),
            "CDK_OUTDIR": str(assembly),
            "CDK_CONTEXT_JSON": json.dumps(context),
        }
        run = subprocess.run(
            [sys.executable, "-m", "infra.app"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise SynthesisError(run.stderr + run.stdout)
        assembly.rename(target)


def node_environment() -> dict[str, str]:
    """The Node that came from PyPI beside this Python, unless the environment names another."""
    node = Path(sys.executable).parent / "node"
    return {"JSII_NODE": str(node)} if node.exists() and "JSII_NODE" not in os.environ else {}


def _inputs() -> Iterator[Path]:
    yield ROOT / "cdk.json"
    yield from sorted((ROOT / "layers" / "vendor").glob("*.*"))
    yield from (
        file for file in sorted((ROOT / "infra").rglob("*.py")) if (ROOT / "infra" / "local") not in file.parents
    )


def _forget_old() -> None:
    assemblies = sorted((p for p in BUILD.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    for assembly in assemblies[KEPT:]:
        shutil.rmtree(assembly, ignore_errors=True)


if __name__ == "__main__":  # python -m infra.synth local
    try:
        sys.stdout.write(f"{synthesize(sys.argv[1])}\n")
    except (SettingsError, SynthesisError) as error:
        raise SystemExit(str(error)) from None
