"""One Lambda function: its handler from functions/, built once with exactly the environment the template gives it."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from infra.local.aws_calls import Caller, caller
from infra.local.template import Resource

ROOT = Path(__file__).resolve().parents[3]
NAME_VARIABLE = "POWERTOOLS_SERVICE_NAME"
"""Says which folder of functions/ is the code: the asset itself has lost its name."""

_KEPT_VARIABLES = ("HOME", "PATH", "TMPDIR", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_building = threading.Lock()


class Function:
    """A function of the template, loaded on its first call."""

    def __init__(self, resource: Resource, region: str) -> None:
        self.resource = resource
        self.physical_name = resource.ref
        self.arn = resource.arn
        variables = resource.properties.get("Environment", {}).get("Variables", {})
        self.environment: dict[str, str] = {key: str(value) for key, value in variables.items()}
        self.name = self.environment.get(NAME_VARIABLE, self.physical_name)
        self.timeout = float(resource.properties.get("Timeout", 3))
        self.memory = int(resource.properties.get("MemorySize", 128))
        self.caller = Caller(self.name, resource.properties["Role"].rsplit("/", 1)[-1])
        self._region = region
        self._handle: Callable[[Any, Any], Any] | None = None

    def handler(self) -> Callable[[Any, Any], Any]:
        """The handler, ready to be called."""
        if self._handle is None:
            with _building:
                if self._handle is None:
                    self._handle = self._load()
        return self._handle

    def use(self, handler: Callable[[Any, Any], Any]) -> None:
        """Put another handler in its place: for tests of what surrounds functions."""
        self._handle = handler

    def _load(self) -> Callable[[Any, Any], Any]:
        module_name, _, attribute = self.resource.properties["Handler"].rpartition(".")
        see_the_code()
        token = caller.set(self.caller)
        try:
            with _only_variables(self._variables()):
                module = importlib.import_module(f"functions.{self.name}.{module_name}")
                build = getattr(module, "build", None)  # a function without settings has none
                if build is not None:
                    # A stack before this one in the same process has built it from another environment.
                    build.cache_clear()
                    build()
        finally:
            caller.reset(token)
        handle: Callable[[Any, Any], Any] = getattr(module, attribute)
        return handle

    def _variables(self) -> dict[str, str]:
        runtime = {
            "AWS_REGION": self._region,
            "AWS_DEFAULT_REGION": self._region,
            "AWS_LAMBDA_FUNCTION_NAME": self.physical_name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "POWERTOOLS_TRACE_DISABLED": "true",
        }
        kept = {key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ}
        return {**kept, **runtime, **self.environment}


def see_the_code() -> None:
    """What Lambda mounts at /opt/python and /var/task."""
    for folder in (ROOT / "layers/adapters/python", ROOT / "layers/core/python", ROOT):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))


@contextmanager
def _only_variables(variables: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
