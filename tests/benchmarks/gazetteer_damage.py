"""Print what becomes of the full-size index when it is harmed: killed builds, cut and changed files, a full disk.

    python tests/benchmarks/gazetteer_damage.py [--kills 10] [--add DUMP] [--seconds 30]

Each time the next run must answer, and say what it did. The suite does the same on small indexes.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from gazetteer.build import default_directory, open_gazetteer

ROOT = Path(__file__).parents[2]
LOOKUP = ("lookup", "Bakhmut", "--limit", "1")
FULL = 60_000_000
"""Bytes of room: a third of what the index takes."""
ROOM = 12_000_000
"""Bytes of room on the full disk: a fifth of what the largest addition takes."""
LIMITED = (
    "import resource, runpy, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    f"resource.setrlimit(resource.RLIMIT_FSIZE, ({FULL}, resource.RLIM_INFINITY));"
    "sys.argv = ['gazetteer', 'build']; runpy.run_module('gazetteer', run_name='__main__')"
)


@click.command()
@click.option("--kills", default=10, show_default=True, help="How often a build, and an addition, is killed.")
@click.option("--add", "dump", type=click.Path(path_type=Path, exists=True), help="Kill the adding of this file too.")
@click.option("--seconds", default=30.0, show_default=True, help="Kills fall within so many seconds of the start.")
def main(*, kills: int, dump: Path | None, seconds: float) -> None:
    """Harm a copy of the index, and see whether the next run works."""
    open_gazetteer()
    moments = random.Random(3)  # noqa: S311 - moments, not secrets
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "index"
        for what in [("build",), *([("add", str(dump.resolve()))] if dump else [])]:
            renew(folder)
            for _ in range(kills):
                moment = moments.uniform(0.0, seconds)
                kill(folder, what, moment)
                tell(f"{what[0]} killed after {moment:.1f} s", folder)
        renew(folder)
        done = run(folder, [sys.executable, "-c", LIMITED])
        click.echo(f"files of {FULL:,} bytes at most: exit status {done.returncode}, {said(done)}")
        tell("after that", folder)
        fill(Path(name) / "disk", dump)
        cut(folder)
        tell("cut in half", folder)
        flip(folder)
        tell("one bit changed", folder)


def fill(disk: Path, dump: Path | None) -> None:
    """Build and add on a real disk without room enough, where this machine lets us mount one."""
    disk.mkdir()
    size = sum(path.stat().st_size for path in open_gazetteer().files) + FULL
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        click.echo("no disk can be mounted here: left out")
        return
    try:
        folder = disk / "index"
        for what in [("build",), *([("add", str(dump.resolve()))] if dump else [])]:
            renew(folder)
            (disk / "ballast").write_bytes(bytes(max(shutil.disk_usage(disk).free - ROOM, 0)))
            done = run(folder, [sys.executable, "-m", "gazetteer", *what])
            (disk / "ballast").unlink()
            click.echo(f"{what[0]} on a full disk: exit status {done.returncode}, {said(done)}")
            tell("after that", folder)
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S607 - the system's own


def renew(folder: Path) -> None:
    """Begin with a whole copy of the default index."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (path,) = (path for path in open_gazetteer().files if path.name.startswith("base-"))
    shutil.copy(default_directory() / path.name, folder)


def kill(folder: Path, what: tuple[str, ...], moment: float) -> None:
    """Start a command, and kill it and its helper after *moment* seconds."""
    command = [sys.executable, "-m", "gazetteer", *what]
    with subprocess.Popen(command, cwd=ROOT, env=environment(folder), stderr=subprocess.DEVNULL) as process:
        time.sleep(moment)
        process.kill()


def tell(what: str, folder: Path) -> None:
    """Print how the next run does; raises `RuntimeError` when it does not work."""
    left = sorted(path.suffix for path in folder.iterdir() if path.suffix == ".tmp")
    done = run(folder, [sys.executable, "-m", "gazetteer", *LOOKUP])
    if done.returncode or "\tBakhmut\t" not in done.stdout:
        raise RuntimeError(done.stderr)
    click.echo(f"{what}: {len(left)} files left behind; the next lookup answers: {said(done)}")


def run(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command on the index in *folder*."""
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder), capture_output=True, encoding="utf-8", timeout=600, check=False
    )


def environment(folder: Path) -> dict[str, str]:
    """Give the environment that points to *folder*."""
    return os.environ | {"GAZETTEER_DIR": str(folder)}


def said(done: subprocess.CompletedProcess[str]) -> str:
    """Give what a command told the user."""
    return " / ".join(done.stderr.strip().splitlines()) or "in silence"


def cut(folder: Path) -> None:
    """Cut the default layer in half."""
    (path,) = folder.glob("base-*.sqlite")
    os.truncate(path, path.stat().st_size // 2)


def flip(folder: Path) -> None:
    """Change one bit in the middle of the default layer."""
    (path,) = folder.glob("base-*.sqlite")
    with path.open("rb+") as file:
        file.seek(path.stat().st_size // 2)
        (byte,) = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


if __name__ == "__main__":
    main()
