"""Matching's reads: one BatchGetItem says what is to be matched and whether the kept rule index is still the newest."""

from dataclasses import dataclass

from postroom.engine.model import Turn
from postroom.errors import Broken
from postroom.ids import TenantId
from postroom.match.rule_index import RuleIndex
from postroom.triggers.event import TriggerEvent
from postroom_adapters import keys
from postroom_adapters.dynamodb import batch_get
from postroom_adapters.event_rows import StoredMail, event_of, stored_mail_of
from postroom_adapters.events_table import EventsTable, seen_by
from postroom_adapters.workflows_table import WorkflowsTable, rules_id


@dataclass(frozen=True, slots=True)
class ToMatch:
    """An event, its understood mail (None for a duplicate not stored), and the number of the newest rules."""

    event: TriggerEvent
    stored: StoredMail | None
    rules: int

    def understood(self) -> StoredMail:
        """The mail, which an event that is to be matched has. Raises Broken if it is not stored."""
        if self.stored is None:
            raise Broken(f"event {self.event.id} is to be matched and its mail is not stored")
        return self.stored


class Matching:
    """The state matching needs; indexes are kept per tenant and made anew when the number has moved."""

    def __init__(self, events: EventsTable, workflows: WorkflowsTable, default_threshold: float) -> None:
        self._events = events
        self._workflows = workflows
        self._default_threshold = default_threshold
        self._indexes: dict[TenantId, RuleIndex] = {}

    def read(self, turn: Turn) -> ToMatch:
        """The event of the turn as stored now."""
        head, mail = keys.event(turn.tenant, turn.event), keys.event(turn.tenant, turn.event, "mail")
        rules = keys.rules(turn.tenant)
        found = batch_get({self._events.name: [head, mail], self._workflows.name: [rules]})
        item = found.get((self._events.name, head["pk"], head["sk"]))
        if item is None:
            raise Broken(f"event {turn.event} is not stored")
        event, understood = event_of(item), found.get((self._events.name, mail["pk"], mail["sk"]))
        if event.manual is not None:
            event, understood = seen_by(self._events.name, event)
        number = found.get((self._workflows.name, rules["pk"], rules["sk"]), {"version": 0})["version"]
        return ToMatch(event, stored_mail_of(understood) if understood else None, int(number))

    def index_for(self, event: TriggerEvent, number: int) -> RuleIndex:
        """The rule index `number` or a newer one, of the workflows that may answer this event."""
        asked = event.manual
        if asked is None or (asked.workflow_ids is None and not asked.include_disabled):
            return self.index(event.tenant, number)
        return self._workflows.rule_index(
            event.tenant,
            number,
            self._default_threshold,
            asked.workflow_ids,
            include_disabled=asked.include_disabled,
        )

    def index(self, tenant: TenantId, number: int) -> RuleIndex:
        """The rule index `number` or a newer one."""
        kept = self._indexes.get(tenant)
        if kept is None or kept.id != rules_id(tenant, number):
            kept = self._workflows.rule_index(tenant, number, self._default_threshold)
            self._indexes[tenant] = kept
        return kept
