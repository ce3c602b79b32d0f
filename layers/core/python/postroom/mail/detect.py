"""The likeliest charset of 8-bit text that states none, or none that is true: charset-normalizer's opinion, checked.

It is asked about the charsets that mail really uses, over the lines that tell something. Where several fit equally it
takes any; then Japanese is known by its kana, and the Latin ones by the letters that languages written in them use.
"""

from collections.abc import Callable

_ASKED = (
    *("gb18030", "big5", "cp932", "euc_jp", "cp949", "koi8_r", "koi8_u"),
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
)
_SAMPLE_BYTES = 4096
_LOOKED_THROUGH_BYTES = 256 * 1024
_TOO_FEW = 3
"""So many characters may be any charset's: a dash, a euro sign, one accent."""
_AS_GOOD = 0.03
_KANA_SHARE = 0.2
_LETTERS = {
    "cp1252": "æøåäöüßéèàçñêëîïôûùáíóúãõâœÆØÅÄÖÜÉÈÀÇÑÊÁÍÓÚÂÃÕ’‘“”„‚–—€…«»£§°·•®©™¿¡\xa0",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻěščřžýáíéúůďťňľĺŕôěŠČŘŽÝÁÍÉÚŮĎŤŇőűäöüŐŰÄÖÜßăâîşţđ„”’–—€…§\xa0",
    "cp1254": "ğışİĞŞçöüâîûÇÖÜ’‘“”–—€…\xa0",
    "cp1257": "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽąęėįųĄĘĖĮŲõäöüÕÄÖÜ„“”’–—€…\xa0",
}


def detect_charset(data: bytes) -> str | None:
    """Python's codec for it, or None where nothing can be told."""
    sample = _telling_lines(data)
    if len(sample.translate(None, bytes(range(128)))) <= _TOO_FEW:
        return None
    # Imported here: it costs 20 ms, and hardly any mail needs it.
    from charset_normalizer import from_bytes

    fitting = [
        (match.chaos, name, str(match))
        for match in from_bytes(sample, cp_isolation=list(_ASKED), preemptive_behaviour=False)
        for name in match.could_be_from_charset
        if name in _ASKED
    ]
    if not fitting:
        return None
    least = min(chaos for chaos, _, _ in fitting)
    best = [(name, text) for chaos, name, text in fitting if chaos <= least + _AS_GOOD]
    return _japanese(best) or _latin(best) or best[0][0]


def _telling_lines(data: bytes) -> bytes:
    lines = [line for line in data[:_LOOKED_THROUGH_BYTES].splitlines() if not line.isascii()]
    # A whole number of lines where they fit: a character cut in two would speak against its charset.
    return b"\n".join(lines)[:_SAMPLE_BYTES] if lines else data[:_SAMPLE_BYTES]


def _japanese(best: list[tuple[str, str]]) -> str | None:
    return next(
        (name for name, text in best if _share(text, lambda each: "\u3041" <= each <= "\u30fc") > _KANA_SHARE), None
    )


def _latin(best: list[tuple[str, str]]) -> str | None:
    """The one whose letters are used most; Windows-1252 where it is as good, being what is forgotten most often."""
    shares = {name: _share(text, _LETTERS[name].__contains__) for name, text in best if name in _LETTERS}
    if not shares or len(shares) < len(best) / 2:
        return None
    return max(_LETTERS, key=lambda name: shares.get(name, -1.0))


def _share(text: str, counts: Callable[[str], bool]) -> float:
    foreign = [each for each in text if not each.isascii()]
    return sum(map(counts, foreign)) / len(foreign) if foreign else 0.0
