"""`python -m infra.local up`: the local stack, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from infra.local.doors.opening import Doors, open_doors
from infra.local.doors.ports import Ports
from infra.local.doors.state_folder import Running, forget, held, tell
from infra.local.stack import LocalStack

DEFAULT_LOCAL_PART = "faktura"


def up(folder: Path, ports: Ports, *, fresh: bool, say: Callable[[str], None]) -> None:
    """Start, tell where everything is, wait for a signal, end. Raises StateInUse, NotOurs and PortTaken."""
    started = time.monotonic()
    end = _on_signal()
    if fresh:
        forget(folder)
        say(f"forgot what was in {folder}")
    with ExitStack() as closing:
        closing.enter_context(held(folder))
        say("reading the template (synthesized first if infra/ has changed: some 20 s)")
        stack = LocalStack(folder)
        doors = closing.enter_context(open_doors(stack, ports, say))
        running = addresses(doors)
        tell(folder, running)
        say(f"ready after {time.monotonic() - started:.1f} s\n\n{_told(running, folder)}\n")
        end.wait()
        say("ending")
    say("ended")


def addresses(doors: Doors) -> Running:
    """Where a running stack can be reached."""
    domains = _domains(doors.stack)
    return Running(
        pid=os.getpid(),
        api=doors.http.url,
        token=doors.stack.api_token,
        smtp_host=doors.smtp.host,
        smtp_port=doors.smtp.port,
        outbox=f"{doors.http.url}/outbox",
        slack=doors.slack.server.url,
        domains=domains,
        default_address=f"{DEFAULT_LOCAL_PART}@{domains[0]}",
    )


def _domains(stack: LocalStack) -> list[str]:
    rules = stack.templates.of_type("AWS::SES::ReceiptRule")
    return [recipient for rule in rules for recipient in rule.properties["Rule"]["Recipients"]]


def _on_signal() -> threading.Event:
    """An event that is set by the first signal; the second one does what it always does."""
    end = threading.Event()

    def asked(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        end.set()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, asked)
    # Under nohup a closed terminal is no reason to end.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, asked)
    return end


def _told(running: Running, folder: Path) -> str:
    return "\n".join(
        [
            f"  API     {running.api}",
            f"  token   {running.token}",
            f"  SMTP    {running.smtp_host}:{running.smtp_port}   mail for {', '.join(running.domains)}",
            f"  outbox  {running.outbox}   files in {folder / 'outbox'}",
            "",
            f'  curl -H "Authorization: Bearer {running.token}" {running.api}/api/v1/workflows',
            "  make send MAIL=events/mail/invoice_en.eml",
            "",
            "  Ctrl-C ends it; what it knows is kept for the next time.",
        ]
    )
