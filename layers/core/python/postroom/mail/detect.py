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
_TOO_FEW, _TOO_LIKE = 3, 2
"""So many characters, or so many different ones, may be any charset's: a dash, a euro sign, one accent."""
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
    foreign = sample.translate(None, bytes(range(128)))
    if len(foreign) <= _TOO_FEW or len(set(foreign)) <= _TOO_LIKE:
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
    return _japanese(best) or _latin(best, sample) or best[0][0]


def _telling_lines(data: bytes) -> bytes:
    """Whole lines where there are any: a character cut in two would speak against its charset."""
    kept: list[bytes] = []
    size = 0
    for line in data[:_LOOKED_THROUGH_BYTES].splitlines():
        if not line.isascii():
            kept.append(line)
            size += len(line)
        if size >= _SAMPLE_BYTES:
            break
    sample = b"\n".join(kept)
    if len(sample) <= 2 * _SAMPLE_BYTES:
        return sample
    blank = sample.rfind(b" ", _SAMPLE_BYTES // 2, _SAMPLE_BYTES)
    return sample[: blank if blank > 0 else _SAMPLE_BYTES]


def _japanese(best: list[tuple[str, str]]) -> str | None:
    return next(
        (name for name, text in best if _share(text, lambda each: "\u3041" <= each <= "\u30fc") > _KANA_SHARE), None
    )


def _latin(best: list[tuple[str, str]], sample: bytes) -> str | None:
    """The one whose letters are used most; Windows-1252 where it is as good, being what is forgotten most often."""
    if sum(name in _LETTERS for name, _ in best) < len(best) / 2:
        return None
    shares = {name: _share(sample.decode(name, "replace"), letters.__contains__) for name, letters in _LETTERS.items()}
    return max(shares, key=lambda name: shares[name])


def _share(text: str, counts: Callable[[str], bool]) -> float:
    foreign = [each for each in text if not each.isascii()]
    return sum(map(counts, foreign)) / len(foreign) if foreign else 0.0
