"""The screen alone on a page, with Python behind it in the same process: quick, and all real."""

import json
import tempfile
from pathlib import Path

from gluteal.cases import Journal
from gluteal.widgets.explore import Explore

ADDRESS = "http://gluteal.test/"
SANDBOX = "allow-same-origin allow-scripts allow-forms allow-downloads"
PAGE = """<!doctype html><meta charset="utf-8"><title>gluteal</title><link rel="stylesheet" href="/screen.css">
<style>body { margin: 0 }</style><body data-jp-theme-light="LIGHT"><div id="here"></div>
<script type="module">
import screen from "/screen.js";
const heard = [];
const model = {
  get: () => (CATALOGUE),
  send: async (message) => {
    for (const answer of await window.ask(message)) for (const take of [...heard]) take(answer, []);
  },
  on: (event, take) => heard.push(take),
  off: (event, take) => heard.splice(heard.indexOf(take), 1),
};
screen.render({ model, el: document.querySelector("#here") });
</script>"""


class Hearing:
    """A widget with its messages kept in place of being sent."""

    def send(self, content, buffers=None):
        self.__dict__.setdefault("messages", []).append(content)

    def ask(self, message):
        self._answer(None, message, None)
        told, self.__dict__["messages"] = self.__dict__["messages"], []
        return told


class Heard(Hearing, Explore):
    """The explorer."""


class Bench:
    """A page with a screen, and the widget behind it."""

    def __init__(
        self,
        browser,
        case=None,
        *,
        widget=None,
        width=1440,
        height=900,
        dark=False,
        framed=False,
        **more,
    ):
        self.folder = tempfile.TemporaryDirectory()
        self.widget = widget or Heard(case, journal=Journal(Path(self.folder.name)))
        self.page = browser.new_page(viewport={"width": width, "height": height}, **more)
        catalogue = json.dumps(self.widget.catalogue).replace("<", r"\u003c")  # text, not markup
        served = {
            "screen.js": ("text/javascript", self.widget._esm),
            "screen.css": ("text/css", self.widget._css),
            "": (
                "text/html",
                PAGE.replace("LIGHT", str(not dark).lower()).replace("CATALOGUE", catalogue),
            ),
            "framed": (
                "text/html",
                f'<iframe sandbox="{SANDBOX}" src="/" style="border:0;width:99vw;height:97vh"></iframe>',
            ),
        }

        def answer(route):
            kind, body = served.get(route.request.url.removeprefix(ADDRESS), ("text/plain", ""))
            route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

        self.page.route("**/*", answer)
        self.page.set_default_timeout(5000)
        self.page.expose_binding("ask", lambda source, message: self.widget.ask(message))
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(ADDRESS + ("framed" if framed else ""))
        self.screen = self.page.frame_locator("iframe") if framed else self.page
        self.frame = self.page.frames[-1]
        if widget is None:
            self.settle()

    @property
    def case(self):
        return self.widget.case

    def settle(self):
        """Wait until the view of the last change is drawn; what a click set off comes first."""
        self.frame.evaluate("() => new Promise((r) => requestAnimationFrame(() => setTimeout(r)))")
        self.frame.wait_for_function(
            "() => { const g = document.querySelector('.glu'), c = g?.querySelector('.chart');"
            " return c?.dataset.drawn && g.getAttribute('aria-busy') !== 'true'"
            " && c.dataset.drawn === g.dataset.turn; }"
        )

    def close(self):
        self.page.close()
        self.folder.cleanup()
