"""The driver's journal: every transition before it is made, so that a killed stack goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from infra.local.journal import Journal
from infra.local.states.definition import Machine
from infra.local.states.execution import Branch, Execution

NAME_KEPT = timedelta(days=90)
"""How long Step Functions remembers the name of an ended execution."""

Record = dict[str, Any]


class Ledger:
    """Writes what happens to executions, and reads it back."""

    def __init__(self, path: Path) -> None:
        self._journal = Journal(path)

    def restore(self, machines: Mapping[str, Machine], now: datetime) -> dict[str, Execution]:
        """Every execution worth knowing, by ARN; what has ended more than 90 days ago is forgotten."""
        executions: dict[str, Execution] = {}
        for record in self._journal.replay():
            _apply(record, executions, machines)
        kept = {
            arn: execution
            for arn, execution in executions.items()
            if execution.stopped is None or now - execution.stopped < NAME_KEPT
        }
        self._journal.rewrite(record for execution in kept.values() for record in _snapshot(execution))
        return kept

    def started(self, execution: Execution) -> None:
        """An execution begins."""
        self._journal.append(_started(execution))

    def entered(self, execution: Execution, branch: Branch) -> None:
        """A branch is in a state, or tries it again, or its task was handed out."""
        self._journal.append(_entered(execution, branch))

    def item_done(self, execution: Execution, branch: Branch, output: Any) -> None:
        """An item of a Map has ended."""
        self._journal.append({"op": "item", "arn": execution.arn, "path": branch.path, "output": output})

    def ended(self, execution: Execution) -> None:
        """An execution has ended, one way or another."""
        self._journal.append(_ended(execution))

    def close(self) -> None:
        """Write nothing more."""
        self._journal.close()


def _started(execution: Execution) -> Record:
    return {
        "op": "start",
        "arn": execution.arn,
        "name": execution.name,
        "machine": execution.machine.arn,
        "input": execution.input_text,
        "at": execution.started.isoformat(),
    }


def _entered(execution: Execution, branch: Branch) -> Record:
    record: Record = {
        "op": "enter",
        "arn": execution.arn,
        "state": branch.state,
        "input": branch.input,
        "at": branch.entered.isoformat(),
        "n": execution.transitions,
    }
    if branch.path:
        record["path"] = branch.path
    if any(branch.attempts):
        record["attempts"] = branch.attempts
    if branch.token is not None:
        record |= {"token": branch.token, "parked": branch.parked}
    if branch.due is not None:
        record["due"] = branch.due.isoformat()
    return record


def _ended(execution: Execution) -> Record:
    return {
        "op": "end",
        "arn": execution.arn,
        "status": execution.status,
        "output": execution.output_text,
        "error": execution.error,
        "cause": execution.cause,
        "at": execution.stopped.isoformat() if execution.stopped else None,
        "n": execution.transitions,
    }


def _snapshot(execution: Execution) -> Iterator[Record]:
    yield _started(execution)
    if not execution.is_running:
        yield _ended(execution)
        return
    for branch in sorted(execution.branches.values(), key=lambda each: each.path.count("/") + bool(each.path)):
        yield _entered(execution, branch)
        for index, output in branch.results.items():
            path = f"{branch.path}/{branch.state}:{index}".lstrip("/")
            yield {"op": "item", "arn": execution.arn, "path": path, "output": output}


def _apply(record: Record, executions: dict[str, Execution], machines: Mapping[str, Machine]) -> None:
    arn = record["arn"]
    if record["op"] == "start":
        # A machine that the template no longer has takes its executions with it, as deleting it would.
        if (machine := machines.get(record["machine"])) is not None:
            started = datetime.fromisoformat(record["at"])
            executions[arn] = Execution(arn, record["name"], machine, record["input"], started)
        return
    execution = executions.get(arn)
    if execution is None:
        return
    match record["op"]:
        case "enter":
            _enter(record, execution)
        case "item":
            branch = execution.branches.pop(record["path"], None)
            parent = execution.branches[record["path"].rpartition("/")[0]]
            parent.results[int(record["path"].rpartition(":")[2])] = record["output"]
            _forget_below(execution, branch)
        case "end":
            execution.status, execution.transitions = record["status"], record["n"]
            execution.output_text, execution.error, execution.cause = record["output"], record["error"], record["cause"]
            execution.stopped = datetime.fromisoformat(record["at"])
            execution.branches.clear()


def _enter(record: Record, execution: Execution) -> None:
    path, entered = record.get("path", ""), datetime.fromisoformat(record["at"])
    execution.transitions = record["n"]
    branch = execution.branches.get(path)
    if branch is None:
        parent = execution.branches[path.rpartition("/")[0]] if path else None
        branch = Branch(path, execution.states_at(path), record["state"], record["input"], entered, parent=parent)
        execution.branches[path] = branch
    else:
        _forget_below(execution, branch)
    branch.enter(record["state"], record["input"], entered)
    branch.attempts = record.get("attempts", branch.attempts)
    branch.token, branch.parked = record.get("token"), record.get("parked", False)
    branch.due = datetime.fromisoformat(record["due"]) if "due" in record else None


def _forget_below(execution: Execution, branch: Branch | None) -> None:
    if branch is not None:
        inside = f"{branch.path}/" if branch.path else ""
        for path in [path for path in execution.branches if path != branch.path and path.startswith(inside)]:
            del execution.branches[path]
