"""Write a corpus of made-up reports, each of about 2 KB: `python make_corpus.py COUNT OUT.jsonl [--poison]`.

The sentences are our own, half of them with places; the figures change from report to report, and equal counts
give equal bytes. A report has some four distance claims, several times as many as news has.
With --poison one report in a thousand is broken, hostile or empty, so that a run can show that it lists them.
"""

import argparse
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

THEATRES: tuple[tuple[str, ...], ...] = (
    ("Bakhmut", "Avdiivka", "Soledar", "Siversk", "Kramatorsk", "Toretsk", "Lyman", "Kupiansk", "Svatove", "Izium"),
    ("Orikhiv", "Tokmak", "Melitopol", "Kherson", "Beryslav", "Nikopol", "Zaporizhzhia", "Enerhodar", "Vasylivka"),
    ("Aleppo", "Idlib", "Homs", "Palmyra", "Raqqa", "Hama", "Latakia", "Deir ez-Zor"),
    ("Mosul", "Tikrit", "Fallujah", "Kirkuk", "Erbil", "Baiji", "Samarra"),
    ("Gaza", "Rafah", "Khan Younis", "Jabalia", "Beit Lahia", "Ashkelon"),
    ("El Fasher", "Nyala", "Zalingei", "Geneina", "El Obeid"),
    ("Mekelle", "Gondar", "Axum", "Adigrat", "Shire"),
    ("Mopti", "Gao", "Timbuktu", "Ansongo", "Djenne"),
    ("Goma", "Bukavu", "Butembo", "Rutshuru", "Masisi"),
)
PEOPLE = ["Roman Kostenko", "Mary Harper", "Vladimir Orlov", "Jack London", "Olena Bila", "Ahmed Salim"]
COMPASS = ["north", "south", "east", "west", "northeast", "south-west", "southeast", "north-west"]
SENTENCES = (
    "Shelling was reported {km} km {way} of {town} late on {day}, and two houses burned down.",
    "{person}, who speaks for the regional council, said that no one had been left behind in {town}.",
    "A column of some {count} vehicles was filmed on the road between {town} and {other}.",
    "{other} lies about {km} kilometres to the {way} of {town}, and its market opened again this week.",
    "The monitors drove {km} km that day and saw no heavy weapons within {count} km of {town}.",
    "Water has been cut off in {town} for {count} days; a pumping station stands at {lat} N, {lon} E.",
    "In the village next to {town} people queued for bread while drones were heard overhead.",
    "Neither side gave figures, and what was said of {other} could not be checked by other means.",
    "The guns in use have a range of {range} km, and the trench is {count} metres deep in places.",
    "Trucks with flour reached {other} from {town} after a journey of {count} hours over mud roads.",
    "Officials in Kyiv declined to comment, and Moscow denied that its troops had pulled back.",
    "The hospital in {town} asked for {count} generators, of which three had come by {day}.",
    "The talks broke off after {count} minutes, and both delegations blamed each other for it.",
    "She said that the children had slept in the cellar since {day} and that nobody had come to ask.",
    "A teacher who gave only her first name keeps the school open for {count} pupils in two rooms.",
    "Prices of flour and fuel have doubled since the spring, according to traders in the market.",
    "The ministry said it would publish a list of those who had been exchanged within {count} days.",
    "Volunteers repaired the roof with plastic sheets, because no bricks could be had at any price.",
    "It was the heaviest night since the beginning of the month, and the sirens did not stop till dawn.",
    "Analysts said that neither army had the reserves for another push before the rains set in.",
    "Nobody could say when the electricity would come back; engineers were waiting for a transformer.",
    "{person} denied the reports and called them an attempt to spread fear among those who had stayed.",
    "The agency counted {count} families who had left on foot, most of them with what they could carry.",
    "Two doctors from the clinic are still missing, and their colleagues have stopped asking for them.",
)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ABOUT_CHARACTERS = 2_000
FIRST_DAY = date(2022, 3, 1)
POISON: tuple[bytes, ...] = (
    b'{"id": "poison-%d", "text": ""}',
    b'{"id": "poison-%d", "text": "Bakhmut',
    b'["poison-%d"]',
    b'{"id": "poison-%d", "published": "no day", "text": "Lyman."}',
    b"\x00\xff\xfe poison-%d",
)


def report(number: int) -> dict[str, str]:
    """Make report *number*, always the same."""
    chance = random.Random(number)  # noqa: S311  (made-up news is no secret)
    towns = chance.choice(THEATRES)
    paragraphs, length = [], 0
    while length < ABOUT_CHARACTERS:
        paragraph = " ".join(_sentence(chance, towns) for _ in range(chance.randint(2, 4)))
        paragraphs.append(paragraph)
        length += len(paragraph)
    return {
        "id": f"made-{number:07}",
        "title": f"{chance.choice(towns)}: note {number}",
        "source": f"Made-up monitor {number % 7}",
        "published": (FIRST_DAY + timedelta(days=number % 700)).isoformat(),
        "text": "\n\n".join(paragraphs),
    }


def lines(count: int, *, poison: bool = False) -> Iterator[bytes]:
    """Give *count* lines of .jsonl, one in a thousand of them broken if asked for."""
    for number in range(count):
        if poison and number % 1_000 == 500:
            yield POISON[number // 1_000 % len(POISON)] % number
        else:
            yield json.dumps(report(number), ensure_ascii=False).encode()


def _sentence(chance: random.Random, towns: tuple[str, ...]) -> str:
    town, other = chance.sample(towns, 2)
    return chance.choice(SENTENCES).format(
        town=town,
        other=other,
        person=chance.choice(PEOPLE),
        way=chance.choice(COMPASS),
        km=chance.randint(2, 90),
        count=chance.randint(2, 30),
        range=chance.choice((20, 40, 80)),
        day=chance.choice(WEEKDAYS),
        lat=f"{chance.uniform(30, 50):.4f}",
        lon=f"{chance.uniform(30, 40):.4f}",
    )


def main() -> None:
    """Write the corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("output", type=Path)
    parser.add_argument("--poison", action="store_true")
    chosen = parser.parse_args()
    with chosen.output.open("wb") as stream:
        for line in lines(chosen.count, poison=chosen.poison):
            stream.write(line + b"\n")


if __name__ == "__main__":
    main()
