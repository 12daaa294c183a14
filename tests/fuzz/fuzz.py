"""Coverage-guided runs (atheris) over text analysis and every home-made parser.

`PYTHONPATH=.:tests python tests/fuzz/fuzz.py --seconds 60 analyse csv`: one target after another, each in
a process of its own; prints what each ran and each distinct failure with its input. Without names: all.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]

with atheris.instrument_imports(include=["pipeline"]):
    from invariants import check_items, check_record

    from gazetteer.build import open_gazetteer
    from pipeline.analyse import analyse
    from pipeline.coordinates import find_coordinates
    from pipeline.dates import find_dates
    from pipeline.distances import find_distance_claims
    from pipeline.errors import PipelineError
    from pipeline.measures import find_lengths
    from pipeline.model import Document, Failure, Span
    from pipeline.readers import delimited, features, lines, telegram, text
    from pipeline.readers.job import Job
    from pipeline.record import to_record
    from pipeline.sentences import find_sentences

SEEDS: dict[str, tuple[str, ...]] = {
    "analyse": (
        "Shelling 13 miles southwest of Bakhmut near 48°35'40\"N 37°59'56\"E on 3 May 2023.",
        "за 13 км на південний захід від Бахмута; в 20 км южнее Донецка",
        "على بعد 13 كم جنوب غرب مدينة حماة، وأعلنت موسكو قصف بلدة سراقب",
        "Between 5 and 10 km north of Kyiv, Ukraine (X and Y are 45 km apart), 37U DQ 12345 67890",
        "Springfield, Ill. - Paris, Texas; half a mile N-E of Al-Bab; ٩٠ km, 1,000 m, 90,5 km, ½ mile",
    ),
    "csv": ('text,title,date\n"Fire, in Kyiv",a,2024-05-01\n', "a;b\n1;2\n", "text\tsource\nx\ty\n", '"""",\r\n\x00,'),
    "telegram": (
        '{"name":"c","messages":[{"id":1,"type":"message","date":"2024-05-01T10:00:00","text":["a",{"text":"b"}]}]}',
        '[{"text": "Fire in Kyiv."}]',
        '{"chats": {"list": [{"messages": [{"text": null}]}]}}',
    ),
    "jsonl": ('{"text": "Fire in Kyiv.", "date": "2024-05-01", "link": "https://a.example"}\n', '{"text": 1}\n[]\n'),
    "geojson": (
        '{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Point","coordinates":[0,0]}}',
        '{"type":"FeatureCollection","features":[{"geometry":{"type":"LineString","coordinates":[[0,0],[1,0]]}}]}',
        '{"type":"GeometryCollection","geometries":[{"type":"MultiPoint","coordinates":[[0,0]]}]}',
    ),
}
PLAIN = SEEDS["analyse"]


def _within(content: str, spans: list[Span]) -> None:
    assert all(0 <= span.start < span.end <= len(content) for span in spans)


def _analysed(content: str) -> None:
    report = analyse(Document(id="x", text=content), GAZETTEER)
    check_record(content, to_record(report))


def _distances(content: str) -> None:
    sentences = list(find_sentences(content))
    _within(content, sentences)
    _within(content, [claim.span for claim in find_distance_claims(content, sentences, [])])
    _within(content, [span for _, span in find_lengths(content)])


def _reading(module: object, name: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        try:
            items = list(module.read(Job(name=name, data=data)))  # type: ignore[attr-defined]
        except PipelineError as error:
            items = [Failure(id=name, reason=str(error))]
        check_items(name, items)

    return read


def _on_text(check: Callable[[str], None]) -> Callable[[bytes], None]:
    return lambda data: check(data.decode("utf-8", "replace"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "analyse": _on_text(_analysed),
    "coordinates": _on_text(lambda content: _within(content, [found.span for found in find_coordinates(content)])),
    "dates": _on_text(lambda content: _within(content, [found.span for found in find_dates(content, None)])),
    "distances": _on_text(_distances),
    "text": _reading(text, "x.txt"),
    "csv": _reading(delimited, "x.csv"),
    "telegram": _reading(telegram, "x.json"),
    "jsonl": _reading(lines, "x.jsonl"),
    "geojson": _reading(features, "x.geojson"),
}


def fuzz(target: str, seconds: int) -> None:
    """Run one target; a failure is told once for each place it comes from, and the run goes on."""
    seen: set[str] = set()

    def one(data: bytes) -> None:
        try:
            TARGETS[target](data)
        except Exception as error:  # noqa: BLE001  (whatever it is, it is a finding)
            where = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
            if key not in seen:
                seen.add(key)
                print(f"FOUND {target}: {key}: {error}: {data!r}", flush=True)  # noqa: T201

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS.get(target, PLAIN)):
            (Path(folder) / str(number)).write_text(seed, encoding="utf-8")
        options = [f"-max_total_time={seconds}", "-max_len=2000", "-timeout=20", "-print_final_stats=1", "-verbosity=1"]
        atheris.Setup([sys.argv[0], *options, folder], one)
        atheris.Fuzz()


def main() -> None:
    """Run the targets that are asked for, one process each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=70, help="for each target")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="all of them by default")
    chosen = parser.parse_args()
    if chosen.inside:
        fuzz(chosen.targets[0], chosen.seconds)
    for target in chosen.targets or TARGETS:
        print(f"== {target}", flush=True)  # noqa: T201
        command = [sys.executable, __file__, "--inside", "--seconds", str(chosen.seconds), target]
        done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
        kept = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("FOUND", "stat::", "=="))]
        print("\n".join([*kept[:40], f"exit status {done.returncode}"]), flush=True)  # noqa: T201


if __name__ == "__main__":
    # The suite's gazetteer, in the place that it is built in.
    GAZETTEER = open_gazetteer(ROOT / "build" / "gazetteer")
    main()
