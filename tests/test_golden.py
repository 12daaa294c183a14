"""Golden records: what the whole way makes of short reports; `pytest --accept` rewrites them, the diff is reviewed."""

import json
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

from gazetteer.index import Gazetteer
from pipeline.analyse import analyse
from pipeline.model import Document
from pipeline.read import read_reports
from pipeline.record import to_record

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "reports"
REPORTS = [
    item
    for item in read_reports([str(ROOT / "assets" / "samples"), str(GOLDEN / "reports.jsonl")])
    if isinstance(item, Document)
]


def in_short(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a reviewer cannot read: candidates shrink to names, areas to their bounds, scores to percents."""
    for toponym in record["toponyms"]:
        toponym["score"] = round(toponym["score"], 2)
        toponym["terms"] = {name: round(value, 1) for name, value in toponym["terms"].items()}
        toponym["candidates"] = [f"{place['name']} {place['id']}" for place in toponym["candidates"]]
    for claim in record["claims"]:
        if claim["area"]:
            claim["area"] = [round(edge, 3) for edge in shape(claim["area"]).bounds]
    return record


@pytest.mark.parametrize("document", REPORTS, ids=lambda document: document.id)
def test_a_report_gives_its_golden_record(
    document: Document, gazetteer: Gazetteer, pytestconfig: pytest.Config
) -> None:
    """What is found today is what was reviewed and accepted."""
    golden = GOLDEN / f"{document.id}.json"
    record = in_short(json.loads(json.dumps(to_record(analyse(document, gazetteer)))))
    if pytestconfig.getoption("accept"):
        golden.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    assert record == json.loads(golden.read_text(encoding="utf-8"))
