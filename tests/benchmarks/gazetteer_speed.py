"""Print what the gazetteer costs: seconds to open, memory, speed of scans and of candidates.

    python tests/benchmarks/gazetteer_speed.py [TEXT_FILE...] [--build]

Speeds are of processor time on one core, of the UTF-8 bytes of the texts cut into documents of about
2,500 characters; without files, of a made-up English and a made-up Ukrainian text. A plain dictionary
of words, asked for every run of up to four, stands beside the scan for comparison.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from gazetteer.build import build as build_index
from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from gazetteer.names import fold_text

ENGLISH = (
    "Ukrainian forces held the road between Chasiv Yar and Kostiantynivka on Tuesday, officials in Kyiv said. "
    "Shelling was reported south of Avdiivka, and residents of the village left for Pokrovsk during the night. "
    "A spokesman said that repairs to the power station would take several days. "
)
UKRAINIAN = (
    "Українські військові утримали дорогу між Часовим Яром і Костянтинівкою, повідомили у Києві. Обстріли тривали "
    "південніше Авдіївки, мешканці села вночі виїхали до Покровська. За словами речника, ремонт станції триватиме "
    "кілька днів. "
)
DOCUMENT = 2_500


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--build", "with_build", is_flag=True, help="Build an index in a temporary folder, too.")
def main(files: tuple[Path, ...], *, with_build: bool) -> None:
    """Measure on FILES, or on made-up texts."""
    if with_build:
        with tempfile.TemporaryDirectory() as folder:
            report("build", *timed(lambda: build_index(Path(folder))))
    open_gazetteer()
    report("open, checksums included", *timed(open_gazetteer))
    gazetteer = open_gazetteer()
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    for name, text in (texts or {"English": ENGLISH * 1000, "Ukrainian": UKRAINIAN * 1000}).items():
        documents = [text[start : start + DOCUMENT] for start in range(0, len(text), DOCUMENT)]
        size = len(text.encode()) / 1e6
        scan, _ = timed(lambda documents=documents: [gazetteer.scan(document) for document in documents])
        keys = {match.key for document in documents for match in gazetteer.scan(document)}
        plain, _ = timed(lambda documents=documents, keys=keys: [dictionary(document, keys) for document in documents])
        click.echo(f"{name}: scan {size / scan:.1f} MB/s, a dictionary of words {size / plain:.1f} MB/s")
        report(f"{name}: candidates of {len(keys)} names, warm", *timed(lambda keys=keys: candidates(gazetteer, keys)))
    click.echo(f"largest resident size: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def timed(task: Callable[[], object]) -> tuple[float, float]:
    """Give the least processor seconds and wall seconds of three runs; one run for what takes long."""
    runs = []
    for _ in range(3):
        processor, wall = time.process_time(), time.perf_counter()
        task()
        runs.append((time.process_time() - processor, time.perf_counter() - wall))
        if runs[0][1] > 5.0:
            break
    return min(runs)


def report(what: str, processor: float, wall: float) -> None:
    """Print seconds."""
    click.echo(f"{what}: {processor:.3f} s of processor, {wall:.3f} s of wall")


def candidates(gazetteer: Gazetteer, keys: set[str]) -> None:
    """Ask for the places of every name."""
    for key in keys:
        gazetteer.candidates(key)


def dictionary(text: str, keys: set[str]) -> list[str]:
    """Find names by joining words: the plain way."""
    words = fold_text(text).text.split(" ")
    runs = (" ".join(words[start : start + length]) for start in range(len(words)) for length in (1, 2, 3, 4))
    return [run for run in runs if run in keys]


if __name__ == "__main__":
    main()
