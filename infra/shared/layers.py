"""The three Lambda layers: the domain, the adapters, and third-party packages.

The vendor layer takes a minute to build and is of no use but in AWS, so it is built only by a synthesis that may be
deployed. Without it the template is the same to the letter, since the layer's asset is named by the hash of what it
is built from; the assembly then carries an error, so that the CDK CLI refuses to deploy it.
"""

from pathlib import Path

from aws_cdk import Annotations, RemovalPolicy
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.settings import ROOT
from layers.vendor import build as vendor

RUNTIME = lambda_.Runtime.PYTHON_3_14
ARCHITECTURE = lambda_.Architecture.ARM_64
NOT_CODE = ["**/__pycache__", "**/*.pyc"]

BUILD_VENDOR = "postroom:build-vendor"
"""The context key by which a synthesis may be deployed: cdk.json says yes, `infra.synth` says no."""


def make_layers(scope: Construct) -> list[lambda_.ILayerVersion]:
    """The layers that every function stands on, in the order of the arrows between them."""
    return [
        _layer(scope, "Core", lambda_.Code.from_asset(str(ROOT / "layers" / "core"), exclude=NOT_CODE)),
        _layer(scope, "Adapters", lambda_.Code.from_asset(str(ROOT / "layers" / "adapters"), exclude=NOT_CODE)),
        _vendor(scope),
    ]


def _vendor(scope: Construct) -> lambda_.ILayerVersion:
    built = bool(scope.node.try_get_context(BUILD_VENDOR))
    folder = vendor.build() if built else _empty()
    layer = _layer(scope, "Vendor", lambda_.Code.from_asset(str(folder), asset_hash=vendor.fingerprint()))
    if not built:
        Annotations.of(layer).add_error("synthesized without the vendor layer: deploy with `cdk deploy`, not from here")
    return layer


def _empty() -> Path:
    folder = ROOT / "build" / "vendor" / "not-built"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _layer(scope: Construct, construct_id: str, code: lambda_.Code) -> lambda_.LayerVersion:
    return lambda_.LayerVersion(
        scope,
        f"{construct_id}Layer",
        code=code,
        compatible_runtimes=[RUNTIME],
        compatible_architectures=[ARCHITECTURE],
        removal_policy=RemovalPolicy.DESTROY,
    )
