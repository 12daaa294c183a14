"""Print quality and speed beside other geoparsers: `python peers.py LGL.jsonl@161 CONFLICT.jsonl@10`.

Every system reads the same texts on one core in a process of its own. Peers only find names; each name is placed at
its most populous namesake in our gazetteer, which is kinder to them than the tables they come with. Time is processor
time: of a peer that of finding alone, of ours the whole way of a report. Memory is the most the process ever held, of
a peer before our gazetteer is opened. A peer that is not installed is left out, and the output says so.
"""

import argparse
import importlib
import multiprocessing
import os
import platform
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from annotated import Found, Judgement, end_to_end_f1, judge, read, recognition_f1

Spans = list[tuple[int, int]]
Finder = Callable[[str], Spans]

OURS = "conflict-map"
SPACY = "spaCy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one system came to on one corpus; `memory_mb` is None where the machine does not tell it."""

    recognition: float
    end_to_end: float
    documents_per_second: float
    memory_mb: float | None


def flashgeotext() -> Finder:
    """Give what flashgeotext does to a text."""
    finder = importlib.import_module("flashgeotext.geotext").GeoText()

    def find(text: str) -> Spans:
        found = finder.extract(input_text=text)
        return [tuple(span) for group in found.values() for name in group.values() for span in name["span_info"]]

    return find


def geotext() -> Finder:
    """Give what geotext does to a text; it tells no offsets, so its names are sought in the text."""
    finder = importlib.import_module("geotext").GeoText

    def find(text: str) -> Spans:
        found = finder(text)
        names = sorted({*found.cities, *found.countries})
        return [match.span() for name in names for match in re.finditer(rf"\b{re.escape(name)}\b", text)]

    return find


def spacy(model: str) -> Finder:
    """Give what a spaCy pipeline, installed or in a folder, does to a text."""
    pipeline = importlib.import_module("spacy").load(model, disable=["lemmatizer", "tagger", "parser"])

    def find(text: str) -> Spans:
        labels = ("GPE", "LOC", "FAC")
        return [(entity.start_char, entity.end_char) for entity in pipeline(text).ents if entity.label_ in labels]

    return find


def measure(name: str, model: str | None, path: Path, km: float) -> Figures:
    """Run one system over one corpus."""
    documents = read(path)
    texts = [document["text"] for document in documents]
    found, seconds, memory = _ours(texts) if name == OURS else _peer(name, model, texts)
    judged: list[Judgement] = []
    for document, own in zip(documents, found, strict=True):
        judged += judge(document, own, km)
    return Figures(
        recognition=recognition_f1(judged),
        end_to_end=end_to_end_f1(judged),
        documents_per_second=len(texts) / max(seconds, 1e-9),
        memory_mb=memory,
    )


def _ours(texts: list[str]) -> tuple[list[list[Found]], float, float | None]:
    # Imported here, so that the memory of a peer's process is the peer's.
    from gazetteer.build import open_gazetteer  # noqa: PLC0415
    from pipeline.analyse import analyse  # noqa: PLC0415
    from pipeline.model import Document  # noqa: PLC0415

    gazetteer = open_gazetteer()
    analyse(Document(id="warm", text=texts[0]), gazetteer)
    started = time.process_time()
    reports = [analyse(Document(id=str(number), text=text), gazetteer) for number, text in enumerate(texts)]
    seconds = time.process_time() - started
    found = [
        [
            Found(
                start=choice.toponym.span.start,
                end=choice.toponym.span.end,
                at=(choice.place.point.lat, choice.place.point.lon) if choice.place else None,
            )
            for choice in report.choices
            if choice.toponym.role == "location"
        ]
        for report in reports
    ]
    return found, seconds, _most_memory_mb()


def _peer(name: str, model: str | None, texts: list[str]) -> tuple[list[list[Found]], float, float | None]:
    find = spacy(str(model)) if name == SPACY else {"flashgeotext": flashgeotext, "geotext": geotext}[name]()
    find(texts[0])
    started = time.process_time()
    spans = [find(text) for text in texts]
    seconds = time.process_time() - started
    memory = _most_memory_mb()
    return _most_populous(texts, spans), seconds, memory


def _most_populous(texts: list[str], spans: list[Spans]) -> list[list[Found]]:
    """Place every name at its namesake of most people."""
    from gazetteer.build import open_gazetteer  # noqa: PLC0415  (as in `_ours`)

    gazetteer = open_gazetteer()

    def at(name: str) -> tuple[float, float] | None:
        candidates = gazetteer.candidates(name.removeprefix("the "))
        best = max(candidates, key=lambda candidate: candidate.place.population, default=None)
        return (best.place.point.lat, best.place.point.lon) if best else None

    return [
        [Found(start=start, end=end, at=at(text[start:end])) for start, end in own]
        for text, own in zip(texts, spans, strict=True)
    ]


def _most_memory_mb() -> float | None:
    """Give the most memory this process held at once, where the system tells."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
    return float(kilobytes) / 1024.0


def row(name: str, figures: list[Figures]) -> str:
    """Write a row of the table; speed and memory are those on the first corpus."""
    quality = " | ".join(f"{each.recognition:.3f} | {each.end_to_end:.3f}" for each in figures)
    memory = figures[0].memory_mb
    said = f"{memory:.0f} MB" if memory is not None else ""
    return f"| {name} | {quality} | {figures[0].documents_per_second:,.0f} | {said} |"


def main() -> None:
    """Measure every system that is installed and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=lambda value: tuple(value.rsplit("@", 1)), nargs="+", metavar="GOLD.jsonl@KM")
    parser.add_argument("--model", help="a spaCy pipeline: the name of an installed one, or its folder")
    arguments = parser.parse_args()
    corpora = [(Path(path), float(km)) for path, km in arguments.corpora]
    systems = [OURS, *(name for name in ("flashgeotext", "geotext") if find_spec(name))]
    if arguments.model and find_spec("spacy"):
        systems.insert(1, SPACY)
    heads = " | ".join(f"{path.stem}: names | placed within {km:g} km" for path, km in corpora)
    lines = [f"| system | {heads} | documents/s | memory |", "|---" * (2 * len(corpora) + 3) + "|"]
    context = multiprocessing.get_context("spawn")
    for name in systems:
        figures = []
        for path, km in corpora:
            with context.Pool(1) as pool:
                figures.append(pool.apply(measure, (name, arguments.model, path, km)))
        lines.append(row(name, figures))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    lines.append(f"\n{datetime.now(UTC):%d %B %Y}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}.")
    missing = [name for name in ("flashgeotext", "geotext", SPACY) if name not in systems]
    lines += [f"Not measured, since not installed or no --model was given: {', '.join(missing)}."] if missing else []
    print("\n".join(lines))  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
