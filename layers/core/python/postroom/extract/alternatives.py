"""Patterns of many words that branch letter by letter: `a|b|c` in either case tries each at every place of a text."""

import re
from collections.abc import Iterable
from typing import Any

_Tree = dict[str, Any]
_END = ""


def any_of(words: Iterable[str]) -> str:
    """A pattern of exactly these words; of several that fit the longest, as `|` does with it first."""
    tree: _Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return _pattern(tree)


def _pattern(node: _Tree) -> str:
    ways = [re.escape(letter) + _pattern(following) for letter, following in node.items() if letter != _END]
    if not ways:
        return ""
    if _END in node:
        return f"(?:{'|'.join(ways)})?"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
