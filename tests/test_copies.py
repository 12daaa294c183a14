"""The same text from several sources is one report with several sources."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies import merge_copies
from pipeline.model import Copy, Document, Failure

AGENCY = Document(id="a", text="Shells fell\non Siversk.", source="Agency", published=date(2023, 3, 29))
RADIO = Document(id="b", text="Shells fell on  Siversk. ", source="Radio", published=date(2023, 3, 28))
OTHER = Document(id="c", text="Shells fell on Lyman.", source="Radio", published=date(2023, 3, 28))
BROKEN = Failure(id="d", reason="d: broken")

DOCUMENTS = st.builds(
    Document,
    id=st.sampled_from("abcd"),
    text=st.sampled_from(["Fire.", "Fire. ", "\nFire.", "Smoke.", "fire."]),
    source=st.sampled_from([None, "X", "Y"]),
    published=st.sampled_from([None, date(2023, 1, 1), date(2023, 1, 2)]),
)


def test_the_first_to_publish_stays_and_knows_the_others() -> None:
    """Blanks do not count, case and words do; a failure passes through."""
    copy = Copy(id="a", source="Agency", published=date(2023, 3, 29))

    assert merge_copies([AGENCY, BROKEN, OTHER, RADIO]) == [replace(RADIO, copies=(copy,)), BROKEN, OTHER]


@settings(max_examples=60, deadline=None)
@given(documents=st.lists(DOCUMENTS, max_size=8), seed=st.randoms(use_true_random=False))
def test_the_order_they_come_in_decides_nothing(documents: list[Document], seed: object) -> None:
    """Any order gives the same reports, and every source is still there."""
    shuffled = sorted(documents, key=lambda _: seed.random())  # type: ignore[attr-defined]
    merged, again = merge_copies(documents), merge_copies(shuffled)

    assert sorted(map(repr, merged)) == sorted(map(repr, again))
    sources = {one.source for one in merged} | {copy.source for one in merged for copy in one.copies}  # type: ignore[union-attr]
    assert sources == {document.source for document in documents}


@given(documents=st.lists(DOCUMENTS, max_size=8))
def test_merging_twice_changes_nothing(documents: list[Document]) -> None:
    """What is merged stays as it is."""
    merged = merge_copies(documents)

    assert merge_copies(merged) == merged
