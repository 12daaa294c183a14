"""Find the place names of a text, each with the role it has there."""

from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence

from gazetteer.index import Gazetteer
from pipeline.lexicon import words
from pipeline.model import DistanceClaim, Role, Span, Toponym
from pipeline.names import arabic_evidence, evidence, lists
from pipeline.names.arabic_mentions import find_arabic
from pipeline.names.asides import Aside, find_asides
from pipeline.names.containment import lies_in
from pipeline.names.entities import HEARD, Entity, heard_alone
from pipeline.names.entities import weight as weight_of_entities
from pipeline.names.mentions import Mention, NameBook, find_mentions
from pipeline.names.modifiers import class_word, modifier
from pipeline.names.persons import Persons, find_persons
from pipeline.names.roles import role_of
from pipeline.names.unknown import find_unknown
from pipeline.names.vicinity import among_neighbours
from pipeline.spans import Spans
from pipeline.tokens import Tokens, read_tokens

_Chains = Sequence[Sequence[int]]
"""The lists of a text, each the numbers of its mentions."""

_LEAST = 0.0
"""The weight from which a name counts as a place."""

_MARKED = 0.75
"""How sure it is that a name the gazetteer lacks is a place where the text marks it as one."""


def find_toponyms(
    text: str, sentences: Sequence[Span], gazetteer: Gazetteer, *, entities: Sequence[Entity] = ()
) -> Iterator[Toponym]:
    """Yield the place names of *text* in order, as whole words, each with role, modifier and qualifier.

    Names of persons, organisations' inner words and capitalised common words are left out; names
    that stand for governments, for organisations, in authors' notes and in menus come with the
    role that says so. `entities` are what another recogniser found, in order: they raise and lower the
    belief in a name, and add places that the gazetteer lacks.
    """
    tokens = read_tokens(text, sentences)
    book = NameBook.of(gazetteer)
    mentions = [*find_mentions(tokens, gazetteer, book), *find_arabic(tokens, gazetteer, book)]
    mentions.sort(key=lambda mention: mention.start)
    persons = find_persons(tokens)
    asides = list(find_asides(text, sentences))
    believed = _places(tokens, mentions, persons, entities, asides)
    believed += [(mention, _MARKED) for mention in _marked(tokens, mentions, believed, persons)]
    known = [*mentions, *(mention for mention, _ in believed)]
    believed += [(mention, HEARD) for mention in heard_alone(tokens, known, entities)]
    believed.sort(key=lambda item: item[0].start)
    found = [mention for mention, _ in believed]
    chains = lists.chains(tokens, found)
    classes = _class_words(tokens, found, chains)
    opened = _opened(tokens, found, chains)
    among_towns = _among_towns(found, chains)
    qualifier: Span | None = None
    for number, (mention, sure) in enumerate(believed):
        following = found[number + 1] if number + 1 < len(found) else None
        qualifies = qualifier is not None and qualifier.start == mention.start
        qualifier = _qualifier(tokens, mention, following)
        aside = _aside(mention, asides)
        yield Toponym(
            span=Span(start=mention.start, end=mention.end),
            name=mention.name.text,
            role=_role(tokens, mention, aside, qualifies=qualifies or number in among_towns),
            modifier=arabic_evidence.modifier(tokens, mention) if mention.arabic else modifier(tokens, mention),
            qualifier=qualifier or opened.get(number),
            class_word=classes[number],
            belief=sure,
            dateline=aside is not None and aside.dateline,
        )


def _marked(
    tokens: Tokens, mentions: Sequence[Mention], believed: Sequence[tuple[Mention, float]], persons: Persons
) -> Iterator[Mention]:
    """Yield the names that the text marks as places, the gazetteer's that were not believed in among them."""
    kept = [mention for mention, _ in believed]
    sure = {mention.first for mention in kept}
    doubted = [mention for mention in mentions if mention.first not in sure and not mention.arabic]
    return find_unknown(tokens, kept, persons, doubted=doubted)


def _among_towns(mentions: Sequence[Mention], chains: _Chains) -> frozenset[int]:
    """Give the capitals that stand in a list with a town no government sits in: "Jeddah, Medina and Riyadh had"."""
    found: set[int] = set()
    for chain in chains:
        capitals = {number for number in chain if mentions[number].name.is_capital}
        if len(chain) >= _FEWEST_LISTED and capitals and any(_is_town(mentions[number]) for number in chain):
            found |= capitals
    return frozenset(found)


_FEWEST_LISTED = 3


def _is_town(mention: Mention) -> bool:
    best = mention.name.best
    return best is not None and best.place.kind in ("city", "town", "village")


def _opened(tokens: Tokens, mentions: Sequence[Mention], chains: _Chains) -> dict[int, Span]:
    """Give the wider place that opens a sentence to the names right behind it: "In Ontario, Windsor and London"."""
    starts = {chain[0]: chain for chain in chains}
    found: dict[int, Span] = {}
    for number in range(len(mentions) - 1):
        outer = mentions[number]
        opens = outer.first > 0 and tokens.first[outer.first - 1] and tokens.lower[outer.first - 1] in _OPENING
        if not opens or outer.name.kinds.isdisjoint(_WIDER):
            continue
        chain = starts.get(number, ())
        if tokens.text[outer.end : mentions[number + 1].start] != ", ":
            continue
        span = Span(start=outer.start, end=outer.end)
        behind = chain[1:] or (number + 1,)
        if all(_may_lie_in(mentions[other], outer) for other in behind):
            found |= dict.fromkeys(behind, span)
    return found


_OPENING = frozenset(["in", "across", "throughout"])


def _may_lie_in(inner: Mention, outer: Mention) -> bool:
    wider = [candidate.place for candidate in outer.name.candidates if candidate.place.kind in _WIDER]
    return any(lies_in(candidate.place, place) for candidate in inner.name.candidates for place in wider)


def _class_words(tokens: Tokens, mentions: Sequence[Mention], chains: _Chains) -> list[str | None]:
    """Give each mention's class word; that of "Kharkiv and Sumy regions" holds for all of the list."""
    found = [mention.class_word if mention.arabic else class_word(tokens, mention) for mention in mentions]
    for chain in chains:
        last = found[chain[-1]]
        if last is not None and last.endswith("s"):
            for number in chain:
                found[number] = found[number] or last
    return found


def _places(
    tokens: Tokens,
    mentions: Sequence[Mention],
    persons: Persons,
    entities: Sequence[Entity],
    asides: Sequence[Aside],
) -> list[tuple[Mention, float]]:
    """Keep the mentions that mean a place, each with the belief in it."""
    named = {number for mention in mentions for number in range(mention.first, mention.last + 1)}
    weights = [
        _weight(tokens, mention, persons, named) + weight_of_entities(mention, entities)
        if not mention.abbreviated
        else 5.0
        for mention in mentions
    ]
    best: dict[str, float] = {}
    for mention, weight in zip(mentions, weights, strict=True):
        best[mention.name.text] = max(weight, best.get(mention.name.text, weight))
    shared = [
        weight + min(3.5, 0.7 * (best[mention.name.text] - weight)) if best[mention.name.text] > 0 else weight
        for mention, weight in zip(mentions, weights, strict=True)
    ]
    shared = among_neighbours(tokens, mentions, shared)
    final = _qualifying(tokens, mentions, lists.together(tokens, mentions, shared))
    datelines = {aside.span.start for aside in asides if aside.dateline}
    final = [
        weight + _SENT_FROM if mention.start in datelines else weight
        for mention, weight in zip(mentions, final, strict=True)
    ]
    return [
        (mention, evidence.belief(weight)) for mention, weight in zip(mentions, final, strict=True) if weight > _LEAST
    ]


_SENT_FROM = 5.0
"""What it is worth to open a dateline."""


def _weight(tokens: Tokens, mention: Mention, persons: Persons, named: Container[int]) -> float:
    """Weigh a mention by itself and by the words round it, by the rules of its script."""
    if mention.arabic:
        return arabic_evidence.weight(tokens, mention, named)
    prior = evidence.prior(mention.name, tokens.text[mention.start : mention.end])
    return prior + evidence.context(tokens, mention, persons, named)


def _qualifying(tokens: Tokens, mentions: Sequence[Mention], weights: Sequence[float]) -> list[float]:
    """Believe in the name of a wider place beside a place in it: "Arlington, Virginia, said" names no woman."""
    result = list(weights)
    for number in range(1, len(mentions)):
        left, right = mentions[number - 1], mentions[number]
        doubted = result[number] < _QUALIFYING and not right.name.kinds.isdisjoint(_WIDER)
        if doubted and result[number - 1] > _LEAST and _qualifier(tokens, left, right) is not None:
            result[number] = _QUALIFYING
    return result


_WIDER = frozenset(["country", "division"])
_QUALIFYING = 2.0
"""The weight of a name that tells where the one before it lies."""


def _aside(mention: Mention, asides: Sequence[Aside]) -> Aside | None:
    """Find the aside a mention stands in."""
    number = bisect_right(asides, mention.start, key=lambda aside: aside.span.start) - 1
    return asides[number] if number >= 0 and mention.start < asides[number].span.end else None


def _role(tokens: Tokens, mention: Mention, aside: Aside | None, *, qualifies: bool) -> Role:
    """Tell the role of a mention; one that says where another lies is no government.

    A paper's own dateline is where its story plays, unless that is a capital; an agency's is its desk.
    """
    if aside is not None and (not aside.dateline or aside.agency or mention.name.is_capital):
        return aside.role
    role = role_of(tokens, mention)
    return "location" if qualifies and role == "metonym" else role


def _qualifier(tokens: Tokens, mention: Mention, following: Mention | None) -> Span | None:
    """Give the wider name that says which one is meant: "Lyman, Donetsk Oblast"."""
    if following is None or tokens.sentence[mention.last] != tokens.sentence[following.first]:
        return None
    between = tokens.text[mention.end : following.start].strip().lower()
    if between not in _QUALIFYING_WORDS:
        return None
    return Span(start=following.start, end=following.end) if _may_lie_in(mention, following) else None


_QUALIFYING_WORDS = words("arabic", "between a place and a wider one") | frozenset(
    [",", "(", "in", ", in", "in the", "،"]
)
"""What stands between a place and the wider place that tells which one is meant."""


def add_claimed(text: str, toponyms: Sequence[Toponym], claims: Sequence[DistanceClaim]) -> tuple[Toponym, ...]:
    """Add the anchors and subjects of *claims* that are no toponyms yet: what a distance counts from is a place."""
    if not claims:
        return tuple(toponyms)
    taken = Spans([toponym.span for toponym in toponyms])
    added: list[Toponym] = []
    for span in sorted(_claimed(claims)):
        if taken.meet(span) or (added and added[-1].span.overlaps(span)) or not _is_name(span.of(text)):
            continue
        added.append(Toponym(span=span, name=" ".join(span.of(text).split()), role="location", belief=_CLAIMED))
    return tuple(sorted((*toponyms, *added), key=lambda toponym: toponym.span))


def _is_name(words: str) -> bool:
    """Tell whether a claim counts from more than a word of every day: "the front line" is no name."""
    return bool(words.strip()) and not words.islower()


_CLAIMED = 0.85
"""How sure a distance makes it that its anchor is a place."""


def _claimed(claims: Sequence[DistanceClaim]) -> set[Span]:
    """Collect the spans of names in *claims*, words that point back left out."""
    spans = {claim.subject for claim in claims} | {claim.other_anchor for claim in claims}
    spans |= {claim.anchor for claim in claims if not claim.points_back}
    return {span for span in spans if span is not None}
