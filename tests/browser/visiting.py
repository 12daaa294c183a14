"""A visit to a page, and all that the page did meanwhile."""

from playwright.sync_api import ConsoleMessage, Page, Request

HERE = ("file:", "data:", "blob:", "about:", "http://localhost:", "ws://localhost:")


class Visit:
    """A page and all that it did: what it asked for, what it said on its console, what it threw."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._note)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def begin(self) -> None:
        """Begin anew on the same page: nothing of what was before is left, but for what the browser has compiled."""
        if self.page.url.startswith("http:"):
            # Streamlit keeps there that a sidebar was folded away.
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.page.goto("about:blank")
        self.page.set_viewport_size({"width": 1400, "height": 900})
        self.page.emulate_media(color_scheme="light")
        for noted in (self.requests, self.outside, self.complaints):
            noted.clear()

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith(HERE):
            self.outside.append(request.url)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def attacks(self) -> list[object]:
        """List what hostile text managed to do, in any frame."""
        return [done for frame in self.page.frames if (done := frame.evaluate("window.PWNED")) is not None]
