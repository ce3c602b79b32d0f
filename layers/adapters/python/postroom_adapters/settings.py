"""A function's settings: its environment, validated once as a pydantic model on cold start."""

import os
from typing import TypeVar

from pydantic import BaseModel

S = TypeVar("S", bound=BaseModel)


def read_settings(model: type[S]) -> S:
    """`model` filled from the environment; a field `mail_bucket` is the variable MAIL_BUCKET."""
    names = {name.upper(): name for name in model.model_fields}
    return model.model_validate({names[key]: value for key, value in os.environ.items() if key in names})
