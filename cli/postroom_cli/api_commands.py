"""The commands that talk to an installation: read from the command line, run over the client, and shown."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from postroom_cli.commands import categories, emails, executions, installation, records, workflows
from postroom_cli.commands.base import Rows, Run, Shown
from postroom_cli.tables import sheet, table

COMMANDS = (
    *workflows.COMMANDS,
    *emails.COMMANDS,
    *executions.COMMANDS,
    *categories.COMMANDS,
    *records.COMMANDS,
    *installation.COMMANDS,
)


def add_api_commands(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands, under their first word each."""
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in COMMANDS:
        group, word = command.words
        if group not in groups:
            heading = words.add_parser(group, help=f"{group} of an installation, over its API")
            groups[group] = heading.add_subparsers(required=True, metavar="COMMAND")
        parser = groups[group].add_parser(word, help=command.help, description=command.help)
        for names, options in command.arguments:
            parser.add_argument(*names, **options)
        parser.add_argument("--json", action="store_true", help="as JSON; a list as one object a line")
        where = parser.add_argument_group("where the API is")
        where.add_argument("--api", help="its address, without /api/v1; else POSTROOM_API")
        where.add_argument("--token", help="a token for it; else POSTROOM_TOKEN")
        where.add_argument("--profile", default="default", help="a section of the config file (default)")
        parser.set_defaults(run=lambda given, run=command.run: run_api_command(given, run))


def run_api_command(given: argparse.Namespace, run: Run) -> int:
    """0 if it was done, 1 if the API refused it or did not answer, 2 if it was called wrongly."""
    from postroom_client import ApiProblem, NoAnswer, NotConfigured, Postroom, read_client_settings

    try:
        settings = read_client_settings(os.environ, Path.cwd(), api=given.api, token=given.token, profile=given.profile)
        with Postroom(settings.api, settings.token) as api:
            for text in _lines(run(api, given), as_json=given.json):
                print(text)
    except (ApiProblem, NoAnswer) as error:
        print(f"postroom: {error}", file=sys.stderr)
        return 1
    except (NotConfigured, ValueError) as error:
        print(f"postroom: {error}", file=sys.stderr)
        return 2
    return 0


def _lines(shown: Shown, *, as_json: bool) -> Iterable[str]:
    from postroom_client.models import ApiModel

    match shown:
        case Rows(items) if as_json:
            yield from (item.model_dump_json(by_alias=True) for item in items)
        case Rows(items, columns):
            yield table(columns, [[getattr(item, column) for column in columns] for item in items])
        case ApiModel() if as_json:
            yield shown.model_dump_json(by_alias=True, indent=2)
        case ApiModel():
            yield sheet(shown.model_dump(mode="json", by_alias=True))
        case None:
            return
        case _:
            yield json.dumps(shown, ensure_ascii=False, indent=2)
