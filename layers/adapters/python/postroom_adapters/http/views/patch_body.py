"""What a PATCH says: any object, merged into what there is (RFC 7396) and then checked as a whole."""

from typing import Any

from pydantic import ConfigDict, RootModel


class PatchBody(RootModel[dict[str, Any]]):
    """Only what is to change: null takes a field away, so that it is as in a new one; an object goes deeper."""

    model_config = ConfigDict(defer_build=True)
