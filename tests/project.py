"""Where things are, for the tests: the project's root, what may lie beside it, the tests' own gazetteer."""

import subprocess
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
# Kept between runs, apart from the user's own index, whose additions must not change what tests see.
GAZETTEER = ROOT / "build" / "gazetteer"

Run = Callable[..., subprocess.CompletedProcess[str]]
