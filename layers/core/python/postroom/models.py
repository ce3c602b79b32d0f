"""The base of Postroom's pydantic models."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Immutable, strict about unknown fields, readable by field name as by alias."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
