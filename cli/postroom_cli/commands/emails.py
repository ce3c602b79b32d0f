"""Mails: what came in, why it was taken for what, and what is to be done with it."""

from itertools import islice

from postroom_cli.commands.base import ID, Command, Rows, argument, body, filters, given_filters

EMAIL_COLUMNS = ("id", "received_at", "status", "category", "sender", "subject")
EMAIL_FILTERS = ("sender", "category", "status", "received_from", "received_to", "subject")

COMMANDS = (
    Command(
        ("emails", "list"),
        "mails, newest first",
        lambda api, given: Rows(islice(api.emails.list(**given_filters(given)), given.limit), EMAIL_COLUMNS),
        filters(*EMAIL_FILTERS),
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
        lambda api, given: api.emails.decision(given.id, workflow_id=given.workflow_id, event_id=given.event_id),
        (
            ID,
            argument("--workflow-id", help="only this workflow's"),
            argument("--event-id", help="what was decided when a person asked, by the event that execute names"),
        ),
    ),
    Command(
        ("emails", "match"),
        "what workflows would do with a mail: those that are on, or the one in FILE; nothing is stored or sent",
        lambda api, given: api.emails.match(given.id, workflow=body(given) if given.file else None),
        (ID, argument("file", metavar="FILE", nargs="?", help="a workflow as JSON; - reads standard input")),
    ),
    Command(
        ("emails", "execute"),
        "run workflows on a mail now",
        lambda api, given: api.emails.execute(
            given.id, workflow_ids=given.workflow_id, include_disabled=given.include_disabled
        ),
        (
            ID,
            argument("--workflow-id", action="append", help="only this one; may be given more than once"),
            argument("--include-disabled", action="store_true", help="those too that are off"),
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
)
