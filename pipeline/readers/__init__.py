"""The readers of reports, one module a format; `pipeline.read` is their door."""
