"""Keep what people did with reports: one file a project."""
