"""Say how far a long run is: how many reports, how fast, how long it will still take, and what failed."""

import time
from collections.abc import Callable

from pipeline.corpora.runs import Advance

EVERY_S = 5.0


class Progress:
    """Tell *say* every failure at once, and every few seconds how far the run is."""

    def __init__(self, say: Callable[[str], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._begun = self._last = clock()
        self._failed = 0

    def __call__(self, advance: Advance) -> None:
        """Take note of an advance."""
        for _, reason in advance.failures:
            self._say(reason)
        self._failed += len(advance.failures)
        now = self._clock()
        if now - self._last >= EVERY_S:
            self._last = now
            self._say(describe(advance, seconds=now - self._begun, failed=self._failed))


def describe(advance: Advance, *, seconds: float, failed: int) -> str:
    """Put an advance after so many seconds into words; the time left is guessed from the bytes done."""
    parts = [f"{advance.reports:,} reports", f"{advance.reports / max(seconds, 1e-9):,.0f} a second"]
    # Inputs that are packed give more bytes than they have: nothing can be said of the time left.
    if 0 < advance.done_bytes <= advance.known_bytes:
        left = seconds * (advance.known_bytes - advance.done_bytes) / advance.done_bytes
        parts[:0] = [f"{advance.done_bytes / advance.known_bytes:.0%}"]
        parts.append(f"about {_duration(left)} left")
    if failed:
        parts.append(f"{failed:,} failed")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
