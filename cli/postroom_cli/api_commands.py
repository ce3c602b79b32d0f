"""The commands that talk to an installation: each is a line of COMMANDS, and one function over the client."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from postroom_cli.tables import sheet, table

if TYPE_CHECKING:  # the offline tools start without the client
    from postroom_client import Postroom
    from postroom_client.models import ApiModel
    from postroom_client.records import Records

ROWS = 50
Argument = tuple[tuple[str, ...], dict[str, Any]]


def _argument(*names: str, **options: Any) -> Argument:
    return names, options


ID = _argument("id", metavar="ID")
NAME = _argument("id", metavar="NAME")
FILE = _argument("file", metavar="FILE", help="JSON; - reads standard input")
REVISION = _argument("--revision", type=int, help="change it only at this revision")
LIMIT = _argument("--limit", type=int, default=ROWS, help=f"how many to show at most ({ROWS})")


RERUN = (
    _argument("--steps", default="from_failed", choices=("from_failed", "all"), help="from the failed step, or all"),
    _argument("--version", default="recorded", choices=("recorded", "current"), help="the one that ran, or not"),
)
PLAN = _argument("--plan", required=True, help="the plan's name, as it was shown: exactly that is done")
KEEP = _argument("--keep", action="append", default=[], metavar="STEP", help="what this step did outside is kept")
REPEAT = _argument("--repeat", action="append", default=[], metavar="STEP", help="it is done again")


@dataclass(frozen=True, slots=True)
class Rows:
    """A list: its items and the columns people see."""

    items: "Iterable[ApiModel]"
    columns: tuple[str, ...]


Shown: TypeAlias = "ApiModel | Rows | Mapping[str, Any] | Sequence[Any] | None"


Run: TypeAlias = "Callable[[Postroom, argparse.Namespace], Shown]"


@dataclass(frozen=True, slots=True)
class Command:
    """Two words, what they take, and what they do."""

    words: tuple[str, str]
    help: str
    run: "Run"
    arguments: tuple[Argument, ...] = ()


WORKFLOW_COLUMNS = ("id", "enabled", "priority", "version", "name")
EMAIL_COLUMNS = ("id", "received_at", "status", "category", "sender", "subject")
EMAIL_FILTERS = ("sender", "category", "status", "received_from", "received_to", "subject")
EXECUTION_COLUMNS = ("id", "created_at", "status", "duration_ms", "workflow_name")
EXECUTION_FILTERS = ("workflow_id", "email_id", "status", "created_from", "created_to")
STATISTICS_COLUMNS = ("id", "execution_count", "succeeded", "failed", "pending_executions", "success_rate", "name")
RECORDS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "contacts": ("a contact", ("id", "name", "roles", "emails", "vat_numbers"), ("email", "domain", "vat_number")),
    "tickets": ("a ticket", ("id", "status", "priority", "type", "title"), ("status", "email_id")),
    "time-entries": ("a time entry", ("id", "hours", "date_from", "date_to", "project"), ("customer_id", "email_id")),
}


def _rerun(api: "Postroom", given: argparse.Namespace) -> Shown:
    """Only the plan that was shown: the API refuses if another would be made by now."""
    plan = api.executions.plan_rerun(given.id, steps_from=given.steps, on_version=given.version)
    outside = dict.fromkeys(given.keep, "keep") | dict.fromkeys(given.repeat, "repeat")
    return api.executions.rerun(plan.model_copy(update={"plan": given.plan}), outside=outside)


def _filters(*names: str) -> tuple[Argument, ...]:
    return (*(_argument(f"--{name.replace('_', '-')}", dest=f"filter_{name}") for name in names), LIMIT)


def _given_filters(given: argparse.Namespace) -> dict[str, Any]:
    return {
        name.removeprefix("filter_"): value
        for name, value in vars(given).items()
        if name.startswith("filter_") and value is not None
    }


def _body(given: argparse.Namespace) -> dict[str, Any]:
    text = sys.stdin.read() if given.file == "-" else Path(given.file).read_text(encoding="utf-8")
    try:
        body = json.loads(text)
    except ValueError as error:
        raise ValueError(f"{given.file} holds no JSON: {error}") from error
    if not isinstance(body, dict):
        raise ValueError(f"{given.file} holds no JSON object")  # noqa: TRY004 - told to the person as a wrong file
    return body


def _records(api: "Postroom", plural: str) -> "Records[Any]":
    records: Records[Any] = getattr(api, plural.replace("-", "_"))
    return records


def _record_commands(plural: str) -> tuple[Command, ...]:
    one, columns, filters = RECORDS[plural]

    def listed(api: "Postroom", given: argparse.Namespace) -> Shown:
        return Rows(islice(_records(api, plural).list(**_given_filters(given)), given.limit), columns)

    return (
        Command((plural, "list"), f"{plural}, newest first", listed, _filters(*filters)),
        Command((plural, "show"), one, lambda api, given: _records(api, plural).get(given.id), (ID,)),
        Command(
            (plural, "create"), f"make {one}", lambda api, given: _records(api, plural).create(_body(given)), (FILE,)
        ),
        Command(
            (plural, "change"),
            f"change what FILE names of {one}; null takes a field away",
            lambda api, given: _records(api, plural).change(given.id, _body(given), revision=given.revision),
            (ID, FILE, REVISION),
        ),
        Command(
            (plural, "delete"),
            f"delete {one}",
            lambda api, given: _records(api, plural).delete(given.id, revision=given.revision),
            (ID, REVISION),
        ),
    )


COMMANDS = (
    Command(
        ("workflows", "list"), "all workflows, by priority", lambda api, _: Rows(api.workflows.list(), WORKFLOW_COLUMNS)
    ),
    Command(("workflows", "show"), "one with what it says", lambda api, given: api.workflows.get(given.id), (ID,)),
    Command(
        ("workflows", "statistics"),
        "how the executions of all came out",
        lambda api, _: Rows(api.workflows.summary(), STATISTICS_COLUMNS),
    ),
    Command(
        ("workflows", "create"), "make one from a file", lambda api, given: api.workflows.create(_body(given)), (FILE,)
    ),
    Command(
        ("workflows", "replace"),
        "save a new version",
        lambda api, given: api.workflows.replace(given.id, _body(given), revision=given.revision),
        (ID, FILE, REVISION),
    ),
    Command(
        ("workflows", "change"),
        "save a new version with what FILE names changed",
        lambda api, given: api.workflows.change(given.id, _body(given), revision=given.revision),
        (ID, FILE, REVISION),
    ),
    Command(
        ("workflows", "enable"), "switch one on", lambda api, given: api.workflows.toggle(given.id, enabled=True), (ID,)
    ),
    Command(
        ("workflows", "disable"),
        "switch one off",
        lambda api, given: api.workflows.toggle(given.id, enabled=False),
        (ID,),
    ),
    Command(
        ("workflows", "pause"),
        "let one start nothing for a while",
        lambda api, given: api.workflows.pause(given.id, given.reason),
        (ID, _argument("reason", metavar="REASON", help="why, for those who wonder")),
    ),
    Command(("workflows", "resume"), "let one start again", lambda api, given: api.workflows.resume(given.id), (ID,)),
    Command(
        ("workflows", "delete"),
        "delete one",
        lambda api, given: api.workflows.delete(given.id, revision=given.revision),
        (ID, REVISION),
    ),
    Command(
        ("emails", "list"),
        "mails, newest first",
        lambda api, given: Rows(islice(api.emails.list(**_given_filters(given)), given.limit), EMAIL_COLUMNS),
        _filters(*EMAIL_FILTERS),
    ),
    Command(
        ("emails", "show"),
        "one mail: what it says, why it was taken for what",
        lambda api, given: api.emails.get(given.id),
        (ID,),
    ),
    Command(
        ("emails", "decision"),
        "each workflow's answer, clause by clause",
        lambda api, given: api.emails.decision(given.id, workflow_id=given.workflow_id),
        (ID, _argument("--workflow-id", help="only this workflow's")),
    ),
    Command(
        ("emails", "match"),
        "what workflows would do with a mail: those that are on, or the one in FILE; nothing is stored or sent",
        lambda api, given: api.emails.match(given.id, workflow=_body(given) if given.file else None),
        (ID, _argument("file", metavar="FILE", nargs="?", help="a workflow as JSON; - reads standard input")),
    ),
    Command(
        ("emails", "execute"),
        "run workflows on a mail now",
        lambda api, given: api.emails.execute(
            given.id, workflow_ids=given.workflow_id, include_disabled=given.include_disabled
        ),
        (
            ID,
            _argument("--workflow-id", action="append", help="only this one; may be given more than once"),
            _argument("--include-disabled", action="store_true", help="those too that are off"),
        ),
    ),
    Command(
        ("emails", "reprocess"), "read and match a mail anew", lambda api, given: api.emails.reprocess(given.id), (ID,)
    ),
    Command(("emails", "release"), "let a held mail through", lambda api, given: api.emails.release(given.id), (ID,)),
    Command(
        ("emails", "discard"),
        "leave a held mail unprocessed",
        lambda api, given: api.emails.discard(given.id),
        (ID,),
    ),
    Command(
        ("executions", "list"),
        "executions, newest first",
        lambda api, given: Rows(islice(api.executions.list(**_given_filters(given)), given.limit), EXECUTION_COLUMNS),
        _filters(*EXECUTION_FILTERS),
    ),
    Command(("executions", "show"), "one, step by step", lambda api, given: api.executions.get(given.id), (ID,)),
    Command(
        ("executions", "cancel"),
        "end one",
        lambda api, given: api.executions.cancel(given.id, reason=given.reason),
        (ID, _argument("--reason", help="why")),
    ),
    Command(
        ("executions", "plan-rerun"),
        "what running one again would do",
        lambda api, given: api.executions.plan_rerun(given.id, steps_from=given.steps, on_version=given.version),
        (ID, *RERUN),
    ),
    Command(("executions", "rerun"), "run one again as its plan says", _rerun, (ID, *RERUN, PLAN, KEEP, REPEAT)),
    Command(
        ("categories", "list"),
        "what mails can be taken for",
        lambda api, _: Rows(api.categories.list(), ("name", "changed", "learned", "description")),
    ),
    Command(("categories", "show"), "one with its keywords", lambda api, given: api.categories.get(given.id), (NAME,)),
    Command(
        ("categories", "create"),
        "make one from a file",
        lambda api, given: api.categories.create(_body(given)),
        (FILE,),
    ),
    Command(
        ("categories", "replace"),
        "change one as a whole",
        lambda api, given: api.categories.replace(given.id, _body(given), revision=given.revision),
        (NAME, FILE, REVISION),
    ),
    Command(
        ("categories", "delete"),
        "delete one that starts no workflow",
        lambda api, given: api.categories.delete(given.id, revision=given.revision),
        (NAME, REVISION),
    ),
    Command(
        ("categories", "try"),
        "which stored mails would be taken for something else with the category in FILE",
        lambda api, given: api.categories.try_out(save=[_body(given)], limit=given.limit),
        (FILE, LIMIT),
    ),
    *(command for plural in RECORDS for command in _record_commands(plural)),
    Command(
        ("api", "actions"),
        "the catalogue of actions",
        lambda api, _: Rows(api.actions(), ("name", "family", "effects", "title")),
    ),
    Command(("api", "health"), "whether the service is up", lambda api, _: api.health()),
    Command(("api", "openapi"), "the description of the API", lambda api, _: api.openapi()),
    Command(
        ("api", "call"),
        "any call: METHOD PATH [FILE], such as GET workflows/stats/summary",
        lambda api, given: api.call(given.method.upper(), given.path, _body(given) if given.file else None),
        (
            _argument("method", metavar="METHOD"),
            _argument("path", metavar="PATH", help="what comes after /api/v1/, with its query"),
            _argument("file", metavar="FILE", nargs="?", help="the body as JSON; - reads standard input"),
        ),
    ),
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
