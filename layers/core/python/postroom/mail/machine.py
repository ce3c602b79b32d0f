"""What the readers of automatic mail look at: a mail's headers, its visible text and its report parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Headers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MachineMail:
    """A mail while it is not known whether a machine wrote it."""

    headers: Headers
    content_type: str = "text/plain"
    report_type: str = ""
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    written: Callable[[], str] | None = None
    """Of the text, what its sender newly wrote: found out only where it matters."""
    parts: tuple[tuple[str, bytes], ...] = field(default=())
    """Type and content of the parts that are no bodies."""

    def header(self, name: str) -> str:
        """Its first value, stripped; empty if it is not there."""
        return next(iter(self.headers.get(name, ())), "").strip()

    def part(self, *content_types: str) -> bytes | None:
        """The content of the first part of one of these types."""
        return next((content for content_type, content in self.parts if content_type in content_types), None)

    def own_words(self) -> str:
        """The text without what it quotes."""
        return self.written() if self.written is not None else self.text

    @property
    def null_return_path(self) -> bool:
        """RFC 5321, 4.5.5: only reports bear it; RFC 3834, 3.3 lets responders bear it too."""
        return self.header("return-path").replace(" ", "") == "<>"
