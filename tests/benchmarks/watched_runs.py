"""Run the command line over a corpus and watch it: wall time, memory of all its processes, a checksum of what came out.

Memory is the sum of PSS: what processes share counts once (Linux).
"""

import hashlib
import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from make_corpus import lines

ROOT = Path(__file__).parents[2]
GAZETTEER = ROOT / "build" / "gazetteer"
LOOK_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run took: wall seconds, the most memory of all its processes in MB, and a checksum of its outcome."""

    seconds: float
    peak_mb: float
    digest: str
    failed: int


def write_corpus(path: Path, count: int, *, poison: bool = False) -> Path:
    """Write a corpus of that many reports."""
    with path.open("wb") as stream:
        stream.writelines(line + b"\n" for line in lines(count, poison=poison))
    return path


def command(corpus: Path, folder: Path, *options: str) -> list[str]:
    """Give the command of a run."""
    extract = [sys.executable, "-m", "pipeline", "extract", str(corpus), "-o", f"{folder}/"]
    return [*extract, "--gazetteer", str(GAZETTEER), *options]


def started(corpus: Path, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start a run and leave it to itself; a second one over the same folder goes on where the first was ended."""
    return subprocess.Popen(command(corpus, folder, *options), cwd=ROOT, stderr=subprocess.DEVNULL)


def run(corpus: Path, folder: Path, *options: str, beside: tuple[int, ...] = ()) -> Ran:
    """Run over *corpus* to the end; the memory is that of the run and of the processes *beside* it."""
    begun = time.perf_counter()
    process = started(corpus, folder, *options)
    peak_kb, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(LOOK_S):
            peak_kb[0] = max(
                peak_kb[0], sum(memory_kb(pid)[1] for root in (process.pid, *beside) for pid in tree(root))
            )

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    done.set()
    watcher.join()
    failed = json.loads((folder / "manifest.json").read_bytes())["failed"]
    seconds = time.perf_counter() - begun
    return Ran(seconds=seconds, peak_mb=peak_kb[0] / 1e3, digest=digest_of(folder), failed=failed)


def digest_of(folder: Path) -> str:
    """Make one checksum of all parts and the manifest."""
    whole = hashlib.sha256()
    for file in (*sorted((folder / "parts").iterdir()), folder / "manifest.json"):
        whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def tree(pid: int) -> list[int]:
    """List a process and all that it started, whichever of its threads did."""
    children: list[str] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            children += listed.read_text("ascii").split()
    return [pid, *(below for child in children for below in tree(int(child)))]


def memory_kb(pid: int) -> tuple[int, int, int]:
    """Give what a process holds, in KB: all (RSS), its share (PSS), what it holds alone (USS); zeros where unknown."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0, 0, 0
    fields = {line.split(":")[0]: int(line.split()[1]) for line in rollup.splitlines()[1:]}
    return fields["Rss"], fields["Pss"], fields["Private_Clean"] + fields["Private_Dirty"]
