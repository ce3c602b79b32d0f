"""extract_tracking_number: the parcels that a mail speaks of, each with its carrier and link; nothing invented."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.effects import ReadObject
from postroom.models import Model

if TYPE_CHECKING:
    from postroom.extract.tracking.sources import SourcedNumber


class Input(Model):
    """Where to look."""

    text: str | None = Field(
        default=None,
        description="The text to search; the mail's subject, text, links and attached PDFs if not given.",
    )


class Tracked(Model):
    """One parcel."""

    carrier: str = Field(description="Who carries it, such as PostNord, GLS, DAO, UPS.")
    number: str = Field(description="Its tracking number, without spaces.")
    link: str | None = Field(description="The carrier's page for it; null where there is none.")
    verified: bool = Field(description="Whether the number has a check digit, which then is right.")
    place: str = Field(default="text", description="Where it stands: subject, text, html or pdf.")
    attachment: str | None = Field(default=None, description="The attached file that states it, if it is one.")
    page: int | None = Field(default=None, description="The page of that file, from 1.")


class Output(Model):
    """The first number, and all of them; null if there is none."""

    number: str | None = Field(description="The first tracking number.")
    carrier: str | None = Field(description="Who carries it.")
    link: str | None = Field(description="The carrier's page for it.")
    numbers: tuple[Tracked, ...] = Field(description="Every number in the order of the text, each once.")
    problems: tuple[str, ...] = Field(default=(), description="Attached files that could not be read.")


def plan(given: Input, context: Context) -> Plan:
    """Search the text given, or the mail's; what is attached and where links lead stands in the raw mail only."""
    from postroom.extract.model import Place, TextSource
    from postroom.extract.tracking.sources import numbers_in

    email = context.email
    sender = str((email.get("from") or {}).get("address") or "")
    if given.text is not None:
        return output_of(numbers_in([TextSource(place="text", text=given.text)], sender))
    if email.get("attachments") or email.get("html_as_text"):
        raw = yield ReadObject("raw")
        return read_tracking(raw)
    places: tuple[Place, ...] = ("subject", "text")
    sources = [TextSource(place=place, text=str(email.get(place) or "")) for place in places]
    return output_of(numbers_in(sources, sender))


def read_tracking(raw: bytes) -> Output:
    """The numbers in a raw mail, its links and its attached PDFs."""
    from postroom.extract.sources import attached_documents, mail_texts
    from postroom.extract.tracking.links import links_to_carriers
    from postroom.extract.tracking.sources import numbers_in
    from postroom.mail.parse import parse_mail

    parsed = parse_mail(raw)
    mail, documents = parsed.mail, attached_documents(parsed)
    sender = mail.from_.address if mail.from_ else ""
    problems = tuple(f"{one.name}: {problem}" for one in documents for problem in one.read.problems)
    texts = mail_texts(mail, documents, links_to_carriers(parsed.links))
    return output_of(numbers_in(texts, sender), problems)


def output_of(numbers: "Sequence[SourcedNumber]", problems: tuple[str, ...] = ()) -> Output:
    """What was found, the first number apart."""
    tracked = tuple(
        Tracked(
            carrier=one.found.carrier,
            number=one.found.number,
            link=one.found.link,
            verified=one.found.verified,
            place=one.source.place,
            attachment=one.source.attachment,
            page=one.page,
        )
        for one in numbers
    )
    first = tracked[0] if tracked else None
    return Output(
        number=first.number if first else None,
        carrier=first.carrier if first else None,
        link=first.link if first else None,
        numbers=tracked,
        problems=problems,
    )


ACTION = Action(
    title="Extract tracking number",
    description="Finds tracking numbers in the mail and its PDFs, with carrier and tracking link; those with a wrong "
    "check digit are not taken.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
