"""The settings of one installation: the context key `postroom` of cdk.json, its defaults under its stage's own values.

No CDK in here, so that everything that needs to know a stage can ask without the seconds it takes to load.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

ROOT = Path(__file__).resolve().parent.parent

SES_RECEIVING_REGIONS = (
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "us-east-1",
    "us-east-2",
    "us-west-2",
)
"""Where SES receives mail, as its developer guide lists it; AWS adds regions now and then, and then so do we here."""

RECIPIENTS_PER_RULE = 100
"""SES's quota; each domain is one recipient of one rule."""

DOMAINS_MAX = 150
"""CloudFormation's 200 outputs and 500 resources a stack are reached before SES's 200 rules a rule set are."""

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_NAME = re.compile(r"(?=.{1,64}$)[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""What stands before an address's @: SES takes ASCII only, and nobody needs the quoted form."""


class SettingsError(ValueError):
    """The settings cannot be used; the message names each field and what is wrong with it."""


def _domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise ValueError(f"{value!r} is not a domain name in lower case, such as mail.example.com")
    return value


def _address(value: str) -> str:
    name, _, domain = value.rpartition("@")
    if not (_NAME.fullmatch(name) and _DOMAIN.fullmatch(domain.lower())):
        raise ValueError(f"{value!r} is not a mail address")
    return value


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"{value!r} is not an IANA time zone, such as Europe/Zurich")
    return value


def _region(value: str) -> str:
    if value not in SES_RECEIVING_REGIONS:
        raise ValueError(f"SES receives no mail in {value!r}; it does in {', '.join(SES_RECEIVING_REGIONS)}")
    return value


Domain = Annotated[str, AfterValidator(_domain)]
Address = Annotated[str, AfterValidator(_address)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HostedZone(_Model):
    """A Route 53 zone that this installation may write its mail records into."""

    id: Annotated[str, StringConstraints(pattern=r"^Z[A-Z0-9]+$")]
    name: Domain

    def holds(self, domain: str) -> bool:
        """Whether the domain's records belong into it."""
        return domain == self.name or domain.endswith(f".{self.name}")


class Throttling(_Model):
    """What the API as a whole lets through; beyond it API Gateway answers 429."""

    rate_per_second: int = Field(default=50, ge=1, le=10_000)
    burst: int = Field(default=100, ge=1, le=5_000)


class MailBudgets(_Model):
    """How many mails an hour a tenant takes: in a thread, from one sender to one address, from one sender."""

    thread: int = Field(default=20, ge=1)
    pair: int = Field(default=500, ge=1)
    sender: int = Field(default=1_000, ge=1)


class Settings(_Model):
    """One installation on one stage."""

    stage: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,11}$")]
    region: Annotated[str, AfterValidator(_region)]
    account: Annotated[str, StringConstraints(pattern=r"^\d{12}$")] | None = None
    domains: Annotated[tuple[Domain, ...], Field(min_length=1, max_length=DOMAINS_MAX)]
    admin_address: Address
    sending_address: Address | None = None
    """What the tenant's mails come from, at one of the domains; postroom@ the first of them where nothing is said."""
    tenant_name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    tenant_time_zone: Annotated[str, AfterValidator(_time_zone)]
    hosted_zone: HostedZone | None = None
    alarm_address: Address | None = None
    email_to_ticket_enabled: bool = True
    email_workflows_enabled: bool = True
    email_ai_confidence_threshold: float = Field(default=0.7, ge=0, le=1)
    api_throttling: Throttling = Throttling()
    mail_budgets: MailBudgets | None = None
    """Beyond these a mail is held; where nothing is said, the tenant keeps what it has, at first limits.py's."""
    mail_concurrency: int = Field(default=20, ge=2, le=1_000)
    """How many receive_mail functions may work on the queue at once; SQS allows no fewer than two."""
    mail_retention_days: int = Field(default=400, ge=1)
    """Raw mail and its attachments are deleted after so long: when the events that point to them are, if nothing is
    said. What was read of a mail stays with its event for limits.EVENT_RETENTION_DAYS."""
    log_retention_days: Literal[7, 14, 30, 90, 180, 365] = 90
    log_level: Literal["DEBUG", "INFO", "WARN", "ERROR"] = "INFO"
    retain_data: bool = True
    """Tables and bucket outlive the stack and refuse deletion. Off only for stages that may be thrown away."""

    @model_validator(mode="after")
    def _domains_are_distinct(self) -> "Settings":
        if len(set(self.domains)) < len(self.domains):
            raise ValueError("domains: a domain is listed twice")
        return self

    @model_validator(mode="after")
    def _sends_from_its_own_domain(self) -> "Settings":
        if self.sending_domain not in self.domains:
            raise ValueError(f"sending_address: {self.sending_domain} is none of the domains")
        return self

    @model_validator(mode="after")
    def _zone_is_of_use(self) -> "Settings":
        if self.hosted_zone is not None and not any(map(self.hosted_zone.holds, self.domains)):
            raise ValueError(f"hosted_zone: none of the domains is in {self.hosted_zone.name}")
        return self

    @property
    def sending_domain(self) -> str:
        """The identity at SES that mail is sent in the name of."""
        return self.sending_address.rpartition("@")[2].lower() if self.sending_address else self.domains[0]

    @property
    def prefix(self) -> str:
        """What the names of this installation's resources begin with."""
        return f"postroom-{self.stage}"

    @property
    def connections_prefix(self) -> str:
        """Where in Parameter Store this installation's connections keep their secrets."""
        return f"/postroom/{self.stage}/connections"


def load_settings(
    stage: str, overrides: Mapping[str, Any] | None = None, context: Mapping[str, Any] | None = None
) -> Settings:
    """The settings of `stage`: cdk.json's defaults, then the stage's own values, then `overrides`."""
    postroom = context if context is not None else json.loads((ROOT / "cdk.json").read_text())["context"]["postroom"]
    stages = _object(postroom, "stages")
    if stage not in stages:
        raise SettingsError(f"stage: {stage!r} is not in cdk.json; it has {', '.join(sorted(stages))}")
    values = {**_object(postroom, "defaults"), **_object(stages, stage, "stages."), **(overrides or {}), "stage": stage}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, e['loc'])) or 'settings'}: {_said(e['msg'])}" for e in error.errors()]
        raise SettingsError(f"stage {stage} in cdk.json:\n  " + "\n  ".join(problems)) from None


def _object(values: Mapping[str, Any], key: str, within: str = "") -> Mapping[str, Any]:
    value = values.get(key, {})
    if not isinstance(value, Mapping):
        raise SettingsError(f"{within}{key} in cdk.json: {json.dumps(value)} is not an object")
    return value


def _said(message: str) -> str:
    return message.removeprefix("Value error, ")
