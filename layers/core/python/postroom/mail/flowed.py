"""Text of format=flowed put back into paragraphs (RFC 3676, 4.2 to 4.5)."""

_SIGNATURE = "-- "


def unflow(text: str, *, delsp: bool) -> str:
    """Lines that end with a blank go on in the next line of the same quote depth; `delsp` drops that blank."""
    out: list[str] = []
    pieces: list[str] = []
    depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        level = len(line) - len(content)
        # Space-stuffing: a line that begins with a blank, ">" or "From " got one more blank.
        content = content.removeprefix(" ")
        if pieces and (level != depth or content == _SIGNATURE):
            out.append(_paragraph(depth, pieces))
            pieces = []
        depth = level
        soft = content.endswith(" ") and content != _SIGNATURE
        pieces.append(content[:-1] if soft and delsp else content)
        if not soft:
            out.append(_paragraph(depth, pieces))
            pieces = []
    if pieces:
        out.append(_paragraph(depth, pieces))
    return "\n".join(out)


def _paragraph(depth: int, pieces: list[str]) -> str:
    text = "".join(pieces)
    return f"{'>' * depth} {text}" if depth else text
