"""DynamoDB inside the process: moto's definitions and errors on a store with one lock, a journal and faults."""

from .door import install
from .errors import DynamoError
from .faults import Faults
from .journal import Journal, JournalDamagedError
from .store import LocalStore
from .wire import endpoint, respond

__all__ = ["DynamoError", "Faults", "Journal", "JournalDamagedError", "LocalStore", "endpoint", "install", "respond"]
