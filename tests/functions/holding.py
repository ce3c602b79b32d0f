"""Mail that is held, for tests of what becomes of it."""

from postroom.ids import ROOT_TENANT, EventId
from postroom.mail.budgets import MailBudgets
from postroom_adapters.directory_table import DirectoryTable
from tests.functions.samples import mail
from tests.functions.world import World


def set_budgets(budgets: MailBudgets) -> None:
    """The tenant takes so many mails an hour from now on."""
    directory = DirectoryTable("directory")
    directory.save_tenant(directory.tenant(ROOT_TENANT).model_copy(update={"mail_budgets": budgets}))


def held_mails(world: World, count: int) -> list[EventId]:
    """So many mails beyond their sender's budget, which is then as it was."""
    set_budgets(MailBudgets(sender=1))
    events = []
    for number in range(count + 1):
        headers = {"From": "busy@sender.example", "Message_ID": f"<busy-{number}@sender.example>"}
        events.append(world.receive(mail(**headers), f"ses-busy-{number}"))
        world.dispatch(events[-1])
    set_budgets(MailBudgets())
    return events[1:]
