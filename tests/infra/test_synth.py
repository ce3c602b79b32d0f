"""synthesize: made once, found again without CDK, and never to be deployed from."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.settings import SettingsError
from infra.synth import SynthesisError, assembly_folder, synthesize


def test_the_same_content_is_the_same_assembly(local_assembly: Path) -> None:
    assert synthesize("local") == assembly_folder("local") == local_assembly
    assert assembly_folder("local", {"tenant_name": "Other"}) != local_assembly


def test_the_code_of_functions_does_not_decide_the_assembly_but_their_names_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who edits a handler does not wait for CDK."""
    for folder in ("infra", "layers/vendor", "functions/receive_mail"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cdk.json").write_text("{}")
    monkeypatch.setattr("infra.synth.ROOT", tmp_path)
    (tmp_path / "functions/receive_mail/handler.py").write_text("as it was")
    before = assembly_folder()
    (tmp_path / "functions/receive_mail/handler.py").write_text("edited")
    (tmp_path / "infra/local").mkdir()
    (tmp_path / "infra/local/server.py").write_text("edited")
    assert assembly_folder() == before
    (tmp_path / "infra/app.py").write_text("edited")
    edited = assembly_folder()
    (tmp_path / "functions/new_one").mkdir()
    (tmp_path / "functions/new_one/handler.py").touch()
    assert len({before, edited, assembly_folder()}) == 3


def test_a_cached_assembly_is_found_without_loading_cdk(local_assembly: Path) -> None:
    code = "import sys, infra.synth as s; print(s.synthesize()); assert not {'aws_cdk', 'jsii'} & set(sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()) == local_assembly


def test_settings_that_cannot_be_are_refused_before_cdk_runs() -> None:
    with pytest.raises(SettingsError, match="region"):
        synthesize("local", {"region": "mars-1"})


def test_an_assembly_without_the_vendor_layer_cannot_be_deployed(local_assembly: Path) -> None:
    metadata = json.loads((local_assembly / "PostroomService-local.metadata.json").read_text())
    errors = [entry["data"] for entries in metadata.values() for entry in entries if entry["type"] == "aws:cdk:error"]
    assert errors == ["synthesized without the vendor layer: deploy with `cdk deploy`, not from here"]


def test_no_template_needs_anything_of_the_account_it_was_made_in(local_assembly: Path) -> None:
    for stack in ("Storage", "Service"):
        content = json.loads((local_assembly / f"Postroom{stack}-local.template.json").read_text())
        assert "Parameters" not in content
        assert "/work/" not in json.dumps(content)
        assert "Fn::ImportValue" not in json.dumps(content)


def test_what_cdk_says_is_what_the_error_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("infra.synth.BUILD", tmp_path)
    monkeypatch.setenv("JSII_NODE", "/nonexistent/node")
    with pytest.raises(SynthesisError, match="node"):
        synthesize("local")
