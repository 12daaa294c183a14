"""Count what records hold, for maps too large to draw point by point."""
