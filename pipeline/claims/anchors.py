"""Find what a distance counts from: a name, or words that point back to one."""

import re

from pipeline.claims.phrases import Names, Phrase, chunks, is_shouted
from pipeline.model import Span

_REACH = 160

_SLOT = re.compile(
    r"""
    (?P<here> H )                                                                 # "from there"
  | F{0,6} (?P<line> [pPq]{0,2} C? L (?! F? S ) (?: C | L? (?: [owi] [FpPSCo]{1,6} )? ) )  # "the Turkey-Syria border"
  | [FpqLSC]{0,6} [SC] c F? (?P<after_comma> P )                                  # "the capital, Mogadishu"
  | [FpqPLSC]{0,6} [SC] o [FpSCo]{0,5} (?P<named> [Pq] )                          # "the rebel stronghold of Kafr Zita"
  | [Fpq]{0,6} C i [FpSCo]{0,5} (?P<within> P )                                   # "the US base in Kobani"
  | [FpqL]{0,6} [SC] F? (?P<beside> P )                                           # "the Iraqi capital Baghdad"
  | [Fp]{0,6} (?P<seat> q F{0,2} S ) (?! C )                                      # "North Kivu's provincial capital"
  | [Fp]{0,6} (?P<bare> [Pq] )                                                    # "Bakhmut"
  | (?P<back> [FpL]{0,6} [SC]{1,2} )                                              # "the town", "the Syrian capital"
    """,
    re.VERBOSE,
)
"""The words after "10 km from", as kinds of chunks (see `Chunk`)."""

_BARE = re.compile(r"[Fp]{0,6}(?P<bare>[Pq])")


def find_anchor(text: str, start: int, sentence: Span, names: Names) -> Phrase | None:
    """Read what a distance counts from, in the words that begin at *start*."""
    reach = Span(start=start, end=min(sentence.end, start + _REACH))
    found = chunks(text, reach, names, shouted=is_shouted(text, sentence))
    match = _SLOT.match("".join(chunk.kind for chunk in found))
    if match is None:
        return None
    which = match.lastgroup or ""
    if which == "seat" and found[match.end("seat") - 1].span.of(text).lower() != "capital":
        which, match = "bare", _BARE.match("".join(chunk.kind for chunk in found)) or match
    first, last = match.span(which)
    span = Span(start=found[first].span.start, end=found[last - 1].span.end)
    bare_line = which == "line" and last - first == 1  # "the border", of what the text has said before
    return Phrase(span=span, points_back=which in {"here", "back", "seat"} or bare_line, is_one_word=last - first == 1)
