"""HTML as the text a reader sees: hidden elements dropped, tables readable, breaks where they show.

A scanner of its own: the standard library's html.parser raises on `<![x[`, takes quadratic time on unclosed comments
and reads comments and scripts differently from one Python release to the next.
"""

import re
from dataclasses import dataclass
from html import unescape

from .html_layout import Layout
from .html_styles import Sheet
from .html_visibility import PLAIN, Look, look_of

# The parts of a tag as in the HTML Standard, 13.2.5: a quote opens only after "=".
_TAG = re.compile(r"""<(/?[a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""")
# What is never shown, and where it ends; without that end a script or style takes the rest, as in a browser.
_UNSEEN = {
    name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in ("script", "style", "title", "template", "svg")
} | {"head": re.compile(r"</head[\s/>]|<body[\s>]", re.IGNORECASE)}
_TAKES_REST = frozenset({"script", "style"})
# Each tag that never ends costs a look at all that follows; past this many, the next ">" ends it.
_ENDLESS_TAGS = 20
_LOOKS = 50
_STYLES = re.compile(r"<style", re.IGNORECASE)
_GROUNDS = re.compile(r"background|bgcolor", re.IGNORECASE)
_WHITE = "ffffff"
NO_SHEET = Sheet("")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


def html_to_text(html: str) -> str:
    """The visible text of a document or fragment; never raises, and takes time in proportion to its length."""
    return lay_out(html).text()


def lay_out(html: str) -> Layout:
    """The same, with what each line is a part of."""
    return _Scanner(html).layout()


@dataclass(slots=True)
class _Open:
    """An open element that has a look of its own, and how many of its name are open from it on."""

    name: str
    look: Look
    depth: int = 1


def _is_unreadable(looks: list[_Open], page: str | None) -> bool:
    """Whether text right here is too small, or of the colour of its ground; a ground only guessed hides none."""
    tiny, color, ground = False, None, page
    for one in looks:
        tiny = tiny if one.look.tiny is None else one.look.tiny
        color = one.look.color or color
        ground = ground if one.look.ground in {None, "transparent"} else one.look.ground
    return tiny or color == "transparent" or (color is not None and color == ground and color != "?")


class _Scanner:
    def __init__(self, html: str) -> None:
        self._html = html
        self._layout = Layout()
        self._sheet = Sheet(html) if _STYLES.search(html) else NO_SHEET
        self._hidden, self._hidden_depth = "", 0
        # A page is white where nothing in it states any ground.
        self._page = None if _GROUNDS.search(html) else _WHITE
        # Open elements that say how their text looks, outermost first, and what that comes to for text right now.
        self._looks: list[_Open] = []
        self._unreadable = False
        self._endless: set[str] = set()
        self._endless_tags = 0

    def layout(self) -> Layout:
        html, position = self._html, 0
        while True:
            start = html.find("<", position)
            if start < 0:
                break
            if start > position:
                self._data(html[position:start])
            position = self._markup(start)
        self._data(html[position:])
        return self._layout

    def _data(self, text: str) -> None:
        if text and not self._hidden and not (self._unreadable and not text.isspace()):
            self._layout.write(unescape(text) if "&" in text else text)

    def _markup(self, start: int) -> int:
        """Takes what begins with "<" and returns where to go on."""
        html = self._html
        follows = html[start + 1 : start + 2]
        if follows in {"!", "?"} or (follows == "/" and not html[start + 2 : start + 3].isalpha()):
            return self._declaration(start)
        match = _TAG.match(html, start) if self._endless_tags < _ENDLESS_TAGS else None
        if match is not None:
            return self._tag(match)
        self._endless_tags += follows.isalpha()
        end = html.find(">", start) if follows.isalpha() or follows == "/" else -1
        if end < 0:
            self._data("<")
            return start + 1
        return end + 1

    def _declaration(self, start: int) -> int:
        """Comments, doctypes and the like; an unclosed one hides the rest (HTML Standard, 13.2.5.44)."""
        html = self._html
        if html.startswith("<!--", start):
            end = html.find("-->", start + 2)
            return end + 3 if end >= 0 else len(html)
        end = html.find(">", start)
        return end + 1 if end >= 0 else len(html)

    def _tag(self, match: re.Match[str]) -> int:
        name, attributes = match[1].lower(), match[2]
        if name in _UNSEEN:
            return self._unseen(name, match.end())
        if self._looks and name[0] == "/":
            self._close(name[1:])
        if self._hidden == name == "p":
            # A paragraph cannot hold another: the next one ends it.
            self._hidden = ""
        if self._hidden:
            self._hidden_depth += (name == self._hidden) - (name == f"/{self._hidden}")
            self._hidden = self._hidden if self._hidden_depth else ""
            self._nest(name)
        elif name[0] != "/" and name not in _VOID and not attributes.endswith("/"):
            self._open(name, attributes)
        else:
            self._layout.tag(name, attributes)
        return match.end()

    def _open(self, name: str, attributes: str) -> None:
        look = look_of(attributes, self._sheet) if attributes else PLAIN
        if name == "p" and any(one.name == "p" for one in self._looks):
            self._close("p")
        if look.hidden:
            self._hidden, self._hidden_depth = name, 1
            self._nest(name)
            return
        if look != PLAIN and len(self._looks) < _LOOKS:
            self._looks.append(_Open(name, look))
            self._unreadable = _is_unreadable(self._looks, self._page)
        else:
            self._nest(name)
        self._layout.tag(name, attributes)

    def _nest(self, name: str) -> None:
        """Counts an element inside one of its own name, so that its end is not taken for the other's."""
        for one in reversed(self._looks):
            if one.name == name:
                one.depth += 1
                return

    def _close(self, name: str) -> None:
        """Ends the innermost element of that name and what was left open in it."""
        for at in range(len(self._looks) - 1, -1, -1):
            one = self._looks[at]
            if one.name == name:
                one.depth -= 1
                if one.depth <= 0:
                    del self._looks[at:]
                    self._unreadable = _is_unreadable(self._looks, self._page)
                return

    def _unseen(self, name: str, position: int) -> int:
        """Where an element that is never shown ends; one without an end is looked for once."""
        end = None if name in self._endless else _UNSEEN[name].search(self._html, position)
        if end is not None:
            return end.start()
        self._endless.add(name)
        return len(self._html) if name in _TAKES_REST else position
