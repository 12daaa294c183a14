"""The gazetteer: names in, candidate places out. It knows nothing of reports."""
