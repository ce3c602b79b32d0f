"""The local stack's two commands: `python -m infra.local up` and `python -m infra.local send FILE.eml`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from infra.local.doors.ports import HTTP, SLACK, SMTP

STATE = Path(".local")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say; the exit status."""
    asked = _parser().parse_args(arguments)
    return _send(asked) if asked.command == "send" else _up(asked)


def _up(asked: argparse.Namespace) -> int:
    _say("loading")
    from infra.local.doors.ports import Ports, PortTaken
    from infra.local.doors.state_folder import NotOurs, StateInUse
    from infra.local.doors.up import up
    from infra.settings import SettingsError
    from infra.synth import SynthesisError

    ports = Ports.usual(asked.http_port, asked.smtp_port, asked.slack_port)
    try:
        up(asked.state, ports, fresh=asked.fresh, say=_say)
    except (StateInUse, NotOurs, PortTaken, SettingsError, SynthesisError) as error:
        return _refused(error)
    return 0


def _send(asked: argparse.Namespace) -> int:
    from infra.local.doors.sending import NotSent, send
    from infra.local.doors.state_folder import NotRunning

    try:
        send(asked.file, asked.state, asked.sender, asked.recipient, _say)
    except (NotRunning, NotSent, OSError) as error:
        return _refused(error)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="run the template on this machine until Ctrl-C")
    up.add_argument("--fresh", action="store_true", help="forget what earlier runs have left")
    up.add_argument("--http-port", type=int, metavar="PORT", help=f"default {HTTP}, or a free one")
    up.add_argument("--smtp-port", type=int, metavar="PORT", help=f"default {SMTP}, or a free one")
    up.add_argument("--slack-port", type=int, metavar="PORT", help=f"default {SLACK}, or a free one")
    send = commands.add_parser("send", help="deliver a mail file to the running stack")
    send.add_argument("file", type=Path, metavar="FILE.eml")
    send.add_argument("--from", dest="sender", metavar="ADDRESS", help="envelope sender; default: from the headers")
    send.add_argument("--to", dest="recipient", metavar="ADDRESS", help="envelope recipient; default: from the headers")
    for command in (up, send):
        command.add_argument("--state", type=Path, default=STATE, metavar="FOLDER", help=f"default {STATE}")
    return parser


def _say(line: str) -> None:
    print(line, flush=True)


def _refused(error: Exception) -> int:
    told = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else error
    print(told, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
