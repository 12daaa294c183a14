"""The README says what is so: its commands run, their output is what they print, its files are there."""

import re
import shlex
from pathlib import Path

import pytest
from project import ROOT, Run

from pipeline.export import FORMS
from pipeline.read import SUFFIXES

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
SESSIONS = [
    (command, output.strip("\n"))
    for block in CONSOLE
    for command, output in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n?)*)", block, re.MULTILINE)
]


@pytest.mark.parametrize(("command", "output"), [s for s in SESSIONS if s[0].startswith("python -m")])
def test_commands_print_what_the_readme_shows(run_module: Run, command: str, output: str) -> None:
    """Each example is run, and prints just that."""
    _, _, module, *arguments = shlex.split(command)

    assert run_module(module, *arguments).stdout.strip("\n") == output


def test_there_are_examples_to_check() -> None:
    """The tests of this file have something to work on."""
    assert any(command.startswith("python -m pipeline check") and output for command, output in SESSIONS)


@pytest.mark.parametrize("command", [command for command, _ in SESSIONS if command.startswith("make")])
def test_make_knows_the_targets(command: str) -> None:
    """Every `make` line of the README names a target of the Makefile."""
    target = command.split()[1]

    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_two_commands_are_the_ones_ci_runs() -> None:
    """Continuous integration calls the README's test command."""
    assert "make test" in README
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["pipeline", "gazetteer"])
def test_every_command_is_in_the_readme_and_has_help(run_here: Run, module: str) -> None:
    """No command goes unmentioned, and each says what it does."""
    overview = run_here(module, "--help").stdout
    commands = re.findall(r"^  (\w+) +(\S.*)$", overview.partition("Commands:")[2], re.MULTILINE)

    assert commands
    assert [name for name, _ in commands if f"python -m {module} {name}" not in README] == []


@pytest.mark.parametrize("suffix", [*FORMS, *SUFFIXES])
def test_every_format_is_in_the_readme(suffix: str) -> None:
    """What can be read and written is said."""
    assert suffix in README


@pytest.mark.parametrize("name", re.findall(r"`([A-Z_]+\.md)`", README))
def test_files_it_points_to_are_there(name: str) -> None:
    """No pointer leads nowhere."""
    assert Path(ROOT / name).is_file()


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The example in Python prints a note."""
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102  (our own example)

    assert capsys.readouterr().out.strip()
