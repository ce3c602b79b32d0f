"""Text laid out from tags: breaks, paragraphs, list items, table cells (tab) and rows (line), quotes ("> ").

Beside the text it tells which lines stand in elements that mail programs mark as a quote or a signature, and where the
links lead.
"""

import re
from html import unescape

from ..limits import HTML_LINKS, LINK_CHARACTERS
from .html_parts import QUOTED, REST, SIGNATURE, part_of

# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "frameset", "header", "hgroup", "html", "legend", "main", "menu", "nav",
    "ol", "option", "section", "select", "summary", "ul", "caption",
})
# fmt: on
_TABLE = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot"})
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr"})
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
# Zero-width fillers with which senders pad previews and break up words.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u034f\0]")
_NEWLINES = re.compile(r"\r\n?")
_VOID = frozenset({"br", "hr", "img", "input"})
_QUOTE = re.compile(r"cite|quote", re.IGNORECASE)
_QUOTE_DEPTH = 10
_WEB_LINK = re.compile(
    r"""(?:^|[\s"'])href\s*=\s*(?:"(\s*https?:[^"]*)|'(\s*https?:[^']*)|(https?:[^\s"'>]*))""", re.IGNORECASE
)


class Layout:
    """Collects text; a break waits until text follows it, so that empty elements leave no empty lines."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._breaks = 0
        self._tab = False
        self._blank = False
        # Nothing was written yet since a cell or list item began: the blocks in it break no line.
        self._fresh = True
        # Per open table: how much was written when its row began.
        self._row_starts = [0]
        self._pre = 0
        self._quotes: list[bool] = []
        self._line = 0
        # The marked element that is open, how often its tag is open in it, and what it holds.
        self._marked, self._marked_depth, self._part = "", 0, ""
        # By line number, for lines that stand in a marked element whole.
        self.parts: dict[int, str] = {}
        # Those that are seen and lead to web pages.
        self.links: list[str] = []

    def text(self) -> str:
        """All of it, without blanks at line ends."""
        lines = "".join(self._out).split("\n")
        return "\n".join(line.rstrip(" ") for line in lines).strip("\n")

    def tag(self, name: str, attributes: str) -> None:
        """A start tag, or an end tag with its slash, in lower case."""
        plain = name.removeprefix("/")
        self._mark(name, plain, attributes)
        if plain in _TABLE:
            self._table(name)
        elif name == "br":
            self._breaks = min(self._breaks + (not self._fresh), 2)
        elif name == "li":
            self._item()
        elif plain in _PARAGRAPHS:
            self._break(2)
            if plain == "pre":
                self._pre = max(0, self._pre + (1 if name == "pre" else -1))
            elif plain == "blockquote":
                self._blockquote(name, attributes)
        elif plain in _BLOCKS:
            self._break(1)
        elif name in {"a", "area"} and len(self.links) < HTML_LINKS:
            self._link(attributes)

    def write(self, text: str) -> None:
        """Text with its entities resolved."""
        shown = text if text.isascii() and "\0" not in text else _INVISIBLE.sub("", text)
        if self._pre:
            self._preformatted(shown)
            return
        words = _BLANKS.sub(" ", shown)
        if words in {"", " "}:
            self._blank = self._blank or bool(words)
            return
        apart = (words[0] == " " or self._blank) and not (self._breaks or self._tab or self._fresh)
        self._flush()
        self._out.append(f" {words.strip(' ')}" if apart else words.strip(" "))
        self._fresh, self._blank = False, words[-1] == " "

    def _link(self, attributes: str) -> None:
        if found := _WEB_LINK.search(attributes):
            written = found[1] or found[2] or found[3]
            self.links.append("".join(unescape(written[:LINK_CHARACTERS]).split()))

    def _preformatted(self, text: str) -> None:
        for number, line in enumerate(_NEWLINES.sub("\n", text).split("\n")):
            if number:
                self._breaks += 1
            if line:
                self._flush()
                self._out.append(line)
                self._fresh = self._blank = False

    def _mark(self, name: str, plain: str, attributes: str) -> None:
        """Keeps account of the outermost element that is marked; from some on all that follows is quoted."""
        if self._marked == REST:
            return
        if self._marked == plain:
            # A paragraph cannot hold another: the next one ends it.
            self._marked_depth += 1 if name == plain != "p" else -1
            if self._marked_depth == 0:
                self._marked = self._part = ""
        if name != plain or (self._marked and self._part != SIGNATURE):
            return
        part = part_of(name, attributes)
        if part == REST:
            self._marked, self._part = REST, QUOTED
        elif part and not self._marked and name not in _VOID:
            self._marked, self._marked_depth, self._part = name, 1, part

    def _table(self, name: str) -> None:
        if name == "table":
            self._break(1)
            self._row_starts.append(len(self._out))
        elif name == "/table":
            if len(self._row_starts) > 1:
                self._row_starts.pop()
            self._break(1)
        elif name in {"td", "th"}:
            self._cell()
        else:
            # A cell ends here, written or not, unless this is the first row of a table inside a cell.
            self._fresh = self._fresh and name == "tr" and not self._row_has_text()
            self._breaks = min(self._breaks, 1)
            if name in {"tr", "/tr"}:
                self._break(1)
                self._row_starts[-1] = len(self._out)

    def _cell(self) -> None:
        if self._row_has_text():
            # Breaks at the end of the cell before belong to that cell: the row stays one line.
            self._breaks, self._tab = 0, True
        self._fresh, self._blank = True, False

    def _row_has_text(self) -> bool:
        return len(self._out) > self._row_starts[-1]

    def _item(self) -> None:
        if not self._tab:
            self._breaks = max(self._breaks, 1)
        self._flush()
        self._out.append("- ")
        self._fresh, self._blank = True, False

    def _blockquote(self, name: str, attributes: str) -> None:
        if name == "blockquote":
            self._quotes.append(bool(_QUOTE.search(attributes)))
        elif self._quotes:
            self._quotes.pop()

    def _break(self, lines: int) -> None:
        if not self._fresh:
            self._breaks, self._tab = max(self._breaks, lines), False
            self._blank = False

    def _flush(self) -> None:
        begins = self._breaks > 0 or not self._out
        if self._breaks and self._out:
            self._out.append("\n" * self._breaks)
            self._line += self._breaks
        elif self._tab:
            self._out.append("\t")
        if begins and self._part:
            self.parts[self._line] = self._part
        elif not begins and not self._part:
            self.parts.pop(self._line, None)
        if begins and self._quotes:
            self._out.append("> " * min(sum(self._quotes), _QUOTE_DEPTH))
        self._breaks, self._tab = 0, False
