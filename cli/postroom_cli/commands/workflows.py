"""Workflows: what is done with a mail, and for which mails."""

from postroom_cli.commands.base import FILE, ID, REVISION, Command, Rows, argument, body

WORKFLOW_COLUMNS = ("id", "enabled", "priority", "version", "name")
STATISTICS_COLUMNS = ("id", "execution_count", "succeeded", "failed", "pending_executions", "success_rate", "name")

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
        ("workflows", "create"), "make one from a file", lambda api, given: api.workflows.create(body(given)), (FILE,)
    ),
    Command(
        ("workflows", "replace"),
        "save a new version",
        lambda api, given: api.workflows.replace(given.id, body(given), revision=given.revision),
        (ID, FILE, REVISION),
    ),
    Command(
        ("workflows", "change"),
        "save a new version with what FILE names changed",
        lambda api, given: api.workflows.change(given.id, body(given), revision=given.revision),
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
        (ID, argument("reason", metavar="REASON", help="why, for those who wonder")),
    ),
    Command(("workflows", "resume"), "let one start again", lambda api, given: api.workflows.resume(given.id), (ID,)),
    Command(
        ("workflows", "delete"),
        "delete one",
        lambda api, given: api.workflows.delete(given.id, revision=given.revision),
        (ID, REVISION),
    ),
)
