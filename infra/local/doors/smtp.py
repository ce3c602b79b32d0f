"""The SMTP door: a mail that gets 250 is stored, one that cannot be stored gets 451, a stranger's address 550."""

from __future__ import annotations

import asyncio
import socket
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local.doors.contracts import MailTaker

MAIL_BYTES = 40 * 1024 * 1024
"""SES's limit on a mail it receives, headers included."""

RECIPIENTS = 100
"""SMTP's least maximum (RFC 5321, 4.5.3.1.8), and what one SES transaction takes."""

BACKLOG = 256
_WORKERS = 16
_END_SECONDS = 5.0


class SmtpServer:
    """Takes mail on a port of this machine from `start` to `stop`.

    aiosmtpd's own Controller is not used: it cannot say which port it got for port 0, and needs five seconds to find
    out that a port is taken.
    """

    def __init__(self, mail: MailTaker, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host = host
        self.port = port
        self._handler = _Handler(mail)
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the port. Raises OSError if it is taken."""
        listening = socket.create_server((self.host, self.port), backlog=BACKLOG)
        self.port = listening.getsockname()[1]
        self._thread = threading.Thread(target=self._run, args=(listening,), name=f"smtp {self.port}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection; a mail that was not answered yet may be stored or not, as ever."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._loop.call_soon_threadsafe(self._ended.set)
        thread.join(_END_SECONDS)
        self._handler.close()

    def _run(self, listening: socket.socket) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(listening))
        self._loop.close()

    async def _serve(self, listening: socket.socket) -> None:
        server = await self._loop.create_server(self._protocol, sock=listening)
        await self._ended.wait()
        server.close()
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)

    def _protocol(self) -> SMTP:
        return _Protocol(
            self._handler,
            data_size_limit=MAIL_BYTES,
            enable_SMTPUTF8=True,
            hostname="inbound-smtp.postroom.test",
            ident="Postroom",
            loop=self._loop,
        )


class _Protocol(SMTP):
    line_length_limit = MAIL_BYTES
    """Mails with lines longer than RFC 5321 allows exist, and the parser is to see them as they came."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Each line of the greeting is a packet of its own: with Nagle's algorithm it would take 40 ms."""
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)


class _Handler:
    """aiosmtpd's hooks, named as it wants them."""

    def __init__(self, mail: MailTaker) -> None:
        self._mail = mail
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="smtp")

    def close(self) -> None:
        """Let what is being stored end."""
        self._workers.shutdown(wait=True)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Known at once: rules are in memory."""
        if not self._mail.receives(address):
            return "550 5.1.1 Mailbox does not exist: no receipt rule takes this address"
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Several recipients of one transaction are one mail, as with SES."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._workers, self._take, envelope)

    def _take(self, envelope: Any) -> str:
        # A bounce comes from nobody, which aiosmtpd hands on as it was written.
        sender = "" if envelope.mail_from in (None, "<>") else envelope.mail_from
        try:
            message_id = self._mail.deliver_mail(envelope.content, sender, list(envelope.rcpt_tos))
        except Exception:  # noqa: BLE001 - the sender is told to try again, whatever it was
            traceback.print_exc()
            return "451 4.3.0 The mail could not be stored; try again later"
        return f"250 2.0.0 OK {message_id}"
