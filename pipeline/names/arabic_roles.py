"""Tell Arabic names of places from the governments, organisations and desks that bear them."""

from pipeline.arabic import arabic_words, stems
from pipeline.model import Role
from pipeline.names.arabic_evidence import particles_of
from pipeline.names.arabic_mentions import is_beside
from pipeline.names.mentions import Mention
from pipeline.tokens import Tokens

_ORGANISATIONS = arabic_words("organisation")
_VERBS = arabic_words("verb")
_AGENTS = arabic_words("agent")


def role_of(tokens: Tokens, mention: Mention) -> Role:
    """Tell what an Arabic name stands for in its sentence: location, metonym or organisation."""
    before = _stems(tokens, mention.first - 1, mention.first - 1)
    if not before.isdisjoint(_ORGANISATIONS):
        return "organisation"
    if mention.class_word is not None or not (mention.name.is_state or mention.name.is_capital):
        return "location"
    return "metonym" if _governs(tokens, mention, before) else "location"


def _stems(tokens: Tokens, number: int, left: int) -> set[str]:
    """Give what a word may be without its particles, nothing where a sign parts word *left* from the next."""
    return set(stems(tokens.forms[number])) if is_beside(tokens, left) else set()


def _governs(tokens: Tokens, mention: Mention, before: set[str]) -> bool:
    """Tell whether the name says, does or is dealt with as a government: "أعلنت موسكو", "الخرطوم ترفض", "رئيس مصر"."""
    particles = particles_of(tokens, mention)
    if particles not in _CONJUNCTIONS:
        return False
    if not before.isdisjoint(_VERBS | _AGENTS):
        border = not _stems(tokens, mention.first - 2, mention.first - 2).isdisjoint(_BORDERS)
        return not particles and not border
    if not before.isdisjoint(_HOLDING):
        return False
    return not _stems(tokens, mention.last + 1, mention.last).isdisjoint(_VERBS)


_CONJUNCTIONS = frozenset(["", "و", "ف"])
_BORDERS = arabic_words("border")

_HOLDING = arabic_words("directly")
