"""The forms that reports leave in, one module a form; `pipeline/export.py` is their door."""
