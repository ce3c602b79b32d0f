"""Writes the files of events/journey anew, as the code now has them: `python -m tests.journey`, then read the diff."""

import os
import sys

import pytest

from tests.journey.pages import REWRITE

os.environ[REWRITE] = "rewrite"
sys.exit(pytest.main(["tests/journey", "-q", "-p", "no:cacheprovider"]))
