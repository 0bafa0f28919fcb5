"""A real Firefox over WebDriver BiDi, the protocol that it speaks itself: no driver is needed."""

import contextlib
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from websocket import create_connection

NAMES = ("firefox-esr", "firefox")
PLACES = (
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    r"C:\Program Files\Mozilla Firefox\firefox.exe",
)
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def firefox_path():
    found = [p for p in map(shutil.which, NAMES) if p] + [p for p in PLACES if Path(p).exists()]
    return found[0] if found else None


class Page:
    """A tab: expressions are evaluated in it, its controls are clicked with a real pointer."""

    def __init__(self, address):
        self._socket = create_connection(f"{address}/session", suppress_origin=True, timeout=90)
        self._id = 0
        self._ask("session.new", capabilities={})
        self._context = self._ask("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": 1440, "height": 900}
        self._ask("browsingContext.setViewport", context=self._context, viewport=size)

    def _ask(self, method, **params):
        self._id += 1
        self._socket.send(json.dumps({"id": self._id, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._id:
                assert answer["type"] == "success", answer
                return answer["result"]

    def goto(self, url):
        self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, expression):
        """Value of an expression, awaited, as JSON."""
        code = f"(async () => JSON.stringify(await ({expression}) ?? null))()"
        target = {"context": self._context}
        done = self._ask("script.evaluate", expression=code, target=target, awaitPromise=True)
        assert done["type"] == "success", done
        return json.loads(done["result"]["value"])

    def wait(self, expression, seconds=60):
        """Wait until an expression is true; its value."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < end, expression
            time.sleep(0.1)
        return value

    def click(self, selector):
        """Click the middle of an element that nothing covers."""
        x, y = self.wait(f"({MIDDLE})({json.dumps(selector)})")
        moves = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "mouse", "actions": moves}
        self._ask("input.performActions", context=self._context, actions=[pointer])

    def type(self, text):
        """Type into the element that has the focus."""
        keys = [{"type": kind, "value": c} for c in text for kind in ("keyDown", "keyUp")]
        board = {"type": "key", "id": "keyboard", "actions": keys}
        self._ask("input.performActions", context=self._context, actions=[board])

    def close(self):
        with contextlib.suppress(Exception):
            self._ask("browser.close")
        self._socket.close()


MIDDLE = """(selector) => {
  const element = document.querySelector(selector);
  if (!element) return null;
  element.scrollIntoView({ block: "center", inline: "center" });
  const box = element.getBoundingClientRect();
  const at = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
  const top = document.elementFromPoint(...at);
  return top && (element === top || element.contains(top)) ? at : null;
}"""


@contextlib.contextmanager
def firefox(path):
    """A page in a Firefox with a profile of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [path, "--headless", "--no-remote", "--profile", profile]
        command += ["--remote-debugging-port", "0", "about:blank"]
        log = Path(profile, "log")
        with log.open("w") as out:
            process = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            end = time.monotonic() + 60
            while not (said := LISTENING.search(log.read_text())):
                assert process.poll() is None and time.monotonic() < end, log.read_text()
                time.sleep(0.1)
            page = Page(said[1])
            yield page
            page.close()
        finally:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait(10)
