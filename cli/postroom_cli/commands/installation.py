"""The API as such: its actions, its health, its description, and any call."""

from postroom_cli.commands.base import Command, Rows, argument, body

COMMANDS = (
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
        lambda api, given: api.call(given.method.upper(), given.path, body(given) if given.file else None),
        (
            argument("method", metavar="METHOD"),
            argument("path", metavar="PATH", help="what comes after /api/v1/, with its query"),
            argument("file", metavar="FILE", nargs="?", help="the body as JSON; - reads standard input"),
        ),
    ),
)
