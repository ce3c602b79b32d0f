"""link_to_customer: which customer the mail is from."""

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.contacts.linking import Candidate, LinkInput, link_contact
from postroom.ids import RecordId
from postroom.models import Model


class Output(Model):
    """The customer found or made; null if there is none."""

    customer_id: RecordId | None = Field(description="The contact's id.")
    name: str | None = Field(description="The contact's name.")
    matched_by: str | None = Field(description="What it was found by, or `created`.")
    candidates: tuple[Candidate, ...] = Field(
        description="Contacts that fitted, best first, also those of another role; at most 10."
    )
    reason: str | None = Field(description="Why nobody was linked; null if somebody was.")


def plan(given: LinkInput, context: Context) -> Plan:
    """Look the customer up; make it if asked to and there is none."""
    link = yield from link_contact("customer", given, context)
    return Output(
        customer_id=link.contact_id,
        name=link.name,
        matched_by=link.matched_by,
        candidates=link.candidates,
        reason=link.reason,
    )


ACTION = Action(
    title="Link to customer",
    description="Finds the customer the mail is from, and creates it if asked to.",
    input=LinkInput,
    output=Output,
    effects="pure",
    plan=plan,
)
