"""Pack an evidence bundle: the map, its data, the reports it rests on, the record, and checksums of all."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from pipeline.about import About
from pipeline.encode import markdown_text, visible
from pipeline.forms.archive import zipped
from pipeline.forms.collection import geojson
from pipeline.forms.table import table
from pipeline.layers import Layers
from pipeline.model import Report
from pipeline.record import record_line
from pipeline.web.page import html_page
from pipeline.web.said import DEFAULT_TITLE, in_words

_README = """\
{title}

index.html     the map with its evidence; open it in a browser, no network is needed
map.geojson    its features (GeoJSON, RFC 7946)
evidence.csv   the same as a table (UTF-8), with Darwin Core terms for place and doubt
record.jsonl   one JSON record a report: all that was found in it, with scores, candidates and checks
sources/       the texts of the reports; `start` and `end` everywhere count their characters
sources.md     where each text is from
SHA256SUMS     checksums of all these files; `sha256sum -c SHA256SUMS` checks them

The map and its data hold what the filter shows, the record and the texts the reports {texts}.

{about}
"""

_NAME_LENGTH = 60
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_DEVICES = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)")


def bundle(layers: Layers, reports: Sequence[Report], about: About) -> bytes:
    """Pack a zip that can be kept as evidence; the same reports and *about* give the same bytes."""
    names = _names(reports)
    texts = {
        f"sources/{name}": report.document.text.encode("utf-8", "replace")
        for name, report in zip(names, reports, strict=True)
    }
    record = "".join(f"{record_line(report)[0]}\n" for report in reports)
    files = {
        "README.txt": _readme(about).encode("utf-8", "replace"),
        "index.html": html_page(layers, reports, about).encode("utf-8"),
        "map.geojson": geojson(layers, reports, about),
        "evidence.csv": table(layers, reports, about),
        "record.jsonl": record.encode("utf-8", "replace"),
        "sources.md": _sources(reports, names, texts).encode("utf-8", "replace"),
        **texts,
    }
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return zipped({**files, "SHA256SUMS": sums.encode("utf-8")})


def safe_name(words: str) -> str:
    """Give a file name that every system takes, made of *words*; it leads into no other folder."""
    plain = unicodedata.normalize("NFC", words).encode("utf-8", "replace").decode("utf-8")
    name = _NOT_IN_A_NAME.sub("_", plain).strip("._-")[:_NAME_LENGTH].rstrip("._-") or "report"
    return f"_{name}" if _DEVICES.match(name) else name


def _names(reports: Sequence[Report]) -> list[str]:
    """Name the files of texts: a number first, so that no two are alike, in any case of letters."""
    width = max(3, len(str(len(reports))))
    return [
        f"{number:0{width}}-{safe_name(report.document.id.removesuffix('.txt'))}.txt"
        for number, report in enumerate(reports, start=1)
    ]


def _readme(about: About) -> str:
    return _README.format(
        title=visible(about.title or DEFAULT_TITLE),
        about=visible(in_words(about)),
        texts="whole" if about.quotes else "with all else blotted out",
    )


def _sources(reports: Sequence[Report], names: Sequence[str], texts: Mapping[str, bytes]) -> str:
    """List the texts in Markdown, each with what is known of it."""
    lines = ["# Sources", ""]
    for name, report in zip(names, reports, strict=True):
        document = report.document
        facts = {
            "Report": document.id,
            "Source": document.source,
            "Published": document.published.isoformat() if document.published else None,
            "Language": document.language,
            "SHA-256": hashlib.sha256(texts[f"sources/{name}"]).hexdigest(),
        }
        lines += [f"## {markdown_text(document.title or document.id)}", "", f"- File: sources/{markdown_text(name)}"]
        lines += [f"- {label}: {markdown_text(value)}" for label, value in facts.items() if value]
        lines += [f"- Note: {markdown_text(warning)}" for warning in report.warnings]
        lines.append("")
    return "\n".join(lines)
