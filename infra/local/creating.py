"""Makes the stores that functions find by name: tables, buckets, secrets, parameters; what they held is in them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from infra.local.moto_objects import show_in_moto
from infra.local.parts import Parts
from infra.local.tables import create_table
from infra.local.template import Templates
from postroom.ids import ROOT_TENANT


def create_resources(parts: Parts, templates: Templates, slack_webhooks: Mapping[str, str]) -> None:
    """All of them; `slack_webhooks` is the root tenant's connection, channel → address."""
    of_type = templates.of_type
    for resource in of_type("AWS::DynamoDB::Table"):
        create_table(resource, parts.store)
    for resource in of_type("AWS::S3::Bucket"):
        parts.objects.create_bucket(resource.ref)
    show_in_moto(parts.objects, templates.region)
    for resource in of_type("AWS::SecretsManager::Secret"):
        parts.secrets.load(resource)
    for resource in of_type("AWS::SSM::Parameter"):
        parts.parameters.put(resource.ref, str(resource.properties["Value"]), resource.properties["Type"])
    if slack_webhooks:
        channels = {channel: url for channel, url in slack_webhooks.items() if channel != "default"}
        secret = json.dumps({"webhooks": channels, "default": slack_webhooks.get("default")})
        prefix = templates.outputs["ConnectionsPrefix"]
        parts.parameters.put(f"{prefix}/{ROOT_TENANT}/slack", secret, "SecureString")
