"""What nobody may see while a page is used: errors in the console, refusals, strangers."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# Pages answer 4xx on purpose, and the browser says so in its console: statuses are looked at here.
_ANNOUNCED = "Failed to load resource"
_TOLD = (409, 422)  # scripts tell people of these; each story looks at what is told
_REFUSALS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`);
});
"""


class Watch:
    """Collects what goes wrong in a browser context."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.faults: list[str] = []
        self._host = urlsplit(address).netloc
        context.add_init_script(_REFUSALS)
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_ANNOUNCED):
            self.faults.append(f"console: {message.text} at {message.location['url']}")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._host:
            self.faults.append(f"another host: {request.url}")

    def _response(self, response: Response) -> None:
        kind = response.request.resource_type
        told = kind == "document" or (kind == "fetch" and response.status in _TOLD)
        if response.status >= 400 and not told:
            self.faults.append(f"{response.status} for {response.url}")
        if response.status >= 500:
            self.faults.append(f"{response.status} for {response.url}")
