"""Which of several namesakes a report means."""

from dataclasses import replace

import pytest

from gazetteer.index import Gazetteer
from pipeline.distances import find_distance_claims
from pipeline.errors import UnknownRegionError
from pipeline.model import Choice
from pipeline.resolution.calibration import Evidence, calibrated
from pipeline.resolution.setting import Region, parse_region
from pipeline.resolve import resolve
from pipeline.sentences import find_sentences
from pipeline.toponyms import add_claimed, find_toponyms


def choose(text: str, gazetteer: Gazetteer, *, region: str | None = None) -> dict[str, Choice]:
    """Resolve the names of *text*; the last choice of each name counts."""
    sentences = tuple(find_sentences(text))
    toponyms = tuple(find_toponyms(text, sentences, gazetteer))
    claims = tuple(find_distance_claims(text, sentences, [toponym.span for toponym in toponyms]))
    made = resolve(text, add_claimed(text, toponyms, claims), claims, gazetteer, region=region)
    return {choice.toponym.span.of(text): choice for choice in made}


# Text, name, country and first-level division of the place that is meant.
SETTINGS = [
    ("Fighting near Bangor, Maine.", "Bangor", "US", "Maine"),
    ("A fire in Springfield, Ill., spread.", "Springfield", "US", "Illinois"),
    ("A fire in Springfield, Mo., spread.", "Springfield", "US", "Missouri"),
    ("Georgia's capital Tbilisi and the port of Batumi are calm.", "Georgia", "GE", None),
    ("Trains run from Atlanta through Savannah and Macon in Georgia.", "Georgia", "US", "Georgia"),
    ("The city of Donetsk lies near Makiivka and Horlivka in Ukraine.", "Donetsk", "UA", "Donetsk"),
    ("Shells hit Lyman and Sloviansk in Donetsk Oblast.", "Lyman", "UA", "Donetsk"),
    ("Rebels in Syria hold Tripoli road, while Tripoli in Libya is calm. Libya's Tripoli.", "Tripoli", "LY", None),
    ("The Syrian army left Homs, Hama and Palmyra.", "Palmyra", "SY", "Homs"),
    ("Alexandria and Cairo in Egypt saw rallies.", "Alexandria", "EG", "Alexandria"),
]


@pytest.mark.parametrize(("text", "name", "country", "division"), SETTINGS)
def test_chooses_by_the_setting(text: str, name: str, country: str, division: str | None, gazetteer: Gazetteer) -> None:
    """The qualifier, the countries and divisions named and the neighbours choose among namesakes."""
    place = choose(text, gazetteer)[name].place

    assert place is not None
    assert place.country == country
    assert division in (None, place.region, place.name)


def test_a_bare_name_is_the_city_and_a_class_word_makes_it_the_oblast(gazetteer: Gazetteer) -> None:
    """Kharkiv is the city, Kharkiv region its oblast."""
    city = choose("They shelled Kharkiv in Ukraine.", gazetteer)["Kharkiv"].place
    oblast = choose("They shelled Kharkiv region in Ukraine.", gazetteer)["Kharkiv"].place

    assert city is not None
    assert oblast is not None
    assert (city.kind, oblast.kind) == ("city", "division")


def test_two_qualifiers_make_two_senses(gazetteer: Gazetteer) -> None:
    """One sense a report, unless the text says otherwise."""
    text = "From Springfield, Ill., they drove to Springfield, Mo., in a day."
    sentences = tuple(find_sentences(text))
    toponyms = tuple(find_toponyms(text, sentences, gazetteer))
    made = resolve(text, toponyms, (), gazetteer)
    places = [choice.place for choice in made if choice.toponym.span.of(text) == "Springfield"]

    assert [place.region for place in places if place] == ["Illinois", "Missouri"]


def test_a_claim_chooses_among_namesakes(gazetteer: Gazetteer) -> None:
    """The Ivanivske 6 km west of Bakhmut is the one 6 km west of Bakhmut."""
    text = "Ivanivske, 6 km west of Bakhmut, was shelled."
    place = choose(text, gazetteer)["Ivanivske"].place

    assert place is not None
    assert abs(place.point.lat - 48.57) < 0.1
    assert abs(place.point.lon - 37.91) < 0.1


CONTRADICTED = [
    ("Troops attacked near Pidhaitsi (northwest of Bakhmut).", "Pidhaitsi"),
    ("Fighting went on in Yasna Poliana, 3 km north of Bakhmut.", "Yasna Poliana"),
    ("They hold Novooleksandrivka (west of Popasna).", "Novooleksandrivka"),
]


@pytest.mark.parametrize(("text", "name"), CONTRADICTED)
def test_a_claim_counts_against_a_far_namesake(text: str, name: str, gazetteer: Gazetteer) -> None:
    """A village that lies where the claim says it does not is not the one meant: better none than a wrong pin."""
    chosen = choose(text, gazetteer)

    assert chosen[name].place is None
    assert [choice.place is not None for other, choice in chosen.items() if other != name] == [True]


def test_a_wrong_claim_does_not_move_a_town(gazetteer: Gazetteer) -> None:
    """What is said of a well known place may be wrong; it stays where it is, to be held against the claim."""
    chosen = choose("Avdiivka, 200 km north of Bakhmut, was shelled.", gazetteer)

    assert [choice.place.name for choice in chosen.values() if choice.place] == ["Avdiivka", "Bakhmut"]


def test_a_road_between_two_towns_is_no_place_to_measure_from(gazetteer: Gazetteer) -> None:
    """A claim that counts from a road says nothing of the distance to the road's ends."""
    text = "Snow closed Zabadani, which is 12 kilometers from the crossing on the Damascus-Beirut highway."
    place = choose(text, gazetteer)["Zabadani"].place

    assert place is not None
    assert place.country == "SY"


def test_a_village_far_from_all_else_is_doubted(gazetteer: Gazetteer) -> None:
    """The one Sokolivka of the index lies in the Carpathians; a report on Bakhmut hardly means it."""
    choice = choose("Shells hit Bakhmut, Soledar, Chasiv Yar and Sokolivka.", gazetteer)["Sokolivka"]

    assert choice.place is None or choice.score < 0.5


def test_the_region_of_interest_prefers(gazetteer: Gazetteer) -> None:
    """A country code or a box prefers its namesakes."""
    text = "Shells hit Odessa."
    chosen = {
        region: choose(text, gazetteer, region=region)["Odessa"].place for region in ("UA", "US", "30,-104,33,-100")
    }

    assert [place.country for place in chosen.values() if place] == ["UA", "US", "US"]


REFUSED = [
    ("the east", "the region 'the east' is neither a country code (UA) nor a box (south,west,north,east)"),
    ("", "the region '' is neither a country code (UA) nor a box (south,west,north,east)"),
    ("1,2,3", "the region '1,2,3' is neither a country code (UA) nor a box (south,west,north,east)"),
    ("52,22,44,40", "the region '52,22,44,40' is no box of degrees: south,west,north,east, as in 44,22,52,40"),
    ("44,22,nan,40", "the region '44,22,nan,40' is no box of degrees: south,west,north,east, as in 44,22,52,40"),
]


@pytest.mark.parametrize(("region", "message"), REFUSED)
def test_refuses_a_region_it_cannot_read(region: str, message: str) -> None:
    """A region is a country code or a box of degrees."""
    with pytest.raises(UnknownRegionError) as caught:
        parse_region(region)

    assert str(caught.value) == message


def test_reads_a_region() -> None:
    """A code may be small, a box may cross the antimeridian."""
    assert parse_region(" ua ") == Region(country="UA")
    assert parse_region("50,170,60,-170") == Region(box=(50.0, 170.0, 60.0, -170.0))


def test_gives_no_place_where_nothing_fits(gazetteer: Gazetteer) -> None:
    """A name that the gazetteer lacks is found and honestly unplaced."""
    choice = choose("The village of Zaliznychnevka burned.", gazetteer)["Zaliznychnevka"]

    assert (choice.place, choice.score, choice.candidates) == (None, 0.0, ())


def test_says_why_and_what_else(gazetteer: Gazetteer) -> None:
    """The terms of the score and up to five candidates, best first, are kept."""
    choice = choose("Shells hit Lyman and Sloviansk in Donetsk Oblast, Ukraine.", gazetteer)["Lyman"]

    assert choice.candidates[0].place == choice.place
    assert 2 <= len(choice.candidates) <= 5
    assert {"people", "country"} <= {name for name, _ in choice.terms}
    assert 0.0 < choice.score <= 1.0


def test_an_authors_city_stays_out_of_the_war(gazetteer: Gazetteer) -> None:
    """New York in an author's note is the American city, whatever the report is about."""
    text = "Shells hit Toretsk and Horlivka in Donetsk Oblast, Ukraine.\n\nJohn Doe is a journalist based in New York."
    choice = choose(text, gazetteer)["New York"]

    assert choice.toponym.role == "byline"
    assert choice.place is not None
    assert choice.place.country == "US"


def test_the_members_of_a_list_are_chosen_near_each_other(gazetteer: Gazetteer) -> None:
    """Of the Vodianes and Stepoves of Ukraine those beside Avdiivka's Lastochkyne are meant."""
    chosen = choose("Clashes were reported in Vodiane, Stepove and Lastochkyne.", gazetteer)
    places = [choice.place for choice in chosen.values() if choice.place]

    assert {place.region for place in places} == {"Donetsk"}
    assert len(places) == 3


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Measles has reached Utah, Washington, Oregon and Colorado.", "Washington", "Washington State"),
        ("Floods hit Kansas, Oklahoma and Texas.", "Kansas", "Kansas"),
        ("Voters in New York, Pennsylvania and Ohio decide.", "New York", "New York State"),
        ("Police in New York, Boston and Texas look for him.", "New York", "New York"),
    ],
)
def test_a_division_in_a_list_of_them_is_one(text: str, name: str, place: str, gazetteer: Gazetteer) -> None:
    """In a list of states a name means the state; beside one state and a city it does not."""
    found = choose(text, gazetteer)[name].place

    assert found is not None
    assert found.name == place


def test_a_district_lies_in_the_town_that_owns_it(gazetteer: Gazetteer) -> None:
    """Kherson's Dniprovskyi district is not Kyiv's, the only one the gazetteer has; Nangarhar's Achin is there."""
    elsewhere = choose("In Kherson's Dniprovskyi district a bus was hit.", gazetteer)["Dniprovskyi"]
    own = choose("Raids went on in Nangarhar's Achin district.", gazetteer)["Achin"].place

    assert elsewhere.place is None
    assert own is not None
    assert own.region == "Nangarhar"


def test_a_force_says_in_which_country_a_report_plays(gazetteer: Gazetteer) -> None:
    """The Tokmak that Ukraine's forces strike lies in Ukraine, though Kyrgyzstan's is larger."""
    place = choose("ВСУ нанесли удар по складу в 12 км к северо-востоку от Токмака.", gazetteer)["Токмака"].place

    assert place is not None
    assert place.country == "UA"


def test_a_border_is_no_place_to_be_far_from(gazetteer: Gazetteer) -> None:
    """What lies 10 km from the border with Russia is not 10 km from the middle of Russia."""
    made = choose("Shells hit Vovchansk and Lyptsi; Lyptsi is 10 km from the border with Russia.", gazetteer)

    assert made["Lyptsi"].place is not None


def test_a_score_rises_with_what_speaks_for_a_place() -> None:
    """More of the share, support and a name of its own each raise the score; none reaches certainty."""
    poor = Evidence(share=0.6, unsupported=1.0, has_namesake=True)
    better = [replace(poor, share=0.9), replace(poor, unsupported=0.0), replace(poor, has_namesake=False)]

    assert all(calibrated(given) > calibrated(poor) for given in better)
    assert calibrated(Evidence(share=1.0, unsupported=0.0, has_namesake=False)) < 0.97


def test_an_agencys_dateline_says_where_a_report_plays(gazetteer: Gazetteer) -> None:
    """The Tripoli of a report sent from Sidon, Lebanon, is Lebanon's; the dateline itself is a byline."""
    made = choose("SIDON, Lebanon (AP) - Two men were shot in Tripoli.", gazetteer)

    assert made["Lebanon"].toponym.role == "byline"
    assert made["Lebanon"].toponym.dateline
    assert made["Tripoli"].place is not None
    assert made["Tripoli"].place.country == "LB"


def test_a_small_town_of_a_country_not_named_is_doubted(gazetteer: Gazetteer) -> None:
    """Where a report names Nigeria alone, a Maga of Cameroon is less sure than where it names no country."""
    abroad = choose("Gunmen in Nigeria attacked Mubi and Maga.", gazetteer)["Maga"]
    anywhere = choose("Gunmen attacked Maga.", gazetteer)["Maga"]

    assert abroad.score < 0.75 < anywhere.score
