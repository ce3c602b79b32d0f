"""set_fields: values that later steps read as `steps.<id>.<name>`."""

import re
from typing import Any

from pydantic import ConfigDict, Field, field_validator

from postroom import limits
from postroom.actions.base import Action, Context, Plan
from postroom.errors import Problem, Refused
from postroom.models import Model
from postroom.plain import to_json

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


class Input(Model):
    """The values."""

    fields: dict[str, Any] = Field(
        description="Name → value, at most 100 and 32 KB; a value that is one expression keeps its type."
    )

    @field_validator("fields")
    @classmethod
    def _can_be_read(cls, fields: dict[str, Any]) -> dict[str, Any]:
        if unusable := [name for name in fields if not _NAME.fullmatch(name)]:
            raise ValueError(f"{unusable[0]!r} is no name: letters, digits, _, not beginning with a digit, at most 64")
        if len(fields) > limits.SET_FIELDS:
            raise ValueError(f"more than {limits.SET_FIELDS} fields")
        return fields


class Output(Model):
    """Exactly the fields given."""

    model_config = ConfigDict(extra="allow")


def plan(given: Input, _context: Context) -> Plan:
    """Give the fields back, if they are not too long."""
    yield from ()
    if len(to_json(given.fields).encode()) > limits.SET_FIELDS_BYTES:
        reason = f"longer than {limits.SET_FIELDS_BYTES} bytes"
        raise Refused(f"params.fields: {reason}", Problem("params.fields", reason))
    return Output(**given.fields)


ACTION = Action(
    title="Set fields",
    description="Keeps values under names that later steps can use.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
