"""Kill the app twenty times at random moments while corrections are made in a browser: how many shown ones are lost.

Usage: PYTHONPATH=. python tests/benchmarks/app_kills.py. It needs Chromium and takes about five minutes.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from killing_app import kill_app
from running import ARGUMENTS

KILLS = 20


def main() -> None:
    """Print a line a kill, and the sum."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        results = []
        for result in kill_app(browser.new_page(), Path(folder) / "project.sqlite", kills=KILLS, seed=3):
            results.append(result)
            said = f"shown {result.acknowledged}, kept {result.kept}, {result.standing} stand"
            sys.stdout.write(f"kill {len(results):2}: {result.after_ms:4} ms after Save, {said}\n")
            sys.stdout.flush()
        browser.close()
    lost = sum(result.acknowledged and not result.kept for result in results)
    shown = sum(result.acknowledged for result in results)
    sys.stdout.write(f"{KILLS} kills, {shown} shown as kept, {lost} lost; the project opened every time\n")


if __name__ == "__main__":
    main()
