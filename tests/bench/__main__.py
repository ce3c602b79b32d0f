"""`python -m tests.bench [names…]`: measures, prints a table for each, writes build/bench.json."""

import importlib
import json
import sys
import textwrap
import time
from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.measuring import ROOT, machine

BENCHES = (
    "cold_start",
    "mail_cost",
    "local_stack",
    "peers",
    "parsing",
    "classification",
    "matching",
    "engine",
    "extraction",
    "tracking",
    "time_entries",
    "automatic",
    "reply_text",
)
RESULT = ROOT / "build" / "bench.json"


def main(names: Sequence[str]) -> int:
    """Run the benches named, or all; 1 if one could not be run."""
    if unknown := sorted(set(names) - set(BENCHES)):
        sys.stderr.write(f"there is no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}\n")
        return 2
    result: dict[str, Any] = {"machine": machine(), "benches": {}}
    print("  ".join(f"{key}: {value}" for key, value in result["machine"].items()))
    failed = False
    for name in names or BENCHES:
        measured = _measured(name)
        failed = failed or "error" in measured
        result["benches"][name] = measured
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    print(f"\nwritten to {RESULT.relative_to(ROOT)}")
    return int(failed)


def _measured(name: str) -> dict[str, Any]:
    """One bench: its rows, or why there are none; the others are measured all the same."""
    started = time.perf_counter()
    try:
        bench = importlib.import_module(f"tests.bench.{name}")
        print(f"\n{name}: {str(bench.__doc__).splitlines()[0]}")
        rows = bench.rows()
    except Exception as error:  # noqa: BLE001 - shown and counted, and the other benches go on
        print(f"  not measured: {type(error).__name__}: {error}")
        return {"error": f"{type(error).__name__}: {error}"}
    notes = tuple(getattr(bench, "NOTES", ()))
    seconds = time.perf_counter() - started
    print(table(rows) if rows else "  no rows: its data is not there")
    for note in notes:
        print(textwrap.fill(note, 116, initial_indent="  ", subsequent_indent="    "))
    print(f"  took {seconds:.0f} s")
    return {"seconds": round(seconds, 1), "rows": rows, "notes": notes}


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows under their columns; a column that a row has not is empty in it."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = [columns, *([_cell(row.get(column, "")) for column in columns] for row in rows)]
    widths = [max(len(line[number]) for line in cells) for number in range(len(columns))]
    right = [all(isinstance(row.get(column, 0), int | float) for row in rows) for column in columns]
    return "\n".join(
        "  "
        + "  ".join(
            text.rjust(w) if r else text.ljust(w) for text, w, r in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in cells
    )


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
