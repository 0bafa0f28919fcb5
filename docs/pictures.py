"""Makes the pictures of README and documentation from the real screen: ``python docs/pictures.py``."""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "browser")]

from conftest import FLAGS, browser_path, serving  # noqa: E402

import gluteal  # noqa: E402
from gluteal.cases import Journal  # noqa: E402

NOTEBOOKS = ROOT / "notebooks"
FOUND = ("fortin_finger_sign", "pain_over_sij", "sij_distraction", "sij_thigh_thrust")
PATIENT = {"age": 44, "sex": "female", "side": "left", "setting": "pain_clinic"}
CASE = gluteal.Case(
    present=[*FOUND, "sij_compression"],
    absent=["pain_below_knee", "straight_leg_raise"],
    conservative_weeks=14,
    **PATIENT,
)
CAPTION = """(text) => {
  const old = document.querySelector("#caption");
  const bar = old ?? document.body.appendChild(Object.assign(document.createElement("p"), { id: "caption" }));
  bar.textContent = text;
  bar.style = "position:fixed;left:0;right:0;bottom:0;margin:0;padding:14px 24px;z-index:9999;"
    + "background:#1d242b;color:#fff;font:600 24px system-ui,sans-serif";
}"""


def served(browser, folder, case=None):
    """The explorer at rest, with a case that was kept in it; it goes with the block."""
    (folder / "journal").mkdir()
    if case:
        journal = Journal(folder / "journal")
        journal.save(journal.new().entry, case)
    with serving(folder, "--voila") as address:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_selector(".glu .chart[data-drawn]", timeout=60_000)
        yield page
        page.close()


def explore(browser, folder):
    """The whole screen."""
    for page in served(browser, folder, CASE):
        page.locator(".resumed").evaluate("(e) => e.replaceChildren()")
        page.wait_for_selector(".firm:not([hidden])")
        page.screenshot(path=NOTEBOOKS / "explore.png")


def steps(browser, folder):
    """One consultation in six pictures, as an animation."""
    frames = []

    def keep(text, seconds):
        page.wait_for_timeout(1800)
        page.evaluate(CAPTION, text)
        frames.append((page.screenshot(), seconds))

    def found(name, state="present"):
        page.get_by_label("Find a finding").fill(name)
        page.locator(".list .tri").first.locator(f".{state}").click()
        page.get_by_label("Find a finding").fill("")

    for page in served(browser, folder):
        keep("1. Open: the pain clinic's pre-test probabilities, nothing marked", 3)
        found("Fortin finger")
        found("Pain over SIJ")
        keep("2. Mark where it hurts: by the drawing, the search or the list", 3)
        found("Thigh thrust")
        found("SIJ distraction")
        found("SIJ compression")
        keep("3. Mark what you tested: three of three, and the studied combination counts", 4)
        found("Straight leg raise", "absent")
        keep("4. Absent says something too; each cell leads to its source", 4)
        page.get_by_label("The patient", exact=True).click()
        for label, value in (("Age", "44"), ("Conservative care", "14")):
            page.locator(".form label", has_text=label).locator("input").fill(value)
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        keep("5. After conservative care: the injection, its target and what holds it", 5)
        page.get_by_text("Ask them now").click()
        keep("6. What nobody asked stays open: no flag does not mean no danger", 5)
    pictures = [Image.open(BytesIO(p)).convert("RGB").resize((1080, 675)) for p, _ in frames]
    first, *rest = [
        p.quantize(255, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE) for p in pictures
    ]
    times = [1000 * s for _, s in frames]
    first.save(
        NOTEBOOKS / "steps.gif", save_all=True, append_images=rest, duration=times, optimize=True
    )


def teach(browser, folder):
    """A teaching case after three steps."""
    with serving(folder, "present") as address:
        page = browser.new_page(viewport={"width": 1600, "height": 900})
        page.goto(address)
        page.locator(".card.book").nth(6).click(timeout=60_000)
        page.wait_for_timeout(1500)
        for key in ("ArrowRight", "ArrowRight", "ArrowRight", "m"):
            page.keyboard.press(key)
            page.wait_for_timeout(900)
        page.screenshot(path=NOTEBOOKS / "teach.png")
        page.close()


def main():
    """All pictures, one after another."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        for picture in (explore, steps, teach):
            with tempfile.TemporaryDirectory() as folder:
                picture(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main()
