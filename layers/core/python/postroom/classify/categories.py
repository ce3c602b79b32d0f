"""The thirteen categories a tenant starts with, in the order they are listed and shown."""

from typing import NamedTuple

GENERAL = "general"
"""The category that stands in where no other is likely enough."""


class Category(NamedTuple):
    """A thing mails can be about; `description` is what people and models read."""

    name: str
    description: str


DEFAULT_CATEGORIES = (
    Category("invoice", "A claim for payment: invoice, receipt, proforma, reminder, fee notice, collection letter."),
    Category("freight_note", "Goods on their way: delivery note, tracking, arrival or collection notice."),
    Category("order_confirmation", "A seller confirms an order, a booking or a job."),
    Category("time_confirmation", "Somebody confirms or reports working hours."),
    Category("case_notification", "A ticket system, court, insurer or authority writes about a case."),
    Category("customer_email", "A customer asks, complains, requests, changes or cancels."),
    Category("bankruptcy", "Bankruptcy, insolvency, restructuring, suspended payments, creditors' claims."),
    Category("recruitment", "Applications, candidates, recruiters, interviews, rejections."),
    Category("newsletter", "Newsletters, digests, programmes, marketing somebody subscribed to."),
    Category("spam", "Unsolicited bulk mail, phishing, fraud."),
    Category("auto_reply", "A machine answers: out of office, receipt of a mailbox."),
    Category("bounce", "A mail could not be delivered, or not yet."),
    Category(GENERAL, "None of these: colleagues, landlord, bank, accountant, neighbours."),
)
