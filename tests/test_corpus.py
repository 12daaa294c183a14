"""Many reports: each gives a result or a reason, in order."""

from gazetteer.index import Gazetteer
from pipeline.corpus import Options, analyse_each
from pipeline.model import Document, Failure, Report


def test_results_come_in_order_and_failures_pass_through(gazetteer: Gazetteer) -> None:
    """A failure among the reports keeps its place."""
    items = [Document(id="a", text="Kyiv."), Failure(id="b", reason="b: broken"), Document(id="c", text="Lviv.")]

    results = list(analyse_each(items, gazetteer=gazetteer, options=Options(), finish=lambda result: result))

    assert [type(result) for result in results] == [Report, Failure, Report]
    assert results[1] == items[1]


def test_a_report_that_breaks_the_analysis_is_a_failure() -> None:
    """Whatever goes wrong inside is a reason, not a traceback."""
    broken: Gazetteer = None  # type: ignore[assignment]

    (result,) = analyse_each(
        [Document(id="a", text="Kyiv.")], gazetteer=broken, options=Options(), finish=lambda found: found
    )

    assert isinstance(result, Failure)
    assert result.reason.startswith("a: could not be analysed (AttributeError")
