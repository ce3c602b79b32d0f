"""extract_tracking_number: the parcels that a mail speaks of, each with its carrier and link; nothing invented."""

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.extract.tracking.find import find_tracking_numbers
from postroom.models import Model


class Input(Model):
    """Where to look."""

    text: str | None = Field(default=None, description="The text to search; the mail's subject and text if not given.")


class Tracked(Model):
    """One parcel."""

    carrier: str = Field(description="Who carries it, such as PostNord, GLS, DAO, UPS.")
    number: str = Field(description="Its tracking number, without spaces.")
    link: str | None = Field(description="The carrier's page for it; null where there is none.")
    verified: bool = Field(description="Whether the number has a check digit, which then is right.")


class Output(Model):
    """The first number, and all of them; null if there is none."""

    number: str | None = Field(description="The first tracking number.")
    carrier: str | None = Field(description="Who carries it.")
    link: str | None = Field(description="The carrier's page for it.")
    numbers: tuple[Tracked, ...] = Field(description="Every number in the order of the text, each once.")


def plan(given: Input, context: Context) -> Plan:
    """Search the text given, or the mail's."""
    yield from ()
    email = context.email
    text = given.text
    if text is None:
        text = f"{email.get('subject') or ''}\n{email.get('text') or email.get('html_as_text') or ''}"
    sender = str((email.get("from") or {}).get("address") or "")
    numbers = tuple(
        Tracked(carrier=one.carrier, number=one.number, link=one.link, verified=one.verified)
        for one in find_tracking_numbers(text, sender)
    )
    first = numbers[0] if numbers else None
    return Output(
        number=first.number if first else None,
        carrier=first.carrier if first else None,
        link=first.link if first else None,
        numbers=numbers,
    )


ACTION = Action(
    title="Extract tracking number",
    description="Finds tracking numbers in the mail, with carrier and tracking link; wrong check digits are not taken.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
