"""Calibrate the areas of claims on the open half of the corpus, and print the model card's figures.

    python tests/benchmarks/claims_calibrate.py [--gazetteer DIR]

It needs ../shared. The constants it prints are those of `pipeline/claims/doubt.py`; the coverage is that of
claims the model has not seen: each eighth of them by a model learnt from the other seven.
"""

# ruff: noqa: T201, E402 - a script prints, and finds the project first

import argparse
import json
import math
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from gazetteer.build import open_gazetteer
from gazetteer.index import Gazetteer
from gazetteer.place import Point
from pipeline.geodesy import inverse, turn

CORPUS = ROOT.parent / "shared" / "data" / "claims-dev.jsonl"
METRES = {"km": 1000.0, "mi": 1609.344, "m": 1.0}
UNKNOWN_RADIUS_M = 4_000.0
FOLDS, STEPS, SEED = 8, 1_500, 7
START = np.array([3_300.0, 0.086, 21.0, 0.74])
"""Metres of the places, share of the distance, degrees, power of the radius."""
ANCHOR_SHARE, TOO_LONG, USUAL = 0.2, 3.0, 0.97
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One claim whose two places are known."""

    metres: float
    measured_m: float
    astray_deg: float | None
    points: int
    radius_m: float
    hedged: bool
    round_number: bool
    wire: bool


class Cases:
    """All cases as columns."""

    def __init__(self, cases: list[Case]) -> None:
        self.claimed = np.array([case.metres for case in cases])
        self.measured = np.array([case.measured_m for case in cases])
        self.headed = np.array([case.astray_deg is not None for case in cases])
        self.astray = np.array([case.astray_deg or 0.0 for case in cases])
        self.radius = np.array([case.radius_m for case in cases])
        self.points = np.array([case.points for case in cases])
        self.hedged = np.array([case.hedged for case in cases])
        self.round = np.array([case.round_number for case in cases])
        self.wire = np.array([case.wire for case in cases])

    def spread(self, model: Floats) -> tuple[Floats, Floats, Floats]:
        """Give one spread of each claim: nearer, farther, sideways (see `pipeline.claims.doubt.one_spread`)."""
        places_m, share, degrees, growth = model
        looseness = (np.minimum(self.radius, 30_000.0) / 5_000.0) ** growth
        places = np.hypot(places_m, ANCHOR_SHARE * self.radius)
        farther = np.hypot(places, share * looseness * self.claimed)
        nearer = np.hypot(places, share * looseness * self.claimed * TOO_LONG)
        sideways = np.hypot(degrees * looseness, np.degrees(np.arctan2(places, self.claimed)))
        return nearer, farther, sideways

    def scores(self, model: Floats) -> Floats:
        """Give the number of spreads that would just hold each truth."""
        nearer, farther, sideways = self.spread(model)
        error = self.measured - USUAL * self.claimed
        along = np.where(error > 0, error / farther, -error / nearer)
        return np.maximum(along, np.where(self.headed, self.astray / sideways, 0.0))

    def areas_km2(self, model: Floats, times: float) -> Floats:
        """Give the size of each area on a plane."""
        nearer, farther, sideways = self.spread(model)
        half = np.where(self.headed, np.minimum(180.0, times * sideways), 180.0)
        far = USUAL * self.claimed + times * farther
        near = np.maximum(0.0, USUAL * self.claimed - times * nearer)
        return np.asarray(np.radians(half) * (far**2 - near**2) / 1e6)

    def circles(self) -> tuple[Floats, Floats]:
        """Give the radius of each point-radius circle (anchor 3 km, w2004), and how far from it the truth is."""
        half = np.radians(np.where(self.points == 4, 45.0, 22.5))
        reach = 3_000.0 + 500.0 * np.where(self.round, 10.0, 1.0)
        radius = np.hypot(self.claimed + reach - self.claimed * np.cos(half), self.claimed * np.sin(half))
        off = np.radians(self.astray)
        miss = np.hypot(self.measured * np.cos(off) - self.claimed, self.measured * np.sin(off))
        return np.where(self.headed, radius, self.claimed + reach), np.where(self.headed, miss, self.measured)


def load(gazetteer: Gazetteer) -> list[Case]:
    """Read the claims of the corpus whose two places are known beyond doubt."""
    cases = []
    for line in CORPUS.read_text("utf-8").splitlines():
        row = json.loads(line)
        truth = row["ground_truth"] or {}
        anchor, subject = truth.get("anchor"), truth.get("subject")
        if not (row["is_location_claim"] and anchor and subject and row["distance"]["value"]):
            continue
        if subject.get("rejected") or subject.get("candidates_near", 1) != 1:
            continue
        start = Point(lat=anchor["lat"], lon=anchor["lon"])
        measured, bearing = inverse(start, Point(lat=subject["lat"], lon=subject["lon"]))
        degrees = (row["direction"] or {}).get("degrees")
        named = row["anchor"] or {}
        cases.append(
            Case(
                metres=sum(row["distance"]["value"]) / 2 * METRES[row["unit"]["canonical"]],
                measured_m=measured,
                astray_deg=None if degrees is None else turn(degrees, bearing),
                points=4 if degrees is None or degrees % 90 == 0 else 8,
                radius_m=_radius(gazetteer, named.get("resolved") or named.get("text") or "", start),
                hedged=bool(row["distance"]["approx_word"]),
                round_number=bool(re.fullmatch(r"\d*0|\D+", row["distance"]["text"])),
                wire="all_caps" in row["flags"],
            )
        )
    return cases


def _radius(gazetteer: Gazetteer, name: str, point: Point) -> float:
    """Give the radius of the place of a name that lies at a point."""
    places = [candidate.place for candidate in gazetteer.candidates(name)] if name else []
    near = [place for place in places if inverse(place.point, point)[0] < 15_000.0]
    return near[0].radius_m if near else UNKNOWN_RADIUS_M


def quantile(scores: Floats, level: float) -> float:
    """Give the score that holds a share of *level*, a little outwards as for one claim more."""
    ranked = np.sort(scores)
    place = min(max(level * (len(ranked) + 1) - 1, 0.0), len(ranked) - 1.0)
    return float(np.interp(place, np.arange(len(ranked)), ranked))


def cost(cases: Cases, rows: Ints, model: Floats) -> float:
    """Give the mean logarithm of the areas that hold 60 to 90 %, with a pull towards the start."""
    scores = cases.scores(model)[rows]
    total = 0.0
    for level in (0.6, 0.7, 0.8, 0.85, 0.9):
        times = np.mean([quantile(scores, level + step) for step in (-0.04, -0.02, 0.0, 0.02, 0.04)])
        total += float(np.mean(np.log(cases.areas_km2(model, float(times))[rows] + 3.0))) / 5.0
    return total + 0.02 * float(np.sum(np.log(model / START) ** 2))


def fit(cases: Cases, rows: Ints) -> Floats:
    """Search for the constants with the least cost, from the same start and with the same steps each time."""
    random = np.random.default_rng(SEED)
    best, least, width = START, cost(cases, rows, START), 0.4
    for step in range(STEPS):
        trial = best * np.exp(random.normal(0.0, width, len(best)) * (random.random(len(best)) < 0.5))
        now = cost(cases, rows, trial)
        if now < least:
            best, least = trial, now
        if step % 200 == 199:
            width *= 0.8
    return best


def out_of_fold(cases: Cases) -> tuple[Floats, dict[float, Floats], dict[float, Floats]]:
    """Give each claim's score, whether it was held and its area, by models that have not seen it."""
    count = len(cases.claimed)
    order = np.random.default_rng(SEED).permutation(count)
    scores = np.zeros(count)
    held = {level: np.zeros(count) for level in LEVELS}
    areas = {level: np.zeros(count) for level in LEVELS}
    for fold in range(FOLDS):
        test = order[fold::FOLDS]
        train = np.setdiff1d(order, test)
        model = fit(cases, train)
        scores[test] = cases.scores(model)[test]
        for level in LEVELS:
            times = quantile(cases.scores(model)[train], level)
            held[level][test] = scores[test] <= times
            areas[level][test] = cases.areas_km2(model, times)[test]
    return scores, held, areas


def main() -> None:
    """Fit, cross-validate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gazetteer", type=Path, default=None)
    gazetteer = open_gazetteer(parser.parse_args().gazetteer)
    cases = Cases(load(gazetteer))
    everything = np.arange(len(cases.claimed))
    model = fit(cases, everything)
    scores, held, areas = out_of_fold(cases)
    print(f"claims {len(everything)}; metres, share, degrees, power = {np.round(model, 3).tolist()}")
    print("scores by confidence:", [(level, round(quantile(scores, level), 2)) for level in LEVELS])
    radius, miss = cases.circles()
    print(f"circle  held {np.mean(miss <= radius):.3f}  median {np.median(math.pi * radius**2) / 1e6:,.0f} km2")
    groups = {
        "all": everything >= 0,
        "hedged": cases.hedged,
        "unhedged": ~cases.hedged,
        "under 10 km": cases.claimed < 10_000,
        "10 to 60 km": (cases.claimed >= 10_000) & (cases.claimed <= 60_000),
        "over 60 km": cases.claimed > 60_000,
        "cardinal": cases.headed & (cases.points == 4),
        "intercardinal": cases.headed & (cases.points == 8),
        "round number": cases.round,
        "anchor over 10 km": cases.radius > 10_000,
        "wire of 1988-91": cases.wire,
        "all others": ~cases.wire,
    }
    print("| group | claims | " + " | ".join(f"{level:.0%}" for level in LEVELS) + " | median km2 at 90% |")
    print("|---|---|" + "---|" * (len(LEVELS) + 1))
    for name, rows in groups.items():
        shares = " | ".join(f"{np.mean(held[level][rows]):.0%}" for level in LEVELS)
        print(f"| {name} | {int(rows.sum())} | {shares} | {np.median(areas[0.9][rows]):,.0f} |")
    for level in LEVELS:
        print(f"{level:.2f}: held {np.mean(held[level]):.3f}, median {np.median(areas[level]):,.0f} km2")


if __name__ == "__main__":
    main()
