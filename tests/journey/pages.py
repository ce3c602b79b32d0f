"""The numbered files of events/journey: what travels, in the order in which it does."""

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "events" / "journey"
REWRITE = "JOURNEY"
"""Set to `rewrite`, the files are written anew instead of compared: `python -m tests.journey` does that."""


class Pages:
    """Each value that is shown must be what its file says, and each file must be shown."""

    def __init__(self) -> None:
        self.shown = ["01-mail.eml"]
        self._rewrites = os.environ.get(REWRITE) == "rewrite"

    @property
    def mail(self) -> bytes:
        """The mail that all of it is about: ours, and the one file that is never written anew."""
        return (FOLDER / "01-mail.eml").read_bytes()

    def show(self, name: str, value: Any) -> None:
        """The next page is called so, and says this."""
        page = f"{len(self.shown) + 1:02}-{name}.json"
        self.shown.append(page)
        value = json.loads(json.dumps(value))
        if self._rewrites:
            (FOLDER / page).write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        assert json.loads((FOLDER / page).read_text("utf-8")) == value, f"{page}: python -m tests.journey rewrites it"

    def close(self) -> None:
        """No file is left that nobody showed."""
        there = sorted(path.name for path in FOLDER.iterdir() if path.name != "README.md")
        if self._rewrites:
            for old in set(there) - set(self.shown):
                (FOLDER / old).unlink()
            there = self.shown
        assert there == self.shown
