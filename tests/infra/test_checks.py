"""The templates before the eyes of others: cdk-nag, cfn-lint, CloudFormation's quotas."""

import json
import os
import subprocess
import sys
from pathlib import Path

from cfnlint import lint

from infra.settings import ROOT
from infra.synth import node_environment
from tests.infra.templates import Template

CANARY = """
from aws_cdk import App, Stack
from aws_cdk import aws_s3 as s3
from infra.shared.nag import check
app = App()
check(app)
s3.Bucket(Stack(app, "Canary"), "Bucket")
app.synth()
"""


def test_cdk_nag_has_nothing_to_say(local_assembly: Path, prod_assembly: Path) -> None:
    """A finding would have ended the synthesis already; the report says that there was one."""
    for assembly in (local_assembly, prod_assembly):
        assert json.loads((assembly / "validation-report.json").read_text())["pluginReports"] == []


def test_cdk_nag_would_say_something(tmp_path: Path) -> None:
    environment = {**os.environ, **node_environment(), "CDK_OUTDIR": str(tmp_path / "canary")}
    command = [sys.executable, "-c", CANARY]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "AwsSolutions-S10" in run.stderr + run.stdout


def test_cfn_lint_has_nothing_to_say(local_assembly: Path, prod_assembly: Path) -> None:
    findings = []
    for file in [*local_assembly.glob("*.template.json"), *prod_assembly.glob("*.template.json")]:
        findings += [f"{match.rule.id} {match.message}" for match in lint(file.read_text(), regions=["eu-west-1"])]
    # CDK names the role among what a function depends on although it refers to it as well.
    assert [finding for finding in findings if not finding.startswith("W3005 ")] == []


def test_cloudformations_quotas_hold_with_a_hundred_domains(
    prod_assembly: Path, prod_service: Template, prod_storage: Template
) -> None:
    for template in (prod_service, prod_storage):
        assert len(template.resources) <= 500
        assert len(template.outputs) <= 200
    assert all(file.stat().st_size <= 1_000_000 for file in prod_assembly.glob("*.template.json"))


def test_stages_that_keep_data_are_protected_against_their_deletion(local_assembly: Path, prod_assembly: Path) -> None:
    for assembly, protected in ((local_assembly, False), (prod_assembly, True)):
        artifacts = json.loads((assembly / "manifest.json").read_text())["artifacts"]
        stacks = [one["properties"] for one in artifacts.values() if one["type"] == "aws:cloudformation:stack"]
        assert [one.get("terminationProtection", False) for one in stacks] == [protected] * 2
