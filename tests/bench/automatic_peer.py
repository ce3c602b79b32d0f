"""Run in the peers' own environment: flufl.bounce over the files named on stdin; answers by file, as JSON."""

import json
import sys
import time
from email import message_from_bytes
from pathlib import Path

from flufl.bounce import all_failures  # type: ignore[import-not-found]


def main() -> None:
    """One line of JSON: {file: [temporary, permanent]}, how often it raised, and the CPU it took."""
    answers, crashed = {}, 0
    started = time.process_time()
    for name in json.load(sys.stdin):
        try:
            found = all_failures(message_from_bytes(Path(name).read_bytes()))
        except Exception:  # noqa: BLE001 - counted; it is measured, not relied on
            crashed += 1
            found = ((), ())
        answers[name] = [sorted(one.decode("ascii", "replace").lower() for one in some) for some in found]
    json.dump({"answers": answers, "crashed": crashed, "seconds": time.process_time() - started}, sys.stdout)


if __name__ == "__main__":
    main()
