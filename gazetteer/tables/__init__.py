"""Curated tables, and the scripts that make them; SOURCES.md says where each comes from."""
