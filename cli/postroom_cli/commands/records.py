"""Contacts, tickets and time entries: the same commands for each."""

import argparse
from itertools import islice
from typing import TYPE_CHECKING, Any

from postroom_cli.commands.base import FILE, ID, REVISION, Command, Rows, Shown, body, filters, given_filters

if TYPE_CHECKING:
    from postroom_client import Postroom
    from postroom_client.records import Records

RECORDS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "contacts": ("a contact", ("id", "name", "roles", "emails", "vat_numbers"), ("email", "domain", "vat_number")),
    "tickets": ("a ticket", ("id", "status", "priority", "type", "title"), ("status", "email_id")),
    "time-entries": ("a time entry", ("id", "hours", "date_from", "date_to", "project"), ("customer_id", "email_id")),
}


def _records(api: "Postroom", plural: str) -> "Records[Any]":
    records: Records[Any] = getattr(api, plural.replace("-", "_"))
    return records


def _record_commands(plural: str) -> tuple[Command, ...]:
    one, columns, narrowed = RECORDS[plural]

    def listed(api: "Postroom", given: argparse.Namespace) -> Shown:
        return Rows(islice(_records(api, plural).list(**given_filters(given)), given.limit), columns)

    return (
        Command((plural, "list"), f"{plural}, newest first", listed, filters(*narrowed, "created_from", "created_to")),
        Command((plural, "show"), one, lambda api, given: _records(api, plural).get(given.id), (ID,)),
        Command(
            (plural, "create"), f"make {one}", lambda api, given: _records(api, plural).create(body(given)), (FILE,)
        ),
        Command(
            (plural, "change"),
            f"change what FILE names of {one}; null takes a field away",
            lambda api, given: _records(api, plural).change(given.id, body(given), revision=given.revision),
            (ID, FILE, REVISION),
        ),
        Command(
            (plural, "delete"),
            f"delete {one}",
            lambda api, given: _records(api, plural).delete(given.id, revision=given.revision),
            (ID, REVISION),
        ),
    )


COMMANDS = tuple(command for plural in RECORDS for command in _record_commands(plural))
