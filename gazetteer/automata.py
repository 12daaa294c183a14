"""Make the automata that find names in texts, in a process of their own: their maker lets no thread work beside it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from daachorse import CharwiseDoubleArrayAhoCorasick

_WORTH_A_PROCESS = 50_000
"""From how many patterns on making the automaton takes longer than starting a process."""


def automaton(patterns: Sequence[str]) -> bytes:
    """Make the automaton of *patterns*, as the bytes from which daachorse makes it again."""
    made = _beside(patterns) if len(patterns) >= _WORTH_A_PROCESS else b""
    return made or _made(patterns)


def _beside(patterns: Sequence[str]) -> bytes:
    """Have another process make it; empty when that process fails."""
    paths = os.pathsep.join(filter(None, [str(Path(__file__).parents[1]), *sys.path]))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "gazetteer.automata"],
            env=os.environ | {"PYTHONPATH": paths},
            input="\n".join(patterns).encode("utf-8"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:  # a program that holds Python inside may have no interpreter to start
        return b""
    return done.stdout if done.returncode == 0 else b""


def _made(patterns: Sequence[str]) -> bytes:
    # An automaton of nothing cannot be made; no folded text holds this character.
    data: bytes = CharwiseDoubleArrayAhoCorasick(list(patterns) or ["\0"]).serialize()
    return data


if __name__ == "__main__":
    sys.stdout.buffer.write(_made(sys.stdin.buffer.read().decode("utf-8").split("\n")))
