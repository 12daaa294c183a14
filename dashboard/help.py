"""Say what areas, verdicts and scores mean, and how to cite what the page shows."""

import streamlit as st

TEXT = """
**First steps.** Paste a text or add files at the side. *Begin with the most doubtful* leads from record to record: read
the quote, look at the map, then accept, reject or put it right. *Export* gives the map and the data for your article.

**Areas.** A claim such as “13 miles south-west of Bakhmut” becomes an area that holds the true place in as many cases
of a hundred as the settings say (90 unless changed). The diamond is only its best guess. The dotted circle round a
place is its extent as the words have it: a region or a country is drawn hollow, for its point is only its middle.

**Verdicts.** Where both ends of a claim are known, the stated distance and direction are held against the map, apart,
and with room for the extent of both places and for how the number was written.
*holds*: within that room. *distance off*, *direction off*, *both off*: outside it. *cannot check*: one end is unknown
or too wide. A claim that is off may be a slip of the pen, a distance by road, or a namesake: read the quote first.

**Scores.** Of the places with a score of 90 %, nine in ten are right. The terms of a score stand in the detail.

**Dates.** A record has the date of its sentence, else the day of publication, and says which.

**Putting right.** Choose a record, then *Put it right*. In the Text tab, select words that were missed and press
*Place these words*. What counts from a corrected place moves with it. Everything is kept at once and can be undone.

**Keys.** Tab reaches every control; arrow keys move the ends of the time strip; Enter chooses a marked word.

**How to cite.** Name the report, its source and its date as they stand under the quote, then this page:
“placed with Conflict map by gazetteer / by distance and direction / by coordinate / by hand, within … km”. Never
publish a point without its doubt. Place data: GeoNames (CC BY 4.0) and others named in THIRD_PARTY.md;
base map: Natural Earth.
"""


@st.dialog("How to read this page", width="medium")
def show_help() -> None:
    """Open the help over the page."""
    st.markdown(TEXT)
