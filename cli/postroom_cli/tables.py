"""What the API answers, for people: lists as tables, single things as their fields."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from postroom_cli.report import visible

CELL_CHARACTERS = 60


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Rows under their columns, each as wide as its widest cell."""
    cells = [[column.replace("_", " ") for column in columns], *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(line[number]) for line in cells) for number in range(len(columns))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def sheet(fields: Mapping[str, Any], indent: str = "") -> str:
    """One field a line; what is inside another stands under it."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, Mapping) and value:
            lines += [f"{indent}{name}:", sheet(value, f"{indent}  ")]
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            lines.append(f"{indent}{name}:")
            for item in value:
                first, *rest = sheet(item, f"{indent}    ").split("\n")
                lines += [f"{indent}  - {first.strip()}", *rest]
        else:
            text = _text(value)
            lines += (
                [f"{indent}{name}:", *(f"{indent}  {visible(line)}" for line in text.splitlines())]
                if "\n" in text
                else [f"{indent}{name}: {visible(text)}".rstrip()]
            )
    return "\n".join(lines)


def _cell(value: Any) -> str:
    text = visible(" ".join(_text(value).split()))
    return text if len(text) <= CELL_CHARACTERS else f"{text[: CELL_CHARACTERS - 1]}…"


def _text(value: Any) -> str:
    match value:
        case None | () | []:
            return "-"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%SZ")
        case Mapping():
            return "{}" if not value else str(dict(value))
        case list() | tuple():
            return ", ".join(map(_text, value))
    return str(value)
