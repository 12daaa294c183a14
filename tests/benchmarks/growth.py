"""How the time of a piece of work grows with its size: measured up to a number of seconds, told as a slope."""

import math
import signal
import time
from collections.abc import Callable
from types import FrameType

SIZES = (1, 2, 4, 8, 16)
MB = 1_000_000
TOO_SHORT = 0.01
"""Seconds under which it is the clock that is measured."""


class OutOfTimeError(Exception):
    """The work has used up its time."""


def sizes(most: float) -> list[float]:
    """Give five sizes, each twice the one before, up to *most*."""
    return [most * size / SIZES[-1] for size in SIZES]


def seconds(work: Callable[[], object]) -> float:
    """Time one piece of work, in seconds of this thread: the process' own clock goes in steps under a timer."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def times(work: Callable[[float], float], grown: list[float], most: float) -> list[float]:
    """Give the seconds that *work* says it took for each size, as far as *most* seconds of the processor go."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise OutOfTimeError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, most)
    took: list[float] = []
    try:
        took.extend(work(size) for size in grown)  # what was taken before the time is up stays
    except OutOfTimeError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return took


def slope(grown: list[float], took: list[float]) -> float:
    """Give the slope of the line through the logarithms, by least squares: 1 is linear, 2 the square.

    It is 0 for work that is done at once whatever its size, and infinite where not two sizes were reached.
    """
    if len(took) < 2:
        return math.inf
    if max(took) < TOO_SHORT:
        return 0.0
    xs = [math.log(size) for size in grown[: len(took)]]
    ys = [math.log(max(one, 1e-6)) for one in took]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
