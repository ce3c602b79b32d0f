"""IMail (SMTP32), LSMTP, MailEnable, HotPOP and others: a label or a short sentence, and the address beside it."""

import re
from itertools import zip_longest

from postroom import limits

from ..model import BouncedRecipient
from .addresses import ADDRESS
from .report import Report

_ONE = rf"[\s\[<\"'(（:：]{{0,4}}(?:smtp:|mailto:)?({ADDRESS})"
_LABELS = re.compile(
    rf"\A[\s>*-]{{0,6}}(?:unknown user|invalid (?:final delivery )?userid"
    rf"|user mailbox exceeds allowed size|undeliverable\s{{1,3}}to"
    rf"|delivery failed \d{{1,4}} attempts|(?:failed|intended|original|bad) recipient"
    rf"|undeliverable address|recipient(?: address)?"
    rf"|error-for|rcpt to|failed address|user'?s mailbox is full|mailbox full|account inactive"
    rf"|no such user)\s?:?{_ONE}",
    re.IGNORECASE,
)
_SENTENCES = (
    rf"(?:unable to|could not|cannot|not able to) deliver (?:your |the )?(?:message|mail|e-?mail)? ?to{_ONE}",
    rf"(?:your |the )(?:message|mail|e-?mail),? (?:addressed )?to{_ONE}.{{0,160}}(?:not|n['’]t|rejected"
    rf"|failed|undeliver|cannot|wrong)",
    rf"(?:addressed|delivery of e?-?mail) to(?: this address| email address)?{_ONE}",
    rf"(?:quota violation|quota exceeded|mailbox (?:is )?full|unknown user|user unknown"
    rf"|no such user) (?:for|at|:){_ONE}",
    rf"(?:address|mailbox|user)(?: to which[^@]{{0,60}},)?{_ONE}.{{0,60}}(?:did not|is unavailable"
    rf"|does not|unknown|is not|not found)",
    rf"({ADDRESS})\W{{1,5}}(?:no such user|user unknown|unknown user|unknown host|mailbox (?:is )?full"
    rf"|not listed|does not exist)",
    rf"(?:not|n['’]t) (?:be |been )?delivered to{_ONE}",
    rf"收件人(?:邮件地址|郵件地址)?{_ONE}.{{0,60}}(?:不存在|无法|無法|已满|拒收)",
    rf"(?:无法|未能|不能|無法)(?:发送|投递|送达|傳送|投遞)(?:到|至|给|給)?{_ONE}",
    rf"(?:发往|發往|发送[至到]|发给|送往|寄往|收件人){_ONE}.{{0,60}}(?:未能|无法|失败|退回|未送达|無法)",
    rf"(?:an|til|till|aan|à|a|al|para|do|на|на адрес|по адресу){_ONE}.{{0,80}}(?:nicht|ikke|inte|niet"
    rf"|pas|\bno\b|\bnon\b|n[ãa]o|\bnie\b|\bне\b)",
    rf"({ADDRESS})\s?(?:への|宛(?:の|て)|に|（으）로|으로|로|에게).{{0,60}}(?:できません|失敗|不能|届|않|없|실패)",
    rf"delivery (?:to|for){_ONE}.{{0,60}}(?:failed|aborted|delayed|postponed)",
)
_IN_SENTENCE = tuple(re.compile(one, re.IGNORECASE) for one in _SENTENCES)
_WRITES_OURS = re.compile(r"contact|please (?:e-?mail|write)|questions", re.IGNORECASE)


def read(report: Report) -> tuple[BouncedRecipient, ...]:
    """The addresses of labelled lines, else of sentences that tell of a failure and may go on in the next line."""
    labelled = [(label[1].lower(), line) for line in report.lines if (label := _LABELS.match(line))]
    found = labelled or [pair for line in _joined(report.lines) for pair in _told(line)]
    distinct = dict(found[: limits.BOUNCED_RECIPIENTS])
    return tuple(report.recipient(address, line) for address, line in distinct.items())


def _told(line: str) -> list[tuple[str, str]]:
    if "@" not in line or _WRITES_OURS.search(line):
        return []
    return [(found[1].lower(), line) for pattern in _IN_SENTENCE for found in pattern.finditer(line)]


def _joined(lines: tuple[str, ...]) -> list[str]:
    return [f"{line.rstrip()} {after.strip()}" for line, after in zip_longest(lines, lines[1:], fillvalue="")]
