"""Let one thread at a time load the libraries: of two that load the same, each can come to wait for the other."""

from threading import Lock

loading = Lock()
"""Held while the page's modules are loaded: by the thread that loads them ahead, then by the visits."""
