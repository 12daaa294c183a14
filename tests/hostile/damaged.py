"""Files that went wrong: of another kind than their name says, cut, overwritten, nested or long without end."""

from collections.abc import Iterator

from good import LINE, VRT, good, pdf, word, zipped

Made = tuple[str, bytes]


def wrong_contents() -> Iterator[Made]:
    """Files of one kind under the name of another."""
    wrong = {
        "vrt": VRT.format("CSV:/etc/passwd").encode(),
        "pdf": pdf(LINE),
        "zip": zipped({"a.txt": b"a"}),
        "zero": b"\0" * 1000,
        "empty": b"",
    }
    for suffix in (
        ".html",
        ".eml",
        ".pdf",
        ".docx",
        ".odt",
        ".xlsx",
        ".rss",
        ".json",
        ".jsonl",
        ".mhtml",
        ".geojson",
        ".kml",
        ".kmz",
        ".gpkg",
    ):
        yield from ((f"{name}{suffix}", data) for name, data in wrong.items())


def truncated() -> Iterator[Made]:
    """Good files cut at many offsets."""
    for suffix, data in good().items():
        for share in (1, 3, 5, 7, 9):
            yield f"{share}{suffix}", data[: len(data) * share // 10]


def flipped() -> Iterator[Made]:
    """Good files with bytes overwritten at even distances."""
    for suffix, data in good().items():
        for step in (7, 31, 97):
            yield (
                f"{step}{suffix}",
                bytes(byte ^ 0xFF if place % step == step - 1 else byte for place, byte in enumerate(data)),
            )


def deep() -> Iterator[Made]:
    """Things within things."""
    for depth in (1_000, 100_000):
        yield f"{depth}.html", b"<div>" * depth + b"x"
        yield f"{depth}-misnested.html", b"<b><i><p>" * depth + b"x"
        yield f"{depth}.json", b"[" * depth
        yield f"{depth}.jsonl", b'{"a":' * depth
        yield f"{depth}.geojson", b'{"type":"Feature","geometry":' + b"[" * depth
        yield f"{depth}.rss", b"<rss>" + b"<a>" * depth
        yield f"{depth}.kml", b"<kml>" + b"<Folder>" * depth
        yield f"{depth}.docx", word("<w:p>" * depth + "</w:p>" * depth)
        yield f"{depth}.pdf", pdf(b"[" * depth)


def long_lines() -> Iterator[Made]:
    """Ten million characters without an end of line."""
    size = 10_000_000
    for suffix, start, unit in [
        (".txt", "", "a"), (".html", "<p>", "a "), (".csv", "text\n", "a"), (".jsonl", '{"text":"', "a"), (".eml", "Subject: ", "a"),  # noqa: E501  (a file as it is)
        (".rss", "<rss><channel><item><title>", "a"), (".json", '[{"text":"', "a"), (".geojson", '{"type":"', "a"), (".kml", "<kml><Placemark><name>", "a"),  # noqa: E501  (a file as it is)
    ]:  # fmt: skip
        yield f"10mb{suffix}", (start + unit * (size // len(unit))).encode()
    yield "10mb.html.html", b"<html><body><p>" + b"word " * 2_000_000 + b"</p></body></html>"
    yield "blanks.txt", b" " * size
    yield "newlines.md", b"\n" * size
