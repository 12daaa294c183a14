"""Print what the gazetteer costs: seconds to build, open and add to, memory, speed of scans and of candidates.

    python tests/benchmarks/gazetteer_speed.py [TEXT_FILE...] [--build] [--add DUMP]

Speeds are of processor time on one core, of the UTF-8 bytes of the texts cut into documents of about
2,500 characters; without files, of a made-up English and a made-up Ukrainian text. Beside the scan stand
two plainer ways, with all the names of the index: a dictionary of words, asked for every run of up to
four, and flashtext, where it is installed. Neither folds accents, nor is either told about scripts.
"""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from gazetteer.names import fold_text

ROOT = Path(__file__).parents[2]
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
SAMPLES = {"English": ENGLISH * 1000, "Ukrainian": UKRAINIAN * 1000}
DOCUMENT = 2_500
KIB = 1024
ADD = (
    "from gazetteer import build, importers; dump = Path(sys.argv[2]);"
    "build.add(dump.stem, importers.read_file(dump).entries, Path(sys.argv[1]))"
)
SAY_MEMORY = "print(*(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--build", "with_build", is_flag=True, help="Build an index in a temporary folder, too.")
@click.option("--add", "dump", type=click.Path(path_type=Path, exists=True), help="Add this file to such an index.")
def main(files: tuple[Path, ...], *, with_build: bool, dump: Path | None) -> None:
    """Measure on FILES, or on made-up texts."""
    if with_build:
        measure("build", "from gazetteer.build import build; build(Path(sys.argv[1]))")
    if dump is not None:
        measure(f"add {dump.name}", ADD, str(dump.resolve()))
    open_gazetteer()
    report("open, checksums included", *timed(open_gazetteer))
    gazetteer = open_gazetteer()
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    for name, text in (texts or SAMPLES).items():
        documents = cut(text)
        size = len(text.encode()) / 1e6
        scan, _ = timed(lambda documents=documents: [gazetteer.scan(document) for document in documents])
        click.echo(f"{name}: scan {size / scan:.1f} MB/s")
        keys = {match.key for document in documents for match in gazetteer.scan(document)}
        report(f"{name}: candidates of {len(keys)} names, warm", *timed(lambda keys=keys: candidates(gazetteer, keys)))
    click.echo(f"resident when searching: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB:.0f} MB at most")
    compare(texts or SAMPLES, all_names(gazetteer))


def compare(texts: dict[str, str], names: list[str]) -> None:
    """Print the speeds of the plainer ways on the same texts."""
    known = set(names)
    search = {"a dictionary of words": lambda document: dictionary(document, known)}
    try:
        from flashtext import KeywordProcessor  # noqa: PLC0415 - not among our requirements
    except ImportError:
        click.echo("flashtext is not installed: left out")
    else:
        processor = KeywordProcessor()
        seconds, _ = timed(lambda: processor.add_keywords_from_list(names), runs=1)
        click.echo(f"flashtext: {seconds:.1f} s of processor to take {len(names):,} names")
        search["flashtext"] = lambda document: processor.extract_keywords(document, span_info=True)
    for name, text in texts.items():
        documents, size = cut(text), len(text.encode()) / 1e6
        for way, find in search.items():
            seconds, _ = timed(lambda documents=documents, find=find: [find(document) for document in documents])
            click.echo(f"{name}: {way} {size / seconds:.1f} MB/s")


def all_names(gazetteer: Gazetteer) -> list[str]:
    """Give every name of the default layer."""
    (path,) = gazetteer.files[:1]
    with closing(sqlite3.connect(path)) as connection:
        blocks = connection.execute("select lines from names order by first")
        return list(dict.fromkeys(line.partition("\t")[0] for (lines,) in blocks for line in lines.strip().split("\n")))


def measure(what: str, script: str, *arguments: str) -> None:
    """Run a script on an index of its own, in a process of its own, and print what that took."""
    with tempfile.TemporaryDirectory() as folder:
        if what != "build":
            open_gazetteer(Path(folder))
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-c", f"import resource, sys; from pathlib import Path; {script}; {SAY_MEMORY}"]
        done = subprocess.run(
            [*command, folder, *arguments], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True,
            encoding="utf-8", check=True,
        )  # fmt: skip
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        report(what, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)
        own, helper = (int(size) / KIB for size in done.stdout.split())
        click.echo(f"{what}: {own:.0f} MB at most, and {helper:.0f} MB for its helper")


def cut(text: str) -> list[str]:
    """Cut a text into documents."""
    return [text[start : start + DOCUMENT] for start in range(0, len(text), DOCUMENT)]


def timed(task: Callable[[], object], *, runs: int = 3) -> tuple[float, float]:
    """Give the least processor seconds and wall seconds of a few runs."""
    taken = []
    for _ in range(runs):
        processor, wall = time.process_time(), time.perf_counter()
        task()
        taken.append((time.process_time() - processor, time.perf_counter() - wall))
    return min(taken)


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
