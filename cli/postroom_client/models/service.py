"""What the service says of itself."""

from typing import Any

from postroom_client.models.base import ApiModel


class ActionItem(ApiModel):
    """An action that steps may name, with JSON Schemas of what it takes and gives."""

    name: str
    title: str
    description: str
    family: str
    effects: str
    input: dict[str, Any]
    output: dict[str, Any]


class Health(ApiModel):
    """That the service answers."""

    status: str
    version: str
    stage: str
