"""Building: one process builds, the others wait; damage is noticed, said and mended."""

import csv
import hashlib
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from io import BufferedReader
from pathlib import Path

import pytest
from filelock import FileLock

from gazetteer import packaged
from gazetteer.build import add, build, default_directory, open_gazetteer
from gazetteer.entry import Deferred, Entry
from gazetteer.errors import GazetteerError
from gazetteer.helper import batches
from gazetteer.index import Gazetteer
from gazetteer.place import Place, PlaceKind, Point

ROOT = Path(__file__).parents[1]
PATHS = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
KINDS = set(PlaceKind.__args__)  # type: ignore[attr-defined]


def entry(name: str) -> Entry:
    """Give a village."""
    return Entry(
        place=Place(
            id=f"test:{name}", name=name, kind="village", country="UA", region=None, population=10,
            point=Point(lat=48.0, lon=38.0), radius_m=1000.0,
        )
    )  # fmt: skip


def source() -> Iterable[Deferred]:
    """Give two villages to build from."""
    return [partial(entry, "Nova"), partial(entry, "Stara")]


@pytest.fixture
def said() -> list[str]:
    """Collect what is said."""
    return []


def test_the_second_opening_does_not_build(tmp_path: Path, said: list[str]) -> None:
    """A whole index is opened as it is, in silence."""
    first = open_gazetteer(tmp_path, source=source)

    second = open_gazetteer(tmp_path, progress=said.append, source=source)

    assert (second.version, said) == (first.version, [])


def test_equal_sources_make_equal_indexes(tmp_path: Path) -> None:
    """Two builds from the same places are the same, byte for byte."""
    assert build(tmp_path / "a", source=source).version == build(tmp_path / "b", source=source).version


def truncate(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def flip_unseen(path: Path) -> None:
    """Change one bit, and set back the time of the change."""
    before = path.stat()
    flip(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def flip_with_note(path: Path) -> None:
    """Change one bit where what was noted of the file came to harm too."""
    flip(path)
    path.with_suffix(".whole").write_bytes(b"\xff 1")


@pytest.mark.parametrize("damage", [truncate, flip, flip_unseen, flip_with_note])
def test_a_damaged_index_is_built_again_and_says_so(
    tmp_path: Path, said: list[str], damage: Callable[[Path], None]
) -> None:
    """A cut or changed file is never trusted."""
    version = open_gazetteer(tmp_path, source=source).version
    (path,) = tmp_path.glob("base-*.sqlite")
    damage(path)

    gazetteer = open_gazetteer(tmp_path, progress=said.append, source=source)

    assert gazetteer.version == version
    assert gazetteer.candidates("Nova")
    assert said[0] == f"{path} is damaged; building it again"


def test_an_index_is_read_whole_only_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly 200 MB are not read at every start; where nothing can be noted they are."""
    read: list[str] = []
    digest = hashlib.file_digest

    def counted(file: BufferedReader, name: str) -> object:
        read.append(file.name)
        return digest(file, name)

    monkeypatch.setattr(hashlib, "file_digest", counted)
    open_gazetteer(tmp_path, source=source)
    (path,) = tmp_path.glob("base-*.sqlite")
    read.clear()

    open_gazetteer(tmp_path, source=source)
    open_gazetteer(tmp_path, source=source)
    assert read == [str(path)]

    path.with_suffix(".whole").unlink()
    path.with_suffix(".whole").mkdir()
    open_gazetteer(tmp_path, source=source)
    open_gazetteer(tmp_path, source=source)
    assert read == [str(path)] * 3


@pytest.mark.parametrize("damage", [truncate, flip, Path.unlink])
def test_a_damaged_addition_is_made_again_alone(
    tmp_path: Path, said: list[str], damage: Callable[[Path], None]
) -> None:
    """The layer of an addition comes from what was kept of it; the default layer stays as it is."""
    add("mine", [entry("Post")], tmp_path, source=source)
    (base,), (path,) = tmp_path.glob("base-*.sqlite"), tmp_path.glob("added-*.sqlite")
    before = base.stat().st_mtime_ns
    damage(path)

    assert open_gazetteer(tmp_path, progress=said.append, source=source).candidates("Post")
    assert said[-1] == "mine is ready"
    assert base.stat().st_mtime_ns == before


def test_two_versions_share_a_folder(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each keeps its default layer beside the other's; of a third version's making the oldest goes."""
    stems = []
    for made_from in ("one", "two", "one", "two", "three"):
        monkeypatch.setattr(packaged, "fingerprint", lambda made_from=made_from: made_from)
        open_gazetteer(tmp_path, progress=said.append, source=source)
        stems.append({path.stem for path in tmp_path.glob("base-*.sqlite")})

    assert [len(each) for each in stems] == [1, 2, 2, 2, 2]
    assert said.count("the gazetteer is ready") == 3
    assert said[2].startswith("the gazetteer there is made from other sources; building")


def leavings(folder: Path) -> list[Path]:
    """Put there what a build and an addition leave behind when they are killed."""
    (folder / "added").mkdir(exist_ok=True)
    paths = [folder / "base-x.1.tmp", folder / "added" / "mine.1.tmp"]
    for path in paths:
        path.write_text("half")
    return paths


def whole(folder: Path) -> None:
    """Open an index that is there."""
    open_gazetteer(folder, source=source)


def anew(folder: Path) -> None:
    """Build an index anew."""
    build(folder, source=source)


def more(folder: Path) -> None:
    """Add a place."""
    add("more", [entry("Fort")], folder, source=source)


@pytest.mark.parametrize("work", [whole, anew, more])
def test_leavings_of_killed_processes_are_swept(tmp_path: Path, work: Callable[[Path], None]) -> None:
    """What a build that died left behind is gone once somebody opens the index, builds it or adds to it."""
    open_gazetteer(tmp_path, source=source)
    paths = leavings(tmp_path)

    work(tmp_path)

    assert [path for path in paths if path.exists()] == []
    assert open_gazetteer(tmp_path, source=source).candidates("Nova")


def test_what_another_process_is_writing_stays(tmp_path: Path) -> None:
    """While somebody holds the lock, an unfinished file is theirs; opening takes it away only afterwards."""
    open_gazetteer(tmp_path, source=source)
    paths = leavings(tmp_path)

    with FileLock(tmp_path / "lock"):
        open_gazetteer(tmp_path, source=source)
        assert all(path.exists() for path in paths)
    open_gazetteer(tmp_path, source=source)

    assert not any(path.exists() for path in paths)


def test_the_same_again_is_not_called_another(tmp_path: Path, said: list[str]) -> None:
    """A build over an index of the same sources says nothing of other ones."""
    build(tmp_path, source=source)
    build(tmp_path, progress=said.append, source=source)

    assert said[0].startswith("building the gazetteer")


def many() -> Iterable[Deferred]:
    """Give more places than one batch holds, one of them twice."""
    return [partial(entry, name) for name in (*(f"Selo {number}" for number in range(4500)), "Selo 0", "Nova")]


def test_one_process_and_two_make_the_same_bytes() -> None:
    """Who makes a batch does not show, nor does a helper that dies."""
    alone, together = (list(batches(many, processes=count)) for count in (1, 2))

    assert alone == together
    assert len(alone) == 3


def lost() -> Iterable[Deferred]:
    """Give many places, but only in the process that runs the tests."""
    return many() if "pytest" in sys.modules else []


def test_a_helper_that_fails_is_done_without() -> None:
    """What a second process does not deliver, the first one makes."""
    assert list(batches(lost, processes=2)) == list(batches(many, processes=1))


def test_a_failed_build_leaves_the_old_index_whole(tmp_path: Path) -> None:
    """A source that breaks off changes nothing."""

    def broken() -> Iterable[Deferred]:
        yield partial(entry, "Nova")
        message = "no more"
        raise GazetteerError(message)

    version = open_gazetteer(tmp_path, source=source).version
    with pytest.raises(GazetteerError, match="no more"):
        build(tmp_path, source=broken)

    assert open_gazetteer(tmp_path, source=source).version == version


def test_a_reader_keeps_its_index_while_another_is_built(tmp_path: Path) -> None:
    """An open gazetteer answers on after a new build has taken its place."""
    old = open_gazetteer(tmp_path, source=source)

    build(tmp_path, source=lambda: [partial(entry, "Inshe")])

    assert old.candidates("Nova")
    assert old.scan("in Stara")


def test_a_second_process_waits_and_says_so(tmp_path: Path, said: list[str]) -> None:
    """Whoever comes while another builds waits for it, and does not build again."""
    lock = FileLock(tmp_path / "lock")
    lock.acquire()
    waiting = threading.Event()

    def told(message: str) -> None:
        said.append(message)
        waiting.set()

    opener = threading.Thread(target=open_gazetteer, args=(tmp_path,), kwargs={"progress": told, "source": source})
    opener.start()
    waiting.wait(10)
    lock.release()
    opener.join()

    assert said[0] == "another process is building the gazetteer; waiting for it"


KILLED = """
import sys
from pathlib import Path
from gazetteer.build import add, build
from test_build import entry, source
print("ready", flush=True)
while True:
    build(Path(sys.argv[1]), source=source)
    for name in ("Post", "Fort"):
        add("mine", [entry(name)], Path(sys.argv[1]), source=source)
"""


def test_build_and_add_killed_at_any_moment_leave_a_whole_index(tmp_path: Path) -> None:
    """Ten times killed at random between the beginning and the end of a round, the next opening works each time."""
    moments = random.Random(3)  # noqa: S311 - moments, not secrets
    for _ in range(10):
        command = [sys.executable, "-c", KILLED, str(tmp_path)]
        with subprocess.Popen(command, env=PATHS, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moments.uniform(0.0, 0.15))
            process.kill()
        said: list[str] = []
        gazetteer = open_gazetteer(tmp_path, progress=said.append, source=source)

        assert gazetteer.candidates("Nova")
        assert {"building" in message or message.endswith("is ready") for message in said} <= {True}
        said.clear()
        assert open_gazetteer(tmp_path, progress=said.append, source=source).version == gazetteer.version
        assert said == []


FULL = """
import resource, signal, sys
from pathlib import Path
from gazetteer.build import add, build
from gazetteer.errors import GazetteerError
from test_build import entry, source
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    if sys.argv[3] == "build":
        build(Path(sys.argv[1]), source=source)
    else:
        add("mine", [entry(f"Selo {number}") for number in range(500)], Path(sys.argv[1]), source=source)
except GazetteerError as error:
    print(error)
"""


@pytest.mark.parametrize("work", ["build", "add"])
@pytest.mark.parametrize("limit", [0, 5_000, 30_000])
def test_a_full_disk_is_told_and_harms_nothing(tmp_path: Path, work: str, limit: int) -> None:
    """One sentence says that the index cannot be written; the old one answers on, and nothing is left behind."""
    version = open_gazetteer(tmp_path, source=source).version

    command = [sys.executable, "-c", FULL, str(tmp_path), str(limit), work]
    done = subprocess.run(command, env=PATHS, capture_output=True, encoding="utf-8", timeout=60, check=True)

    assert re.fullmatch(r"(?:the gazetteer|the added places) cannot be (?:written|kept) .*\n", done.stdout)
    assert not list(tmp_path.rglob("*.tmp"))
    assert open_gazetteer(tmp_path, source=source).version.startswith(version)


def test_a_folder_that_cannot_be_made_is_an_error_of_one_sentence(tmp_path: Path) -> None:
    """A file where the folder should be is named."""
    (tmp_path / "file").write_text("")

    with pytest.raises(GazetteerError, match=r"^the gazetteer's folder .* cannot be made: Not a directory$"):
        open_gazetteer(tmp_path / "file" / "index", source=source)


def test_adding_twice_changes_nothing(tmp_path: Path, said: list[str]) -> None:
    """The second time tells so, builds nothing, and the index is the same."""
    assert add("mine", [entry("Post")], tmp_path, source=source)
    version = open_gazetteer(tmp_path, source=source).version

    assert not add("mine", [entry("Post")], tmp_path, progress=said.append, source=source)
    assert said == []
    assert open_gazetteer(tmp_path, source=source).version == version


def test_added_places_stay_through_a_new_build(tmp_path: Path) -> None:
    """What was added is taken in again, and what has its name takes its place."""
    add("mine", [entry("Post")], tmp_path, source=source)
    add("mine", [entry("Fort")], tmp_path, source=source)

    gazetteer = build(tmp_path, source=source)

    assert gazetteer.candidates("Fort")
    assert not gazetteer.candidates("Post")


def test_an_addition_goes_with_its_file(tmp_path: Path) -> None:
    """Whoever removes the file of an addition has removed its places."""
    add("mine", [entry("Post")], tmp_path, source=source)
    (tmp_path / "added" / "mine.jsonl").unlink()

    assert not open_gazetteer(tmp_path, source=source).candidates("Post")


def test_adding_does_not_build_the_default_layer_again(tmp_path: Path, said: list[str]) -> None:
    """Only the addition's own layer is made, and it replaces the former one."""
    open_gazetteer(tmp_path, source=source)
    for name in ("Post", "Fort"):
        add("mine", [entry(name)], tmp_path, progress=said.append, source=source)

    assert said == ["mine is ready", "mine is ready"]
    assert len(list(tmp_path.glob("added-*.sqlite"))) == 1


def test_changed_additions_are_refused(tmp_path: Path) -> None:
    """A file of added places that something else has changed is named."""
    add("mine", [entry("Post")], tmp_path, source=source)
    (tmp_path / "added" / "mine.jsonl").write_text("{}\n")

    with pytest.raises(GazetteerError, match=r"mine\.jsonl is damaged: remove it, and add its places again"):
        open_gazetteer(tmp_path, source=source)


def test_the_folder_is_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    """GAZETTEER_DIR says where the index lives."""
    monkeypatch.setenv("GAZETTEER_DIR", "elsewhere")

    assert default_directory() == Path("elsewhere")


def test_the_tables_hold_only_what_they_may() -> None:
    """Every row of every table reads, has a known kind, an id of its own, and a radius."""
    entries = [deferred() for deferred in packaged.read_tables()]

    assert {item.place.kind for item in entries} <= KINDS
    assert len({item.place.id for item in entries}) == len(entries)
    assert all(item.place.radius_m > 0 and item.place.name for item in entries)


def test_arabic_names_are_of_places_that_are_there(gazetteer: Gazetteer) -> None:
    """Every row of the table of Arabic names has the id of a place, which is found by each of them."""
    with (packaged.TABLES / "names-arabic.csv").open(encoding="utf-8", newline="") as file:
        lost = [
            (row["id"], name)
            for row in csv.DictReader(file)
            for name in row["names"].split("|")
            if row["id"] not in {candidate.place.id for candidate in gazetteer.candidates(name)}
        ]

    assert lost == []


@pytest.mark.parametrize(
    ("name", "true"),
    [
        ("Bakhmut", True),
        ("al-Bab", True),
        ("Бахмут", True),
        ("KBP", False),
        ("bafumuto", False),
        ("Of", False),
        ("", False),
    ],
)
def test_codes_and_machine_transliterations_are_no_names(name: str, true: bool) -> None:
    """GeoNames lists airport codes and lower-case transliterations among the alternate names."""
    assert packaged.is_name(name) is true
