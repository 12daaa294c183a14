"""Automata: whoever makes them, they are the same."""

import sys

import pytest
from daachorse import CharwiseDoubleArrayAhoCorasick

from gazetteer.automata import automaton, automaton_beside

MANY = "\n".join(sorted(f" selo {number} вулиця " for number in range(60_000)))


@pytest.mark.parametrize("executable", [sys.executable, "/nonexistent/python", ""])
def test_another_process_makes_the_same(executable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many patterns make the same bytes in another process as in this one, also when there is none."""
    monkeypatch.setattr(sys, "executable", executable)

    assert automaton_beside(MANY) == automaton(MANY)


def test_nothing_makes_an_automaton_that_finds_nothing() -> None:
    """No patterns are no error."""
    assert CharwiseDoubleArrayAhoCorasick.deserialize(automaton("")).find_overlapping("bakhmut \n") == []
