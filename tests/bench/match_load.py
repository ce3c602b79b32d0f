"""The load of the matching bench: workflows by the published mix, and mails that nobody has seen before."""

import random
from collections.abc import Iterator
from typing import Any

from postroom.classify.categories import DEFAULT_CATEGORIES
from postroom.classify.decision import Classification
from postroom.ids import WorkflowId
from postroom.match.answers import Rule
from postroom.triggers.email import EmailTrigger

MIXES = ("literals and anchored", "a quarter wide", "a quarter without literals")
THRESHOLD = 0.7
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CATEGORIES = [category.name for category in DEFAULT_CATEGORIES]


class Load:
    """One mix at one size; the same numbers give the same load."""

    def __init__(self, mix: str, workflows: int) -> None:
        self._random = random.Random(f"{mix}/{workflows}")
        self._words = ["".join(self._random.choices(_LETTERS, k=self._random.randint(3, 10))) for _ in range(4_000)]
        self._mix = mix
        self.triggers = [self._trigger(number) for number in range(workflows)]

    def rules(self) -> list[Rule]:
        """The workflows as matching takes them."""
        return [
            Rule(
                workflow_id=WorkflowId(f"wfl_{number:026}"),
                name=f"Workflow {number}",
                version=1,
                priority=100,
                stop_on_match=False,
                first="step:records",
                steps=1,
                triggers=(EmailTrigger.model_validate(trigger),),
            )
            for number, trigger in enumerate(self.triggers)
        ]

    def mails(self, count: int) -> Iterator[dict[str, Any]]:
        """Mails as conditions see them; every one is new."""
        for _ in range(count):
            subject = [*self._random.choices(self._words, k=7), f"{self._random.randint(1, 99_999)}-{self._word()}"]
            self._random.shuffle(subject)
            yield {
                "classification": {"category": self._random.choice(_CATEGORIES), "confidence": 0.9},
                "subject": " ".join(subject),
                "from": {"name": self._word().title(), "address": f"{self._word()}@{self._word()}.example"},
            }

    def _trigger(self, number: int) -> dict[str, Any]:
        """Two of three want a category, one of five also a sender."""
        trigger = {"subject_pattern": self._wide(number // 4) if self._is_wide(number) else self._narrow(number)}
        if number % 3:
            trigger["classification"] = self._random.choice(_CATEGORIES)
        if number % 5 == 0:
            trigger["sender_pattern"] = rf"@{self._word()}\.example>?$"
        return trigger

    def _is_wide(self, number: int) -> bool:
        return self._mix != MIXES[0] and number % 4 == 3

    def _narrow(self, number: int) -> str:
        """Half literals of one or two words, half anchored at the beginning or the end."""
        words = " ".join(self._word() for _ in range(1 + number % 4 // 2))
        if number % 2:
            return words
        return self._random.choice([rf"^{words}\b", rf"\b{words}$", rf"^(re|fwd|sv): {words}", rf"{words} \d+-\w+$"])

    def _wide(self, number: int) -> str:
        if self._mix == MIXES[2]:
            letters = "".join(self._random.sample(_LETTERS, 6))
            return rf"[{letters}]{{2,}}\d*-[{letters}]+.*\d{{{1 + number % 6}}}"
        forms = [rf"\b{self._word()}\b.*\b{self._word()}\b", f".*{self._word()}.*{self._word()}.*"]
        return ".*" if number % 20 == 0 else forms[number % 2]

    def _word(self) -> str:
        return self._random.choice(self._words)


def classification_of(mail: dict[str, Any]) -> Classification:
    """The classification in a mail, as a decision takes it."""
    return Classification(layer="bench", **mail["classification"])
