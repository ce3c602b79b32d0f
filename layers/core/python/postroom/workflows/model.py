"""A workflow as users write it (design: "Workflows as users write them")."""

from functools import cache, cached_property
from typing import Any, Literal

from pydantic import Field, StrictBool, TypeAdapter, ValidationInfo, field_validator, model_validator

from postroom import limits
from postroom.models import Model
from postroom.triggers.email import EmailTrigger
from postroom.workflows.rendering import expression_references, step_references
from postroom.workflows.tree import BARE, LISTS, SEVERAL, STEP_ID, all_steps, own_params, with_ids

FLAT_TRIGGER_FIELDS = {
    "classification_trigger": "classification",
    "confidence_threshold": "confidence_threshold",
    "sender_pattern": "sender_pattern",
    "subject_pattern": "subject_pattern",
}
"""facts.md A: the flat form's fields, shorthand for one email trigger."""


RetriedError = Literal["not_now", "unknown_outcome", "refused", "broken"]


class Retry(Model):
    """When a step that failed is tried again."""

    attempts: int = Field(
        default=limits.STEP_ATTEMPTS, ge=1, le=limits.STEP_ATTEMPTS_MAX, description="Tries in all, the first counted."
    )
    backoff_seconds: float = Field(
        default=2.0, ge=1, le=limits.STEP_PAUSE_SECONDS, description="The pause before the second try; it then doubles."
    )
    on: tuple[RetriedError, ...] | None = Field(
        default=None,
        min_length=1,
        description="The errors after which it is tried again, unknown_outcome only where on_unknown is retry; "
        "by default not_now, and unknown_outcome where it may be.",
    )


class Step(Model):
    """One step: an action with parameters, under a condition, and what a failure means."""

    id: str = Field(
        pattern=STEP_ID, max_length=64, description="Unique in the workflow; the action's name if not given."
    )
    action: str = Field(description="A name of the catalogue.")
    params: dict[str, Any] = Field(
        default={}, description="The action's input; texts may hold {{ expressions }}, lists of control actions steps."
    )
    when: str | None = Field(default=None, description="JMESPath; the step is skipped unless it is true.")
    on_error: Literal["continue", "stop"] = Field(
        default="continue", description="What a failed step means for the rest."
    )
    on_unknown: Literal["fail", "retry"] | None = Field(
        default=None,
        description="What to do when an outside call may or may not have happened; by default at-most-once calls fail.",
    )
    retry: Retry | None = Field(
        default=None, description="When it is tried again; if not given, after not_now, as Retry has it by default."
    )
    timeout_seconds: int | None = Field(
        default=None,
        ge=1,
        le=limits.STEP_TIMEOUT_SECONDS,
        description="From its first try on: later than this no call goes out and no further try is made.",
    )

    @field_validator("params")
    @classmethod
    def _held_steps(cls, params: dict[str, Any], info: ValidationInfo) -> dict[str, Any]:
        held = {name: params[name] for name in LISTS.get(info.data.get("action", ""), ()) if name in params}
        if not held:
            return params
        lists = _lists_of_steps() if SEVERAL & held.keys() else _steps()
        return params | lists.validate_python(held)


@cache
def _steps() -> TypeAdapter[dict[str, tuple[Step, ...]]]:
    return TypeAdapter(dict[str, tuple[Step, ...]])


@cache
def _lists_of_steps() -> TypeAdapter[dict[str, tuple[tuple[Step, ...], ...]]]:
    return TypeAdapter(dict[str, tuple[tuple[Step, ...], ...]])


class WorkflowDefinition(Model):
    """What is versioned; every save makes a new immutable version of it."""

    name: str = Field(min_length=1, max_length=120, description="What people call it.")
    description: str = Field(default="", max_length=2_000, description="What it is for.")
    priority: int = Field(default=100, ge=0, le=1_000_000, description="Lower runs first.")
    stop_on_match: StrictBool = Field(default=False, description="After it succeeded, later matches are not run.")
    triggers: tuple[EmailTrigger, ...] = Field(
        min_length=1, max_length=20, description="What starts it; any one of them is enough."
    )
    workflow_steps: tuple[Step, ...] = Field(
        min_length=1, max_length=limits.WORKFLOW_STEPS, description="What it does, in this order."
    )

    @model_validator(mode="before")
    @classmethod
    def _from_shorthand(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        data = _unflatten(dict(data))
        if isinstance(steps := data.get("workflow_steps"), list | tuple):
            data["workflow_steps"] = with_ids(list(steps))
        return data

    @model_validator(mode="after")
    def _whole_tree(self) -> "WorkflowDefinition":
        ids = [step.id for _, step in all_steps(self.workflow_steps)]
        if len(ids) > limits.WORKFLOW_STEPS:
            raise ValueError(f"a workflow has {limits.WORKFLOW_STEPS} steps at most, those in branches counted")
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"step ids must be unique; twice: {', '.join(twice)}")
        return self

    @cached_property
    def outputs_read(self) -> frozenset[str] | None:
        """The ids of the steps whose outputs any step's expressions may read; None for all, if it cannot be told."""
        found: set[str] = set()
        for _, step in all_steps(self.workflow_steps):
            bare = [step.when, *(step.params.get(name) for name in BARE.get(step.action, ()))]
            expressions = [one for one in bare if isinstance(one, str)]
            for names in (step_references(own_params(step)), *map(expression_references, expressions)):
                if names is None:
                    return None
                found |= names
        return frozenset(found)

    @property
    def steps_total(self) -> int:
        """How many steps it has, those in branches counted."""
        return sum(1 for _ in all_steps(self.workflow_steps))


def _unflatten(data: dict[str, Any]) -> dict[str, Any]:
    flat = {new: data.pop(old) for old, new in FLAT_TRIGGER_FIELDS.items() if old in data}
    if flat:
        if "triggers" in data:
            raise ValueError("give either triggers or the flat trigger fields, not both")
        data["triggers"] = [{"type": "email", **flat}]
    return data
