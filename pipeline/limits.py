"""How much of anything is taken in: the one table of limits, published in SECURITY.md and in the README."""

from dataclasses import dataclass, field, fields

MB = 1024 * 1024


def _limit(value: int, what: str) -> int:
    return field(default=value, metadata={"what": what})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is still taken: a value at its limit is, one past it is refused with a reason.

    Names end in the unit: bytes, seconds, or else a count.
    """

    file_bytes: int = _limit(200 * MB, "a file of many reports (.jsonl, .csv, .tsv, .zip)")
    report_bytes: int = _limit(20 * MB, "a file of any other form, a member of an archive, the text of one report")
    reports: int = _limit(100_000, "reports of one file that is not .jsonl")
    parse_seconds: int = _limit(
        4,
        "time to read one file, plain text and tables of text aside, of the clock and of the processor",
    )
    parse_bytes: int = _limit(512 * MB, "memory of the process that reads it")
    members: int = _limit(1_000, "members of an archive, and of a file that is one (.docx, .odt, .xlsx, .kmz)")
    unpacked_bytes: int = _limit(100 * MB, "what they unpack to, together")
    ratio: int = _limit(200, "how many times larger a member over 1 MB may be than it is packed")
    depth: int = _limit(200, "elements of a page or an XML file within one another")
    pages: int = _limit(1_000, "pages of a PDF")
    columns: int = _limit(1_000, "columns of a table")
    cell_characters: int = _limit(131_072, "characters of a table's cell")
    mail_head: int = _limit(100_000, "characters of a mail's head, all its lines together")
    mail_parts: int = _limit(100, "parts of a mail")
    features: int = _limit(100_000, "shapes of a file of geodata")
    vertices: int = _limit(1_000_000, "points of these shapes, together")
    fetch_bytes: int = _limit(20 * MB, "what a web address may send, unpacked")
    fetch_seconds: int = _limit(30, "time for a web address, from the first redirect to the last byte")
    redirects: int = _limit(5, "redirects of a web address")


LIMITS = Limits()
"""The published limits."""


def as_markdown(limits: Limits) -> str:
    """Write the table of *limits* as SECURITY.md and the README show it."""
    rows = [f"| {item.metadata['what']} | {_shown(item.name, getattr(limits, item.name))} |" for item in fields(limits)]
    return "\n".join(["| what | at most |", "|---|---|", *rows])


def _shown(name: str, value: int) -> str:
    if name.endswith("_bytes"):
        return f"{value // MB} MB"
    if name.endswith("_seconds"):
        return f"{value} s"
    return f"{value:,}"
