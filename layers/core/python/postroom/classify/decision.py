"""The answer of classification, and the chain of layers that finds it."""

from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import Field

from postroom.mail.model import Mail
from postroom.models import Model

Part = Literal["subject", "sender", "body", "attachment", "header", "structure"]


class Evidence(Model):
    """One thing found that speaks for a category."""

    category: str = Field(description="The category it speaks for.")
    part: Part = Field(description="Where in the mail it was found.")
    words: str = Field(description="The words as found (or the name of the header or structure).")
    weight: float = Field(description="What it added to the category's score.")


class RunnerUp(Model):
    """The second most likely category."""

    category: str = Field(description="The category.")
    confidence: float = Field(description="Its probability, 0 to 1.")


class Classification(Model):
    """What a mail was taken for and why; `evidence` is strongest first, the named category's before others'."""

    category: str = Field(description="What the mail was taken for.")
    confidence: float = Field(ge=0, le=1, description="How sure that is: the probability of the category.")
    runner_up: RunnerUp | None = Field(default=None, description="What it might have been instead.")
    evidence: tuple[Evidence, ...] = Field(default=(), description="What speaks for it, strongest first.")
    layer: str = Field(description="The layer that decided: keywords, …")
    fallback: bool = Field(
        default=False, description="True where no category was likely enough and `general` stands in."
    )


class Layer(Protocol):
    """One way to classify; answers None to leave the mail to the next layer."""

    @property
    def name(self) -> str: ...

    def classify(self, mail: Mail) -> Classification | None:
        """The classification of `mail`, or None if this layer cannot tell."""
        ...


def classify(mail: Mail, layers: Sequence[Layer]) -> Classification:
    """The first answer of the chain; a mail no layer knows is `general` with confidence 0."""
    for layer in layers:
        if (answer := layer.classify(mail)) is not None:
            return answer
    return Classification(category="general", confidence=0.0, layer="none", fallback=True)
