"""The service about itself."""

from typing import Literal

from pydantic import Field

from postroom_adapters.http.views.base import View


class Health(View):
    """That the service answers; no data is touched."""

    status: Literal["ok"] = Field(default="ok", description="Always ok: who gets an answer knows.")
    version: str = Field(description="The release that answers.", examples=["0.1.0"])
    stage: str = Field(description="The stage it was deployed as.", examples=["prod"])
