"""Executions: what ran, ended by hand or run again."""

import argparse
from itertools import islice
from typing import TYPE_CHECKING

from postroom_cli.commands.base import ID, Command, Rows, Shown, argument, filters, given_filters

if TYPE_CHECKING:
    from postroom_client import Postroom

EXECUTION_COLUMNS = ("id", "created_at", "status", "duration_ms", "workflow_name")
EXECUTION_FILTERS = ("workflow_id", "email_id", "status", "created_from", "created_to")
RERUN = (
    argument("--steps", default="from_failed", choices=("from_failed", "all"), help="from the failed step, or all"),
    argument("--version", default="recorded", choices=("recorded", "current"), help="the one that ran, or not"),
)
PLAN = argument("--plan", required=True, help="the plan's name, as it was shown: exactly that is done")
KEEP = argument("--keep", action="append", default=[], metavar="STEP", help="what this step did outside is kept")
REPEATS = (
    argument("--repeat", action="append", default=[], metavar="STEP", help="it is done again"),
    argument("--repeat-unknown", action="append", default=[], metavar="STEP", help="what is not known to be done is"),
)


def _rerun(api: "Postroom", given: argparse.Namespace) -> Shown:
    """Only the plan that was shown: the API refuses if another would be made by now."""
    plan = api.executions.plan_rerun(given.id, steps_from=given.steps, on_version=given.version)
    outside = dict.fromkeys(given.keep, "keep") | dict.fromkeys(given.repeat, "repeat")
    outside |= dict.fromkeys(given.repeat_unknown, "repeat_unknown")
    return api.executions.rerun(plan.model_copy(update={"plan": given.plan}), outside=outside)


COMMANDS = (
    Command(
        ("executions", "list"),
        "executions, newest first",
        lambda api, given: Rows(islice(api.executions.list(**given_filters(given)), given.limit), EXECUTION_COLUMNS),
        filters(*EXECUTION_FILTERS),
    ),
    Command(("executions", "show"), "one, step by step", lambda api, given: api.executions.get(given.id), (ID,)),
    Command(
        ("executions", "cancel"),
        "end one",
        lambda api, given: api.executions.cancel(given.id, reason=given.reason),
        (ID, argument("--reason", help="why")),
    ),
    Command(
        ("executions", "plan-rerun"),
        "what running one again would do",
        lambda api, given: api.executions.plan_rerun(given.id, steps_from=given.steps, on_version=given.version),
        (ID, *RERUN),
    ),
    Command(
        ("executions", "rerun"),
        "run one again as its plan says",
        _rerun,
        (ID, *RERUN, PLAN, KEEP, *REPEATS),
    ),
)
