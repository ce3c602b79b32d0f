"""Every kind of record: name → module; imported on first use."""

from importlib import import_module

from postroom.effects import RecordKind
from postroom.records.base import Kind

KINDS: dict[RecordKind, str] = {
    "contact": "contact",
    "ticket": "ticket",
    "ticket_message": "ticket_message",
    "time_entry": "time_entry",
}


def kind_named(name: RecordKind) -> Kind:
    """The kind itself."""
    kind: Kind = import_module(f"postroom.records.{KINDS[name]}").KIND
    return kind
