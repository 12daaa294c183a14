"""The geocoding pipeline: a report in, a map out."""
