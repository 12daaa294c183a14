"""Parts of finding place names: mentions, persons, organisations, governments, roles."""
