"""A typed client of Postroom's HTTP API, the same for a deployed installation and the local stack.

from postroom_client import Postroom

with Postroom("https://…", token="…") as api:
    for email in api.emails.list(status="flagged"):
        print(email.subject, email.status_reason)
"""

from postroom_client.client import Postroom
from postroom_client.errors import ApiProblem, NoAnswer, NotConfigured
from postroom_client.settings import ClientSettings, read_client_settings

__all__ = ["ApiProblem", "ClientSettings", "NoAnswer", "NotConfigured", "Postroom", "read_client_settings"]
