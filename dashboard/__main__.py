"""Start the dashboard as `streamlit run app.py` does, and make ready what its page needs while the browser starts."""

import gc
import inspect
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread
from time import sleep

from streamlit import runtime
from streamlit.web import cli

from dashboard.loading import loading

APP = Path(__file__).parents[1] / "app.py"
NEEDED = ("folium.plugins", "dashboard.ahead", "dashboard.detail", "dashboard.map_layers", "dashboard.tables")
"""All that takes long to load and declares nothing to Streamlit; what is left is loaded by the first visit."""

_TURN_S = 0.0005
"""How long the loading may hold up the server, which hands out the page meanwhile; Python itself takes ten times it."""


def main() -> None:
    """Take what `streamlit run app.py` takes: Streamlit's options, then `--` and the app's own."""
    # A tenth of the time of loading goes into looking for garbage, of which that makes none.
    gc.disable()
    loading.acquire()
    Thread(target=load, name="load", daemon=True).start()
    cli.main(["run", str(APP), *sys.argv[1:]], prog_name="dashboard")


def load() -> None:
    """Load the libraries and read the samples once the server is made: a browser finds its first files by then.

    The first visit waits for that as it would for its own loading.
    """
    turn = sys.getswitchinterval()
    try:
        while not (runtime.exists() and runtime.get_instance().state is not runtime.RuntimeState.INITIAL):
            sleep(0.01)
        sys.setswitchinterval(_TURN_S)
        for name in NEEDED:
            import_module(name)
        # Python is asked which module declares a component, and then looks where each of two thousand lies.
        inspect.getmodule(load.__code__)
        ahead = import_module("dashboard.ahead")
        ahead.prepare()
    finally:
        loading.release()
        sys.setswitchinterval(turn)
        # What was loaded stays: it need not be gone through whenever memory is cleared up.
        gc.freeze()
        gc.enable()
    ahead.rehearse()


if __name__ == "__main__":
    main()
