"""Make the automata that find names in texts, here or in another process: their maker lets no thread work beside it."""

import os
import subprocess
import sys
from pathlib import Path

from daachorse import CharwiseDoubleArrayAhoCorasick

_WORTH_A_PROCESS = 50_000
"""From how many patterns on making the automaton takes longer than starting a process."""


def automaton(patterns: str) -> bytes:
    """Make the automaton of *patterns*, one a line, as the bytes from which daachorse makes it again."""
    # An automaton of nothing cannot be made; no folded text holds this character.
    data: bytes = CharwiseDoubleArrayAhoCorasick(patterns.split("\n") if patterns else ["\0"]).serialize()
    return data


def automaton_beside(patterns: str) -> bytes:
    """Make the same in another process, where that is worth it and can be."""
    made = _beside(patterns) if patterns.count("\n") >= _WORTH_A_PROCESS else b""
    return made or automaton(patterns)


def _beside(patterns: str) -> bytes:
    """Have another process make it; empty when that process fails."""
    paths = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), *sys.path]))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "gazetteer.automata"],
            env=os.environ | {"PYTHONPATH": paths},
            input=patterns.encode("utf-8"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:  # a program that holds Python inside may have no interpreter to start
        return b""
    return done.stdout if done.returncode == 0 else b""


if __name__ == "__main__":
    sys.stdout.buffer.write(automaton(sys.stdin.buffer.read().decode("utf-8")))
