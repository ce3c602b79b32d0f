"""A tenant's connection as stored: its metadata; the secret itself is a parameter of its own."""

from pydantic import Field

from postroom.models import Model
from postroom.times import UtcTime


class StoredConnection(Model):
    """One connection of a tenant."""

    name: str = Field(description="What actions call it by.")
    kind: str = Field(description="A name of the catalogue of connections.")
    parameter: str = Field(description="Parameter Store name of the secret.")
    created_at: UtcTime
