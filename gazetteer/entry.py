"""What a source of places hands to the builder: a place with all its names."""

from collections.abc import Callable
from dataclasses import dataclass

from gazetteer.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place with all its names, in any script, as the source writes them.

    `names` are those people use for it as readily as the one it is filed under ("USA", "Kiev");
    `alternates` all others a source lists, among them some that hardly anybody writes;
    `abbreviations` those that mean it only beside another name ("CA" in "Long Beach, CA").
    """

    place: Place
    names: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()


Deferred = Callable[[], Entry]
"""An entry that is made when it is asked for: of two processes that share a source, each makes its own half."""
