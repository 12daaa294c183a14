"""The app, but that its fetching may reach this machine: a test has no other server to ask."""

import ipaddress
from functools import partial

from dashboard.page import main
from pipeline import fetch

# Streamlit runs this file at each visit and each click; what is opened stays open.
if not isinstance(fetch.Fetcher, partial):
    every_port = frozenset(range(1, 65_536))
    gate = fetch.Gate(networks=(ipaddress.ip_network("127.0.0.0/8"),), ports=every_port)
    fetch.Fetcher = partial(fetch.Fetcher, gate=gate)  # type: ignore[misc]

if __name__ == "__main__":
    main()
