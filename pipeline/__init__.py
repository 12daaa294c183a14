"""The geocoding pipeline: a report in, a map out."""

__version__ = "0.1.0"
"""The version of the product, the same as in pyproject.toml."""
