"""The classes and ids that a mail's style sheets hide; what they say for phones or for print alone does not count."""

import re

_RULES = re.compile(r"[{}]|[^{}]+")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_HIDES = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_SHOWS = re.compile(r"(?:^|;)\s*display\s*:\s*(?!none)", re.IGNORECASE)
_SELECTOR = re.compile(r"[a-zA-Z]*([.#])(-?[A-Za-z_][\w-]{0,80})")
_CLASS_OR_ID = re.compile(r"class|id", re.IGNORECASE)
_STYLE_START = re.compile(r"<style(?:\s[^>]*)?>", re.IGNORECASE)
_STYLE_END = re.compile(r"</style", re.IGNORECASE)
_SHEETS, _SHEET_CHARACTERS = 20, 256 * 1024


class Sheet:
    """All style sheets of one mail, in what they hide by a single class or id."""

    def __init__(self, html: str) -> None:
        self._hidden: set[str] = set()
        position, room = 0, _SHEET_CHARACTERS
        for _ in range(_SHEETS):
            start = _STYLE_START.search(html, position)
            end = _STYLE_END.search(html, start.end()) if start else None
            if start is None or end is None or room <= 0:
                break
            self._read(html[start.end() : min(end.start(), start.end() + room)])
            room -= end.start() - start.end()
            position = end.end()

    def __bool__(self) -> bool:
        return bool(self._hidden)

    def concerns(self, attributes: str) -> bool:
        """Whether an element with these attributes may be hidden by it."""
        return bool(self._hidden) and _CLASS_OR_ID.search(attributes) is not None

    def hides(self, classes: str, identity: str) -> bool:
        """Whether an element of these classes and this id is hidden."""
        return bool(self._hidden) and (
            f"#{identity}" in self._hidden or any(f".{name}" in self._hidden for name in classes.split())
        )

    def _read(self, css: str) -> None:
        selectors, depth, skipped = "", 0, 0
        for piece in _RULES.findall(_COMMENT.sub(" ", css)):
            if piece == "{":
                depth += 1
                if not skipped and selectors.lstrip().startswith("@"):
                    skipped = depth
            elif piece == "}":
                skipped = 0 if skipped == depth else skipped
                depth = max(0, depth - 1)
                selectors = ""
            elif depth == 0:
                # `@import …;` and its like stand before a rule without being part of it.
                selectors = piece.rpartition(";")[2]
            elif not skipped:
                self._rule(selectors, piece)

    def _rule(self, selectors: str, declarations: str) -> None:
        hides = _HIDES.search(declarations) is not None
        if not hides and not (self._hidden and _SHOWS.search(declarations)):
            return
        for selector in selectors.split(","):
            if found := _SELECTOR.fullmatch(selector.strip()):
                name = found[1] + found[2]
                if hides:
                    self._hidden.add(name)
                else:
                    self._hidden.discard(name)
