"""A visit to a page, and all that the page did meanwhile."""

from playwright.sync_api import ConsoleMessage, Page, Request, Route


class Visit:
    """A page and all that it did: what it asked for, what it said on its console, what it threw."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.route("**/*", self._route)
        page.on("request", self._note)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _route(self, route: Route) -> None:
        address = route.request.url
        if address.startswith(("file:", "data:", "blob:", "http://localhost:", "ws://localhost:")):
            route.continue_()
        else:
            self.outside.append(address)
            route.abort()

    def attacks(self) -> list[object]:
        """List what hostile text managed to do, in any frame."""
        return [done for frame in self.page.frames if (done := frame.evaluate("window.PWNED")) is not None]
