"""Categories: what mails can be taken for."""

from postroom_cli.commands.base import FILE, LIMIT, NAME, REVISION, Command, Rows, body

COMMANDS = (
    Command(
        ("categories", "list"),
        "what mails can be taken for",
        lambda api, _: Rows(api.categories.list(), ("name", "changed", "learned", "description")),
    ),
    Command(("categories", "show"), "one with its keywords", lambda api, given: api.categories.get(given.id), (NAME,)),
    Command(
        ("categories", "create"),
        "make one from a file",
        lambda api, given: api.categories.create(body(given)),
        (FILE,),
    ),
    Command(
        ("categories", "replace"),
        "change one as a whole",
        lambda api, given: api.categories.replace(given.id, body(given), revision=given.revision),
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
        lambda api, given: api.categories.try_out(save=[body(given)], limit=given.limit),
        (FILE, LIMIT),
    ),
)
