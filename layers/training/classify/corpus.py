"""The sample mails that weights are learned from: short ones written for it in corpus/<language>.txt, and variants.

A line is `subject | body`, `(none)` standing for no subject, with `@name` for each attached file, under `## category`.
Each becomes three mails: as it is; between greeting and signature, sometimes without a telling subject; and with some
of its sentences left out. So greetings, signatures and notices are seen in every category and learned as saying
nothing.
"""

import random
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from layers.training.classify.headers import sampled_headers

FOLDER = Path(__file__).parent / "corpus"
LANGUAGES = ("da", "de", "en", "zh")
VARIANTS = 3
NO_SUBJECT = "(none)"
_KEPT_SENTENCES = 0.65
_NEUTRAL_SUBJECTS = 0.6
_ATTACHED = re.compile(r"\s@([\w.\-]+\.\w+)\s*$")
_SENTENCE_END = re.compile(r"(?<=[.!?。;!?])\s*")

_GREETINGS = {
    "en": ("Hi,", "Hello,", "Dear all,", "Dear Sir or Madam,", "Good morning,", "Hi Anna,", ""),
    "de": ("Hallo,", "Guten Tag,", "Sehr geehrte Damen und Herren,", "Moin,", "Sehr geehrter Herr Roth,", ""),
    "da": ("Hej,", "Kære alle,", "Til rette vedkommende", "Hej Anne", "Kære kunde", ""),
    "zh": ("您好,", "你好:", "尊敬的客户:", "王总您好,", "各位好,", ""),
}
_SIGNATURES = {
    "en": (
        "Best regards",
        "Kind regards, Anna Hill",
        "Thanks, Tom",
        "Yours sincerely",
        "cheers",
        "This message is confidential and meant for the addressee alone. If you got it by mistake, delete it.",
        "Company number 1234567, registered office 1 High Street",
        "Think before you print this e-mail.",
        "Tel. +44 20 7946 0000 www.firm.example",
        "",
    ),
    "de": (
        "Mit freundlichen Grüßen",
        "Viele Grüße",
        "Beste Grüße, Anna Hill",
        "Gruß Tom",
        "Diese Nachricht ist vertraulich. Sind Sie nicht der Empfänger, löschen Sie sie bitte.",
        "Geschäftsführer: T. Roth, Amtsgericht Musterstadt HRB 1234, USt-IdNr. DE123456789",
        "Tel. 030 1234567 www.firma.example",
        "LG",
        "",
    ),
    "da": (
        "Med venlig hilsen",
        "Venlig hilsen Anne",
        "Mvh Tom",
        "Kh",
        "Mailen er fortrolig. Er den ikke til dig, så slet den.",
        "Skån miljøet, lad være med at printe.",
        "Tlf. 33 12 34 56 CVR 12345678 www.firma.example",
        "",
    ),
    "zh": ("谢谢", "祝好", "此致 敬礼", "顺祝商祺", "张伟 电话 13800000000", "本邮件内容保密,误收请删除。", ""),
}


class Written(NamedTuple):
    """One line of the corpus."""

    language: str
    category: str
    subject: str
    body: str
    attachments: tuple[str, ...]


class Sample(NamedTuple):
    """A mail to learn from; `source` is the same for variants of one line."""

    source: str
    language: str
    category: str
    raw: bytes


def written(language: str) -> Iterator[Written]:
    """The lines of one language."""
    category = ""
    for line in (FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            category = line.removeprefix("## ").strip()
        elif line.strip():
            attachments = tuple(_ATTACHED.findall(line))
            subject, _, body = _ATTACHED.sub("", line).strip().partition(" | ")
            yield Written(language, category, "" if subject == NO_SUBJECT else subject, body, attachments)


def samples() -> Iterator[Sample]:
    """Every line of every language in its variants; the same ones each time."""
    for language in LANGUAGES:
        for number, line in enumerate(written(language)):
            for variant in range(VARIANTS):
                chance = random.Random(f"1{language}{number}{variant}")  # noqa: S311 - to be repeatable, not secret
                yield Sample(f"{language}{number}", language, line.category, _mail(line, variant, chance))


def _mail(line: Written, variant: int, chance: random.Random) -> bytes:
    subject, body = line.subject, line.body
    headers, is_report = sampled_headers(line.category, chance)
    if variant == 1 and chance.random() < _NEUTRAL_SUBJECTS:
        subject = chance.choice(("", "Re:", "FYI", line.subject))
    if variant == 2:
        sentences = [one for one in _SENTENCE_END.split(body) if one]
        body = " ".join([one for one in sentences if chance.random() < _KEPT_SENTENCES] or sentences)
        subject = f"Re: {subject}" if "In-Reply-To" in headers else subject
    if variant:
        around = (chance.choice(_GREETINGS[line.language]), body, chance.choice(_SIGNATURES[line.language]))
        body = "\n\n".join(one for one in around if one)
    message = EmailMessage()
    message["From"] = "Someone <someone@firm.example>"
    message["To"] = "office@us.example"
    message["Subject"] = subject
    for name, value in headers.items():
        message[name] = value
    message.set_content(body)
    if is_report:
        message.make_mixed()
        message.set_type("multipart/report")
        message.set_param("report-type", "delivery-status")
    for name in line.attachments:
        subtype = "pdf" if name.endswith("pdf") else "octet-stream"
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype=subtype, filename=name)
    return message.as_bytes()
