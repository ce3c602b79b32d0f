"""The steps of an execution as the API shows them: in the order of the workflow, those in branches up to a limit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from postroom import limits
from postroom.engine.branches import written_order
from postroom.engine.model import StepRecord
from postroom.plain import to_json
from postroom_adapters import keys
from postroom_adapters.branch_rows import OUTPUT_REF
from postroom_adapters.reading.step_values import typed_step


@dataclass(frozen=True, slots=True)
class StoredStep:
    """A step, and the object that holds its output where that is too large for a row."""

    record: StepRecord
    output_key: str | None


def steps_of(rows: Iterable[Mapping[str, Any]], branch: str | None) -> tuple[tuple[StoredStep, ...], int]:
    """The steps to show, all or those of one branch, and how many in branches are left out because it is too much."""
    read = _read(rows)
    steps = [_with_results(step, read) for step in read.values()]
    if branch is not None:
        return tuple(step for step in steps if step.record.id.startswith(f"{branch}.")), 0
    shown, size, left_out = list[StoredStep](), 0, 0
    for step in steps:
        if step.record.item is not None:
            size += len(to_json(step.record).encode())
            is_too_much = size > limits.BRANCH_BYTES_SHOWN or len(shown) >= limits.BRANCH_STEPS_SHOWN
            if is_too_much or left_out:
                left_out += 1
                continue
        shown.append(step)
    return tuple(shown), left_out


def _read(rows: Iterable[Mapping[str, Any]]) -> dict[str, StoredStep]:
    steps = [_step_of(row) for row in rows]
    return {step.record.id: step for step in sorted(steps, key=lambda step: written_order(step.record))}


def _step_of(row: Mapping[str, Any]) -> StoredStep:
    fields = keys.model_fields(dict(row))
    output_key = fields.pop(OUTPUT_REF, None)
    return StoredStep(typed_step(StepRecord.model_validate(fields)), str(output_key) if output_key else None)


def _with_results(step: StoredStep, steps: Mapping[str, StoredStep]) -> StoredStep:
    """A fan-out's results with the types that its branches' own steps have again."""
    record = step.record
    if not record.results:
        return step
    results = [
        {name: _output(steps.get(f"{record.id}[{number}].{name}"), output) for name, output in one.items()}
        for number, one in enumerate(record.results)
    ]
    return StoredStep(record.model_copy(update={"results": results}), step.output_key)


def _output(step: StoredStep | None, stored: Any) -> Any:
    return step.record.output if step is not None and step.output_key is None else stored
