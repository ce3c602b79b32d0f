"""create_ticket: a ticket for a person to act on."""

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.effects import SaveRecord
from postroom.ids import RecordId
from postroom.models import Model
from postroom.records.ticket import Priority, TicketType


class Input(Model):
    """What the ticket says."""

    title: str = Field(default="", description="The mail's subject if not given; cut at 300 characters.")
    description: str = Field(default="", description="The mail's text if not given; cut at 20,000 characters.")
    type: TicketType = Field(default="general", description="What kind of work it is.")
    priority: Priority = Field(default="normal", description="How urgent it is.")
    contact_id: RecordId | None = Field(default=None, description="The contact it is about; a linked one's id.")


class Output(Model):
    """The ticket made."""

    id: RecordId = Field(description="The ticket's id.")
    title: str = Field(description="Its title as saved.")
    type: TicketType = Field(description="Its type.")


TITLE_CHARACTERS, GIVEN_CHARACTERS, MAIL_CHARACTERS = 300, 20_000, 4_000
"""What is longer is cut, not refused: titles hold words of strangers' mails, and the ticket matters more."""


def plan(given: Input, context: Context) -> Plan:
    """Save the ticket; what is not given comes from the mail."""
    title = given.title.strip() or str(context.email.get("subject") or "").strip() or "(no subject)"
    text = context.email.get("reply_text") or context.email.get("text") or context.email.get("html_as_text") or ""
    ticket = {
        "title": title[:TITLE_CHARACTERS],
        "description": given.description[:GIVEN_CHARACTERS] or str(text)[:MAIL_CHARACTERS],
        "type": given.type,
        "priority": given.priority,
        "contact_id": given.contact_id,
        "event_id": context.scope["event"]["id"],
    }
    saved = yield SaveRecord("ticket", ticket)
    return Output(id=saved, title=ticket["title"], type=given.type)


ACTION = Action(
    title="Create ticket",
    description="Creates a ticket from the mail, or with the title and description given.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
