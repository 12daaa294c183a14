"""Find the place that a phrase of distance or direction is about."""

import re

from pipeline.claims.phrases import (
    CLASSES,
    CONNECTORS,
    ENDS,
    LINES,
    REGIONS,
    Names,
    is_proper,
    is_shouted,
    proper_kind,
    proper_run,
    runs_before,
    shouted_run,
)
from pipeline.lexicon import either, words
from pipeline.model import Span

_BACK = 240
_LAYERS = 12
_SEAS = words("claims", "sea")


_CLASS = either(CLASSES)
_OF_WHAT = either(CLASSES - {"area", "part", "quarter", "sector", "zone", "pocket", "territory"})
_WORD = r"[^\W\d_][\w’'.-]{0,24}"

_PLACE_VERBS = words("claims", "place verb")
_MARKS = " \t\n\r\u00a0,;:/–—\"“”'‘’|-"
_LAYER = re.compile(
    rf"""
    (?: (?: \b (?: and | with ) \s | [/&] \s? ) (?: its | the | their ) \s
        (?: suburbs? | outskirts | surroundings | environs )
      | (?: ,\s | \s (?: in | inside ) \s ) (?: in \s )? (?: the \s )?
        (?: {_WORD} \s ){{1,4}} (?: {either(REGIONS)} )
      | , \s between \s [^,;()]{{3,60}}
      | ,? \s on \s the \s (?: {_WORD} \s ){{0,4}} (?: coast | shore | border )
        (?: \s (?: with | of ) \s (?: the \s )? {_WORD} (?: \s {_WORD} )? )? (?: \s and )?
      | (?: [,;–—(] | -- | \s- ) \s? (?:
            (?: an? | the | another | one \s of \s the ) \s (?: {_WORD} \s ){{0,5}}? (?: {_CLASS} )
            (?: \s (?: in | on | near | along | for | with | that | where | which | housing | hosting | sheltering ) \s
                (?: [^,;–—()] | ,(?=\d) ){{2,60}} )?
          | an? \s (?: {_WORD} \s ){{0,5}}? (?: {_OF_WHAT} ) \s of \s [^,;–—()]{{2,60}}
          | (?: the \s )? (?: {_WORD} \s ){{0,2}}? (?: capital | centre | center | seat | hub | home | birthplace )
            \s of \s [^,;–—()]{{2,60}}
          | which \s [^,;–—()]{{2,60}} \s and )
    ) \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""One layer of the words that may stand between a place and what is said of where it is."""
_CLAUSE = re.compile(
    r"""
    (?: [,;–—] | \s- ) \s (?: (?: long | once | now | also | well ) [\s-] )?
    (?: (?: home | host | gateway | site | scene | seat | birthplace | headquarters ) \s (?: to | of | for )
      | (?: known | famous | notorious ) \s (?: for | as ) | (?: formerly | nicknamed | called ) | where
      | which | whose )
    \s (?P<told> [^,;–—()]{2,80} ) (?: , | \s[-–—] ) \s \Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""A clause between two marks that tells what a place is known for: ", where two bridges fell last year, "."""
_SET_OFF = frozenset({",", "(", ";", ":", "–", "—", "-", "["})
_OPENING_REACH = 100
"""Characters before a claim that tell how its clause opens: a sentence may be as long as its text."""
_LAYER_REACH = 130
_LAST_WORD = re.compile(r"(?<!\w)\w{1,14}\Z")

_TAIL = re.compile(
    rf"(?: \s (?! (?: an? | the ) \s ) {_WORD} ){{0,2}} \s (?P<noun> {_CLASS} | level ) \Z", re.VERBOSE | re.IGNORECASE
)
_IN_LAND = re.compile(rf"\sin\s(?:{_WORD}\s){{1,3}}(?:{either(words('claims', 'land in a name'))})\Z", re.IGNORECASE)
_PLAIN_TAIL = re.compile(r"(?:\s(?!(?:an?|the)\s)[a-z][\w-]{0,24}){1,3}\Z")
_TAIL_REACH = 48
_TAIL_NOUNS = CLASSES | {"level"}
_PLAIN_TAIL_REACH = 80  # more than the pattern can match
_UNNAMED = re.compile(
    r"""(?: it | this | they | he | she | the \s [a-z]+ (?: \s [a-z]+ )? ) \s
        (?: (?: is | was | are | were ) \s (?: also \s )?
            (?: located | situated | on | in | at | between | near | just | about )
          | lies | lay | sits | stands ) \b""",
    re.VERBOSE | re.IGNORECASE,
)
_SUBJECT_LEADS = words("claims", "leads to")
_SECOND_END = re.compile(
    r"\b(?:between|linking|connecting|(?:road|highway|route)\sfrom)\s[^,;()]{2,50}\s(?:and|to)\s(?:the\s)?\Z"
    r"|\b(?:трас|дорог|шос)\w{1,3}\s[^,;()]{2,50}?\s?[-–—]\s?\Z",
    re.IGNORECASE,
)
_ROAD_NUMBER = re.compile(r"(?:the\s)?[a-z]{1,2}-?\d{1,4}")
_NEARBY = re.compile(r"\s(?:near|outside|close\sto)\s(?:the\s)?\Z", re.IGNORECASE)
_AND_IT = re.compile(r"\band\s(?:it\s)?(?P<verb>(?:is|was|lies)?\s?(?:located|situated|lies)?)\s?\Z", re.IGNORECASE)
_SAID_TO_BE = re.compile(
    r"""[,(–—-] | \b (?: is | lies | sits | stands | lay | located | situated
        | розташован\w{1,2} | расположен\w{0,2} | лежить | лежит | знаходиться | находится ) \b""",
    re.VERBOSE,
)
_LISTED = re.compile(r"(?:\s?,|\s?&|,?\sand)\s?\Z", re.IGNORECASE)
_REGION_TAIL = re.compile(rf"\s(?:{either(REGIONS)})\Z", re.IGNORECASE)
_COPULA = re.compile(r"\s{1,2}(?:is|was|are|were|lies|lay)\b", re.IGNORECASE)

_AFTER = re.compile(
    rf"""
    (?P<lead> ,?\s{{1,2}} (?: at | on\sthe | to(?:\s(?:re)?(?:take|capture|seize|reach|enter))?
        | (?:in|to|at|near)\sthe\s(?:{_WORD}\s){{0,2}}(?:town|village|city|settlement|hamlet)\sof
        | (?:took|taking|retook|captur(?:ed|ing)|seiz(?:ed|ing)|reach(?:ed|ing)|enter(?:ed|ing)) )
        (?:\sthe\s(?:{_WORD}\s){{0,2}}(?:town|village|city|settlement|hamlet)\sof)?
    ) \s{{1,2}} (?= [\w(] )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_NOUN_OF = rf"(?: (?: the | an? ) \s (?: {_WORD} \s ){{0,3}}? (?: {_CLASS} ) \s (?: of \s )? )?"
_INVERTED = re.compile(
    rf""",? \s{{1,2}} (?: lies | lay | is | was | sits | sat | stands | stood | are | were
        | лежить | лежит | розташован\w | расположен\w? )
        \s{{1,2}} {_NOUN_OF} (?= \w )""",
    re.VERBOSE | re.IGNORECASE,
)
"""What leads to the subject after a claim that opens its clause: "5 km north of Siversk lies the village of Y"."""
_FRONTED = re.compile(rf", \s (?: (?: in | at | near ) \s )? {_NOUN_OF} (?= \w )", re.VERBOSE | re.IGNORECASE)
"""What leads to it after "Located 5 km north of Siversk"."""
_CLAUSE_ENDS = (",", ";", ":", "–", "—", " and", " but", ", while")


def find_subject(text: str, sentence: Span, end: int, names: Names, *, anchor: str | None = None) -> Span | None:
    """
    Find the place that a phrase beginning at *end* is about, in the words before it.

    `anchor` is the name the phrase counts from: it is no subject of its own claim.
    """
    start = max(sentence.start, end - _BACK)
    opening = _UNNAMED.match(text, start)
    if opening and start == sentence.start and not re.search(r"[(–—]|\b[aA]n?\s\w+\Z", text[opening.end() : end]):
        return None
    continued = _AND_IT.search(text[start:end])
    shouted = is_shouted(text, sentence)
    last = end
    end = _peeled(text, start, end, names, anchor)
    found = _named_until(text, start, end, names, shouted=shouted)
    if continued:
        found = _of_whole_sentence(text, sentence, names, is_said=bool(continued["verb"])) or found
    if found is None or _SECOND_END.search(text, max(start, found.start - 80), found.start):
        return None
    beside = _NEARBY.search(text[start : found.start])
    if beside:
        bigger = _named_until(text, start, start + beside.start(), names, shouted=shouted)
        return bigger if bigger and bigger.start > sentence.start else found
    return found if _is_said_to_be(text, sentence, found, last, names) else None


def _is_said_to_be(text: str, sentence: Span, found: Span, end: int, names: Names) -> bool:
    """Tell a place from a plain word that has its capital from the start of the sentence: "Snipers were 5 km ..."."""
    if found.start > sentence.start or names.at(found.start):
        return True
    return bool(_SAID_TO_BE.search(text, found.end, end))


_PEOPLE_BEHIND = words("claims", "people behind")


def find_subject_in_list(text: str, sentence: Span, end: int, names: Names) -> Span | None:
    """Find the name before the one at *end* in a list: Torske in "Torske (Lyman raion) and Yampil"."""
    comma = _LISTED.search(text, max(sentence.start, end - 8), end)
    return find_subject(text, sentence, comma.start(), names) if comma else None


def find_subject_after(text: str, claim: Span, sentence: Span, names: Names) -> Span | None:
    """Find the place named after a claim: "60 km south of Mosul at Qayyarah", "5 km north of Siversk lies Y"."""
    limit = min(sentence.end, claim.end + 100)
    opening = text[max(sentence.start, claim.start - _OPENING_REACH) : claim.start].strip().lower()
    lead = _AFTER.match(text, claim.end, limit)
    if lead is None and (not opening or opening.endswith(_CLAUSE_ENDS)):
        lead = _INVERTED.match(text, claim.end, limit)
    if lead is None and (opening in _PLACE_VERBS or not opening):
        lead = _FRONTED.match(text, claim.end, limit)
    if lead is None:
        return None
    run = names.at(lead.end()) or _run_at(text, lead.end(), sentence, names)
    if run is None:
        return None
    after = text[run.end : run.end + 20].split()
    word = after[0].strip(".,;") if after else ""
    return None if word.lower() in REGIONS or word in _PEOPLE_BEHIND else run


def _run_at(text: str, start: int, sentence: Span, names: Names) -> Span | None:
    """Give the run of capitalised words at *start* if it can name a place."""
    if is_shouted(text, sentence):
        run = shouted_run(text, start, sentence.end)
    elif is_proper(text[start : start + 4]):
        run = proper_run(text, start, sentence.end, names)
    else:
        return None
    return run if proper_kind(run.of(text)) == "P" else None


def _peeled(text: str, start: int, end: int, names: Names, anchor: str | None) -> int:
    """Take the words that belong to the claim off the end of a stretch, layer by layer."""
    for _ in range(_LAYERS):
        name = names.at(end - 1)
        peeled = end
        if name is None:
            peeled = _before_clause(text, start, end, names) or _without_marks(text, start, end)
        if peeled == end:
            layer = _LAYER.search(text, max(start, end - _LAYER_REACH), end)
            peeled = layer.start() if layer and (name is None or layer.start() <= name.start) else end
        if peeled == end and name is None:
            peeled = _before_land(text, start, end, names)
        if peeled == end and name is not None and anchor:
            peeled = _repeats(text, start, end, anchor) or end
        elif peeled == end and name is None:
            peeled = _before_bracket(text, start, end, names)
        if peeled == end:
            break
        end = peeled
    return end


def _before_land(text: str, start: int, end: int, names: Names) -> int:
    """Leave "in Kanbalu township" where a name stands before it, which is then what is meant."""
    land = _IN_LAND.search(text, max(start, end - _TAIL_REACH), end)
    if land is None or not _named_until(text, start, land.start(), names, shouted=False):
        return end
    return land.start()


def _before_clause(text: str, start: int, end: int, names: Names) -> int:
    """Give where a clause that tells of a place begins, 0 for none; one that ends in a name may be about that."""
    clause = _CLAUSE.search(text, max(start, end - _LAYER_REACH), end)
    if clause is None or _named_until(text, clause.start(), clause.end("told"), names, shouted=False):
        return 0
    return clause.start()


def _without_marks(text: str, start: int, end: int) -> int:
    """Take marks, one verb of place, or one pair of brackets off the end of a stretch."""
    bare = len(text[start:end].rstrip(_MARKS)) + start
    if bare < end:
        return bare
    last = _LAST_WORD.search(text, max(start, end - 15), end)
    if last and last[0].lower() in _PLACE_VERBS:
        return last.start()
    opened = text.rfind("(", max(start, end - 102), end) if text[end - 1 : end] == ")" else -1
    return opened if opened >= 0 else end


def _before_bracket(text: str, start: int, end: int, names: Names) -> int:
    """Leave an open bracket that names nothing: "Toretsk (non-government-controlled, 35 km south"."""
    opened = text.rfind("(", start, end)
    if opened < 0 or opened < text.rfind(")", start, end):
        return end
    if _REGION_TAIL.search(text, opened, end):  # "Riznykivka (Siversk raion; 5 km north of Siversk)"
        return opened
    return end if _named_until(text, opened + 1, end, names, shouted=False) else opened


def _repeats(text: str, start: int, end: int, anchor: str) -> int:
    """Give where "west of Bangui" begins if it ends a stretch about a distance from Bangui, else 0."""
    said = re.search(
        rf"\s(?:north|south|east|west)[\w-]{{0,10}}\sof\s{re.escape(anchor)}\Z", text[start:end], re.IGNORECASE
    )
    return start + said.start() if said else 0


def _of_whole_sentence(text: str, sentence: Span, names: Names, *, is_said: bool) -> Span | None:
    """
    Give the name a sentence begins with, if the next word is "is": "Monteria is a capital and is located ...".

    `is_said` that a verb says again where it is; without one a word that is no known name is just the first of the
    sentence: "Snipers were in Marinka and 2 km east of there".
    """
    first = names.at(sentence.start) or names.at(sentence.start + 4)
    run = first or (_run_at(text, sentence.start, sentence, names) if is_said else None)
    return run if run and _COPULA.match(text, run.end) else None


def _named_until(text: str, start: int, end: int, names: Names, *, shouted: bool) -> Span | None:
    """Give the name that ends at *end*, with class words after it or without."""
    if end <= start:
        return None
    name = names.at(end - 1)
    if name is None:
        reach = Span(start=max(start, end - _TAIL_REACH), end=end)
        earlier = names.within(reach)
        noun = _last_noun(text, reach)
        if noun and noun.lower() in LINES:
            return None
        if noun and earlier and _TAIL.fullmatch(text[earlier[-1].end : end]):
            name = earlier[-1]
        elif noun:
            plain = _PLAIN_TAIL.search(text, max(start, end - _PLAIN_TAIL_REACH), end)
            end = plain.start() if plain else end - len(noun) - 1
    if name is not None:
        return name if name.of(text).split()[0].lower() not in _SEAS else None
    return _proper_until(text, start, end, names, shouted=shouted)


def _last_noun(text: str, reach: Span) -> str | None:
    """Give the last word of a stretch, after a blank, if it is a common noun for a place."""
    words_of_it = reach.of(text).rsplit(maxsplit=1)
    last = words_of_it[-1] if words_of_it else ""
    apart = len(last) < reach.end - reach.start and not text[reach.end - 1].isspace()
    return last if apart and last.lower() in _TAIL_NOUNS else None


def _proper_until(text: str, start: int, end: int, names: Names, *, shouted: bool) -> Span | None:
    """Give the run of capitalised words that ends at *end*, if the word before it leads to a place."""
    first = last = None
    lead = ""
    connectors = CONNECTORS - {"of"} if shouted else CONNECTORS
    for match in runs_before(text, start, end):
        word = match[0]
        in_run = _in_shouted_run(word) if shouted else _in_run(word)
        in_run = in_run and not (first and word.endswith(("'s", "’s")))
        if not in_run and (first is None or word.lower() not in connectors):
            lead = word.lower()
            break
        last = last or match
        first = match if in_run else first
    if first is None or last is None:
        return None
    span = Span(start=first.start(), end=last.end())
    fold = span.of(text).lower()
    if (
        proper_kind(span.of(text)) != "P"
        or len(fold) == 1  # the "E" of a coordinate before the claim
        or _ROAD_NUMBER.fullmatch(fold)
        or fold in CLASSES
        or set(fold.split()) & _SEAS
    ):
        return None
    lead = _real_lead(text, start, span.start) if lead in {"the", "strategic", "important"} else lead
    listed = lead == "and" and names.at(span.start - 6) is not None
    if lead in _SUBJECT_LEADS or lead in CLASSES or listed:
        return span
    if shouted:
        return span if not lead and start == 0 and text[end : end + 2].strip() in _SET_OFF else None
    return span


def _in_run(word: str) -> bool:
    """Tell whether a word of mixed-case text may be part of a name."""
    return is_proper(word) and word[0].isalpha() and word.lower() not in ENDS


def _real_lead(text: str, start: int, end: int) -> str:
    """Give the word before an article."""
    found = [match[0].lower() for match, _ in zip(runs_before(text, start, end), range(2), strict=False)]
    return found[-1] if found else ""


def _in_shouted_run(word: str) -> bool:
    """Tell whether a word of a text all in capitals may be part of a name."""
    return word[0].isalpha() and word.lower() not in ENDS | {"in", "at", "the", "of", "on", "a", "an"}
