"""Finding out what a mail's coming means: few calls, and none for a mail that answers nothing and bears no mark."""

from collections.abc import Callable
from datetime import datetime

from postroom.classify.decision import Classification, classify
from postroom.errors import NotFound
from postroom.ids import EventId, TenantId
from postroom.mail.budgets import BudgetRow, Counted, MailBudgets, budget_rows, used_up
from postroom.mail.model import Mail
from postroom.mail.threads import MailThread, answered_ids, place
from postroom.mail.tokens import read_token
from postroom.triggers.arrival import Arrival, addresses_of, bears_marker, bears_token, own_mail, sender_of
from postroom.triggers.event import TriggerEvent
from postroom_adapters import keys
from postroom_adapters.categories_table import CategoriesTable
from postroom_adapters.dynamodb import batch_get
from postroom_adapters.event_rows import event_of
from postroom_adapters.events_table import EventsTable
from postroom_adapters.threads_table import ThreadsTable


class Arriving:
    """Reads of `executions`, `directory` and the number of categories; the mail key is read where a mark is proven."""

    def __init__(self, executions: str, directory: str, workflows: str, key: Callable[[], bytes]) -> None:
        self.name = executions
        self.events = EventsTable(executions)
        self._directory = directory
        self._categories = CategoriesTable(workflows)
        self._key = key
        self._threads = ThreadsTable(executions)

    def read(self, tenant: TenantId, event_id: EventId) -> tuple[TriggerEvent, MailBudgets, int]:
        """The event's head, its tenant's budgets, and the number of its categories; one call. Raises NotFound."""
        head, owner, number = keys.event(tenant, event_id), keys.tenant(tenant), keys.categories(tenant)
        found = batch_get({self.name: [head], self._directory: [owner], self._categories.name: [number]})
        row = found.get((self.name, head["pk"], head["sk"]))
        if row is None:
            raise NotFound(f"there is no event {event_id}")
        stored = found.get((self._directory, owner["pk"], owner["sk"]), {})
        changes = found.get((self._categories.name, number["pk"], number["sk"]), {"version": 0})
        return event_of(row), MailBudgets.model_validate(stored.get("mail_budgets") or {}), int(changes["version"])

    def classified(self, tenant: TenantId, mail: Mail, categories: int) -> Classification:
        """What the mail is taken for by the tenant's categories; no call while their number stays the same."""
        return classify(mail, (self._categories.layer(tenant, categories),))

    def arrival(self, event: TriggerEvent, mail: Mail, budgets: MailBudgets, now: datetime) -> Arrival:
        """No call for most mails; one for an answer, one more where only a token tells its thread."""
        own = own_mail(event, mail, self._key()) if bears_marker(mail) else None
        thread = self._thread(event, mail)
        rows = budget_rows(sender_of(event, mail), event.source.recipients, thread, budgets, now)
        return Arrival(thread, own, rows)

    def used_up(self, tenant: TenantId, rows: tuple[BudgetRow, ...]) -> tuple[Counted, ...]:
        """Which of the counters have reached their limits."""
        wanted = {row.key: keys.budget(tenant, row.key, row.hour) for row in rows}
        found = batch_get({self.name: list(wanted.values())})
        stored = {name: found.get((self.name, key["pk"], key["sk"]), {}) for name, key in wanted.items()}
        return used_up(rows, stored)

    def _thread(self, event: TriggerEvent, mail: Mail) -> MailThread:
        ids = answered_ids(mail)
        known = self._threads.known(event.tenant, ids) if ids else {}
        token, people = None, tuple[str, ...]()
        if not known and bears_token(event, mail):
            token = read_token(event.tenant, mail.subject, addresses_of(event, mail), self._key())
            people = self._threads.people(event.tenant, token) if token is not None else ()
        return place(event.tenant, mail, known, token, people, otherwise=event.id)
