"""Cold start of every handler, in fresh processes, beside importing boto3 and opening one client."""

import io
import json
import os
import pickle
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from infra.local.calls import Call
from infra.local.stack import LocalStack
from infra.local.template import Templates
from infra.synth import synthesize
from tests.bench.cold_probe import RECORDED
from tests.bench.deliveries import STEPS, Sender, outcomes, working_stack
from tests.bench.measuring import BUILD, ROOT, Spread, child_environment

RUNS, RUNS_AS_SHIPPED = 15, 3
TARGET = 1.8
BASE = "boto3"
NOTES = (
    f"Medians of {RUNS} fresh processes; user CPU after the interpreter's own start, with bytecode already compiled.",
    f"ratio: import, build() and the first AWS client, over boto3's import and one client in the process just before, "
    f"so that a busy machine slows both; the median of the pairs, at most {TARGET}.",
    "event_ratio adds the first event with a real run's answers in place of AWS: parsing, building the keyword "
    "index and pydantic's first use are in it; - where the bench has no first event.",
    "as_shipped: the ratio where only the runtime's own packages have bytecode. Our layers are shipped without, "
    "as they are built by another Python than Lambda's, and Lambda cannot keep what it compiles.",
)
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)")

Stages = dict[str, dict[str, float]]


class Pair(NamedTuple):
    """Two starts, one right after the other."""

    boto3: Stages
    handler: Stages

    def ratio(self, stage: str) -> float:
        """The user CPU of the handler up to a stage's end, over all of boto3's."""
        return self.handler[stage]["user"] / self.boto3["client"]["user"]


def rows() -> list[dict[str, Any]]:
    """Per handler: user CPU, its ratio to boto3's, peak memory, and what costs most."""
    environments = _environments()
    recorded = _record(BUILD)
    names = [BASE, *sorted(environments)]
    started: defaultdict[str, list[Pair]] = defaultdict(list)
    shipped: defaultdict[str, list[Pair]] = defaultdict(list)
    for name in names:
        _start(name, environments, recorded)  # compiles what is not compiled yet
    for _ in range(RUNS):
        for name in names:
            started[name].append(Pair(*(_start(one, environments, recorded) for one in (BASE, name))))
    runtime_bytecode = _runtime_bytecode()
    for _ in range(RUNS_AS_SHIPPED):
        for name in names:
            shipped[name].append(Pair(*(_start(one, environments, {}, runtime_bytecode) for one in (BASE, name))))
    return [_row(name, started[name], shipped[name], _what_costs(name, environments)) for name in names]


def _row(name: str, started: list[Pair], shipped: list[Pair], costs: str) -> dict[str, Any]:
    def taken(stage: str, kind: str = "user", scale: float = 1000) -> Spread:
        return Spread.of([pair.handler[stage][kind] * scale for pair in started])

    ratio = Spread.of([pair.ratio("client") for pair in started])
    has_event = "event" in started[0].handler
    return {
        "handler": name,
        "init_ms": round(taken("init").median, 1),
        **taken("client").shown("client_ms"),
        "ratio": round(ratio.median, 2),
        "ratio_quartiles": f"{ratio.lower:.2f}–{ratio.upper:.2f}",
        "ok": ratio.median <= TARGET,
        "event_ratio": round(Spread.of([pair.ratio("event") for pair in started]).median, 2) if has_event else "-",
        "as_shipped": round(Spread.of([pair.ratio("client") for pair in shipped]).median, 2),
        "wall_ms": round(taken("client", "wall").median, 1),
        "peak_mb": round(taken("client", "peak_mb", 1).median, 1),
        "imports_ms": costs,
    }


def _start(
    name: str, environments: dict[str, dict[str, str]], recorded: dict[str, Path], bytecode: Path | None = None
) -> Stages:
    environment = child_environment(**environments.get(name, {}))
    if name in recorded:
        environment[RECORDED] = str(recorded[name])
    if bytecode is not None:
        environment |= {"PYTHONPYCACHEPREFIX": str(bytecode), "PYTHONDONTWRITEBYTECODE": "1"}
    stages: Stages = json.loads(_run(["-m", "tests.bench.cold_probe", name], environment).stdout)
    return stages


def _runtime_bytecode() -> Path:
    """Bytecode of what Lambda's runtime brings with it: the standard library and boto3."""
    folder = BUILD / "runtime-bytecode"
    environment = {**child_environment(), "PYTHONPYCACHEPREFIX": str(folder)}
    _run(["-m", "tests.bench.cold_probe", BASE], environment)
    return folder


def _what_costs(name: str, environments: dict[str, dict[str, str]]) -> str:
    """Milliseconds of import by top package, by `-X importtime`: what each module took by itself."""
    environment = child_environment(**environments.get(name, {}))
    told = _run(["-X", "importtime", "-m", "tests.bench.cold_probe", name], environment).stderr
    costs: Counter[str] = Counter()
    for microseconds, module in _LINE.findall(told):
        costs[_package(module)] += int(microseconds)
    return ", ".join(f"{package} {cost / 1000:.0f}" for package, cost in costs.most_common(5))


def _package(module: str) -> str:
    top = module.partition(".")[0]
    return "stdlib" if top in sys.stdlib_module_names or top.startswith("_") else top


def _run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{run.stderr}")
    return run


def _environments() -> dict[str, dict[str, str]]:
    """Each function's variables as the template has them."""
    found = {}
    for resource in Templates.read(synthesize("local")).of_type("AWS::Lambda::Function"):
        variables = {key: str(value) for key, value in resource.properties["Environment"]["Variables"].items()}
        found[variables["POWERTOOLS_SERVICE_NAME"]] = variables
    return found


def _record(folder: Path) -> dict[str, Path]:
    """The first event of each function on one invoice's way, with what AWS answered, in a file each."""
    events: dict[str, Any] = {}
    answers: defaultdict[str, defaultdict[tuple[str, str], list[Any]]] = defaultdict(lambda: defaultdict(list))
    ended: set[str] = set()

    with working_stack() as doors:
        stack: LocalStack = doors.stack

        def answered(call: Call) -> None:
            if call.function in events and call.function not in ended:
                answers[call.function][call.service, call.operation].append(_kept(call))

        stack.parts.lambdas.before.append(events.setdefault)
        stack.parts.lambdas.after.append(lambda function, _event, _answer: ended.add(function))
        stack.calls.after.append(answered)
        sender = Sender(doors)
        sender.send(0)
        sender.close()
        stack.settled()
        if (ends := outcomes(stack)) != {"execution completed": 1, "step completed": STEPS}:
            raise RuntimeError(f"the invoice whose way is recorded did not end well: {ends}")
        stack.fire_schedule("sweep")
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for function in ended:
        files[function] = folder / f"first-event-{function}-{os.getpid()}.pickle"
        files[function].write_bytes(pickle.dumps((events[function], dict(answers[function]))))
    return files


def _kept(call: Call) -> dict[str, Any]:
    """An answer that can be given again; a body can be read once only, so the function gets another."""
    answer = dict(call.response or {})
    if call.response is not None and "Body" in answer:
        answer["Body"] = answer["Body"].read()
        call.response["Body"] = io.BytesIO(answer["Body"])
    return answer
