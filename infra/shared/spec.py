"""What a Lambda function is, as plain data: each file of `infra/functions` holds one `FunctionSpec`.

A function's environment follows from what it uses: whoever may touch a table is told its name, nobody else is.
`grants.py` turns a use into policy statements and variables. No CDK in here.
"""

from dataclasses import dataclass
from typing import Final, Literal

TableName = Literal["workflows", "executions", "records", "directory"]
IndexName = Literal["by_category", "by_list", "by_sender", "by_status", "by_workflow", "open"]
ItemAction = Literal["BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"]
"""TransactWriteItems and TransactGetItems are no actions of their own in IAM: they need those of their items."""

Switch = Literal["email_to_ticket_enabled", "email_workflows_enabled", "email_ai_confidence_threshold"]

INBOUND: Final = "inbound/"
ATTACHMENTS: Final = "attachments/"
OUTPUTS: Final = "outputs/"
"""The mail bucket's prefixes: raw mail as SES puts it, its attachments, outputs too large for a step's row."""


@dataclass(frozen=True, slots=True)
class Items:
    """Actions on one table's items, and queries on those of its indexes that are named.

    Without actions a function only learns the table's name, as step functions do: their engine's settings are the same
    for every family.
    """

    table: TableName
    actions: tuple[ItemAction, ...]
    query_indexes: tuple[IndexName, ...] = ()


@dataclass(frozen=True, slots=True)
class Objects:
    """Actions on the mail bucket's objects under one prefix."""

    prefix: Literal["inbound/", "attachments/", "outputs/"]
    actions: tuple[Literal["GetObject", "PutObject"], ...]


@dataclass(frozen=True, slots=True)
class Dispatches:
    """Starting dispatches, looking what became of one, and stopping one."""

    actions: tuple[Literal["StartExecution", "DescribeExecution", "StopExecution"], ...]


@dataclass(frozen=True, slots=True)
class Connections:
    """Reading the secrets of connections from Parameter Store; a connection names its parameter in full."""


@dataclass(frozen=True, slots=True)
class SentMail:
    """Sending mail from the sending address's domain, through the configuration set."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """Reading the installation's API token; its ARN comes with the custom resource."""


@dataclass(frozen=True, slots=True)
class MailKey:
    """Reading the installation's mail key, by which our mail's markers and tokens are signed."""


@dataclass(frozen=True, slots=True)
class ActiveRuleSet:
    """Reading and setting which SES receipt rule set is active in this account and region."""


Use = Items | Objects | Dispatches | Connections | SentMail | ApiToken | MailKey | ActiveRuleSet


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One function; `name` is its folder in functions/ and its file in infra/functions/."""

    name: str
    timeout_seconds: int
    uses: tuple[Use, ...]
    memory_mb: int = 512
    switches: tuple[Switch, ...] = ()

    @property
    def construct_id(self) -> str:
        """`receive_mail` is ReceiveMail in the construct tree and in the names of states."""
        return "".join(word.capitalize() for word in self.name.split("_"))
