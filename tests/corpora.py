"""A small corpus, runs over it, and what comes of them, for the tests of runs in processes and on clusters."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from gazetteer.index import Gazetteer
from pipeline.corpora.parts import Form, Job, Receipt, do_shard
from pipeline.corpora.runs import Do, run
from pipeline.corpora.shards import Shard
from pipeline.corpus import Options

TOWNS = ("Bakhmut", "Lyman", "Kupiansk", "Avdiivka", "Soledar")


def write_corpus(path: Path) -> Path:
    """Write sixty reports, two of which are broken."""
    rows = [
        json.dumps({"id": f"r{number}", "text": f"Shelling 5 km north of {TOWNS[number % 5]} hit house {number}."})
        for number in range(60)
    ]
    rows[13], rows[47] = '{"id": "broken"', '{"id": "empty", "text": ""}'
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def here(gazetteer: Gazetteer, *, stop_after: int | None = None) -> Do:
    """Do shards in this process; stop like Ctrl-C after some."""

    def do(source: Iterable[Shard], job: Job) -> Iterator[Receipt]:
        for done, shard in enumerate(source):
            if done == stop_after:
                raise KeyboardInterrupt
            yield do_shard(shard, job, gazetteer)

    return do


def outcome(folder: Path) -> dict[str, bytes]:
    """Give all that a run is there for."""
    files = [*sorted((folder / "parts").iterdir()), folder / "manifest.json"]
    return {file.name: file.read_bytes() for file in files}


def make(  # noqa: PLR0913, PLR0917  (what a run is made of)
    corpus: Path, folder: Path, gazetteer: Gazetteer, do: Do, options: Options | None = None, form: Form = "jsonl"
) -> tuple[int, int]:
    """Run over the corpus."""
    job = Job(folder=folder, options=options or Options(), form=form)
    return run((str(corpus),), job, gazetteer=gazetteer, do=do, advance=lambda _: None)
