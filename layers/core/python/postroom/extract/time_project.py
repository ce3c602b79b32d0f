"""What hours were worked on, where a word such as project, job or Kostenstelle names it."""

import re

PROJECT_CHARACTERS = 80
_LABELS = re.compile(
    r"(?<![^\W\d_])(?:projekt(?:et|name)?|project|job|cost code|kostenstelle|projektnr|baustelle|byggeplads)"
    r"(?:[ ]?(?:nr|no|navn|name)\.?)?[ ]?(?P<sign>[:#|\t]|(?-i:[ ](?=[\"A-ZÆØÅÄÖÜ0-9])))[ \t]{0,3}"
    r"(?P<name>[^\n\t|,;:()]{2,80})"
    r"|(?:项目名称|项目|工程)[ ]?[::\t][ ]?(?P<han>[^\n\t|,;:()。,]{2,80})",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"(?<![^\W\d_])(?:vorgang|ticket|case|sag(?:en)?|auftrag)[ ]?(?:nr\.? ?)?(?:[0-9][0-9-]{1,20})?[ ]?"
    r"\((?:nr\.? ?[0-9-]{1,20}, ?)?(?P<name>[^()\n0-9][^()\n]{1,60})\)",
    re.IGNORECASE,
)
_END = re.compile(
    r"\.(?:\s|$)|[ ](?:med|mit|with|have|har|haben|was|var|war|er|ist|is|in|i|im|on|am|den|the)[ ].*$", re.I
)
_PLACES = ("baustelle", "byggeplads")


def project_of(text: str) -> str | None:
    """The project that `text` names; None if it names none, or several."""
    names = [_cut(found["name"] or found["han"] or "", found[0]) for found in _LABELS.finditer(text)]
    names += [_cut(found["name"], "") for found in _CASE.finditer(text)]
    distinct = list(dict.fromkeys(name for name in names if len(name) > 1))
    return distinct[0] if len(distinct) == 1 else None


def _cut(name: str, written: str) -> str:
    bare = _END.split(name, maxsplit=1)[0].strip(" .\"'*-")[:PROJECT_CHARACTERS]
    place = next((one for one in _PLACES if written.lower().startswith(one) and ":" not in written), "")
    return f"{written[: len(place)]} {bare}" if place and bare else bare
