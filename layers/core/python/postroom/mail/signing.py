"""What a mail of ours bears before it leaves: the signed marker, and the thread's token in subject and Reply-To."""

from dataclasses import dataclass

from postroom.effects import SendMail
from postroom.mail.marker import Marker, sign_marker
from postroom.mail.tokens import tagged_address, thread_token, with_token


@dataclass(frozen=True, slots=True)
class Signed:
    """The mail with its token where answers will quote it, and the marker's value."""

    mail: SendMail
    marker: str


def signed(mail: SendMail, tenant: str, key: str, secret: bytes) -> Signed:
    """The same for every attempt, since nothing in it depends on the time."""
    marker = sign_marker(Marker(tenant=tenant, effect=key, hops=mail.hops), mail.sender, secret)
    if mail.thread is None:
        return Signed(mail, marker)
    token = thread_token(tenant, mail.thread, secret)
    reply_to = tagged_address(mail.reply_to, token) if mail.reply_to else None
    return Signed(mail._replace(subject=with_token(mail.subject, token), reply_to=reply_to), marker)
