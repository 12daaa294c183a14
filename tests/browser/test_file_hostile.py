"""The exported file with hostile text in every slot: nothing runs, and text is read as it was."""

import pytest
from exported import PAGE, settle
from payloads import PAYLOADS, hostile_report
from visiting import Visit

from pipeline.layers import rows_of, to_layers

pytestmark = pytest.mark.browser


def test_nothing_hostile_runs(visit: Visit, hostile: str) -> None:
    """With every payload in every slot, every card, hint and row opened, nothing runs and nothing is asked for."""
    visit.page.goto(hostile)
    opened = visit.page.evaluate(
        """() => {
          const { map, features } = conflictMap.page;
          for (const layer of Object.values(map._layers)) {
            if (layer.feature) {
              layer.fire("mouseover", { latlng: map.getCenter() });
            }
          }
          return features.filter(({ id }) => conflictMap.select(map, id)).length;
        }"""
    )
    for text in ("window", "<img", "{{"):
        visit.page.get_by_label("Search names and quotes").fill(text)
        visit.page.wait_for_function("(text) => conflictMap.page.state.query === text", arg=text)
    visit.page.get_by_role("button", name="Show all again").click()
    for button in visit.page.locator("button.show").all()[:40]:
        button.click()
    for head in visit.page.locator("button.sort").all():
        head.click()
    settle(visit.page)

    assert opened > 5 * len(PAYLOADS)
    assert visit.attacks() == []
    assert visit.requests == [hostile]
    assert visit.complaints == []
    assert (
        visit.page.locator("#card img, #card script, #card iframe, table img, table iframe, #results img").count() == 0
    )


def test_hostile_text_is_read_on_the_card(visit: Visit, hostile: str) -> None:
    """A card shows a payload's very characters."""
    visit.page.goto(hostile)
    text = PAYLOADS["end of script and a script"]
    (check,) = rows_of(to_layers([hostile_report(text)])["checks"])
    visit.page.evaluate(f"(id) => conflictMap.select({PAGE}.map, id)", check["id"])

    assert visit.page.locator(".cm-card h3").inner_text() == f"{text} to {text}"
    assert visit.page.locator(".cm-card mark").inner_text() == check["words"]


def test_a_hostile_address_selects_nothing(visit: Visit, plain: str) -> None:
    """Whatever stands behind #, the page is whole and nothing runs."""
    for text in (
        "id=<img src=x onerror=window.PWNED=1>&words=%3Cscript%3E&from=x&to=y",
        "%",
        "id=__proto__",
        "source-nowhere",
    ):
        visit.page.goto("about:blank")
        visit.page.goto(f"{plain}#{text}")
        settle(visit.page)

    assert visit.attacks() == []
    assert visit.complaints == []
