"""invoice2data on files, run by its own environment's Python: a request on stdin, the fields of each on stdout."""

import json
import logging
import sys
import time
from typing import Any

NAMES = {
    "invoice_number": "number",
    "date": "issue_date",
    "date_due": "due_date",
    "amount_untaxed": "net",
    "amount_tax": "vat",
    "amount": "total",
    "currency": "currency",
    "iban": "iban_or_fik",
    "order_id": "order_number",
}


def main() -> None:
    """Each group of files is one document: what the first that any template fits says."""
    from invoice2data import extract_data
    from invoice2data.extract.loader import read_templates
    from invoice2data.input import text

    logging.disable(logging.CRITICAL)
    groups: list[list[str]] = json.load(sys.stdin)
    templates = read_templates()
    started, answers = time.process_time(), []
    for files in groups:
        read: dict[str, Any] = {}
        for file in files:
            reader = {"input_module": text} if file.endswith(".txt") else {}
            try:
                read = read or extract_data(file, templates=templates, **reader) or {}
            except Exception as error:  # noqa: BLE001 - a file it cannot read is one without an answer
                sys.stderr.write(f"{file}: {error}\n")
        answers.append({ours: _plain(read[theirs]) for theirs, ours in NAMES.items() if read.get(theirs) is not None})
    seconds = time.process_time() - started
    json.dump({"answers": answers, "seconds": seconds, "templates": len(templates)}, sys.stdout)


def _plain(value: Any) -> str:
    return str(value.date()) if hasattr(value, "date") else str(value)


if __name__ == "__main__":
    main()
