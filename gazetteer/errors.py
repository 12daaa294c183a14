"""What can go wrong with a gazetteer: one base, so that a caller can catch them all."""


class GazetteerError(Exception):
    """The gazetteer cannot do what was asked; the message says what is wrong and what to do."""


class MalformedPlaceError(GazetteerError, ValueError):
    """A place in an imported file is unusable; the message names file, line and field."""
