"""A program that wanders over the screen as a hurried hand does, under an oracle that believes only the page.

    python tests/browser/wander.py --minutes 60 --seed 7

It marks, types numbers and rubbish, undoes, clears, opens, deletes, reloads, works in two windows and
kills the kernel. Each frame that says something else than the one before is kept in the page. The
oracle makes a case from the marks of that frame and works out the red flags anew; when the page is at
rest it compares ranking, numbers and journal too. The first contradiction ends it, with the seed and
the last actions.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from conftest import FLAGS, browser_path, serving
from playwright.sync_api import Error, sync_playwright

import gluteal
from gluteal.cases import CaseError, usable
from gluteal.figures import two_digits

QUIET = "No red flag in what is marked"
KB = gluteal.load()
RUBBISH = [
    "39,5",
    "4o",
    "-3",
    "1.234,5",
    "1e3",
    "999999",
    "  7 ",
    "\u00bd",
    "<b>",
    "0",
    "12",
    "61",
    "88",
]
WORDS = ["bladder", "xyzzy", "straight-leg raise", "sit-bone", "'; --", "fever", "MRI", "%", "pain"]
# What the page says now, in one look; null while a number is being typed.
LOOK = """() => {
  const root = document.querySelector('.glu');
  if (!root) return null;
  const all = (s) => [...root.querySelectorAll(s)], text = (s) => root.querySelector(s)?.innerText.trim() ?? '';
  const at = document.activeElement;
  if (at && at.matches('.form input') && root.contains(at)) return null;
  const marks = {};
  for (const row of all('.marked [data-row]')) {
    const [id, state] = row.dataset.row.split(' ');
    marks[id] = state;
  }
  const paused = all('.marked .mk.paused').map((r) => r.dataset.row.split(' ')[0]);
  for (const t of all('.list .tri[data-finding], .next .tri[data-finding]')) {
    if (t.dataset.state === 'unknown') delete marks[t.dataset.finding];
    else marks[t.dataset.finding] = t.dataset.state;
  }
  const fields = {};
  for (const i of all('.form input[data-key]')) {
    if (i.value && i.getAttribute('aria-invalid') !== 'true') fields[i.dataset.key] = i.value;
  }
  for (const key of ['sex', 'setting']) {
    const value = root.querySelector(`select[data-key=${key}]`)?.value;
    if (value) fields[key] = value;
  }
  const side = root.querySelector('.pd .seg button[aria-pressed=true]')?.value;
  if (side) fields.side = side;
  return {
    marks, paused, fields,
    precautions: all('.chips [data-key^="not:"]').map((b) => b.dataset.key.slice(4)),
    screened: all('.topic .tri[data-state=absent]').map((t) => t.dataset.finding),
    topics: all('.topic .tri').map((t) => t.dataset.finding), // the others are answered by the marks
    closed: all('.closed > span').map((s) => s.innerText.trim()),
    strip: text('.q1'),
    flagged: all('.q1 .strip.red, .q1 .strip.watch:not([role=alert]:not(:has(.tags)))').length,
    headline: text('.q1 .strip:has(.tags) b'),
    more: text('.q1 .strip [data-key=why]'),
    reading: Boolean(root.querySelector('.q1.unread')) || text('.q1').includes('Reading what is marked'),
    saved: text('.saved'),
    late: root.classList.contains('late'), lost: root.classList.contains('lost'),
    busy: root.getAttribute('aria-busy') === 'true',
    error: text('main .error'),
    rows: all('.chart tr[data-cause]').map((r) => [r.dataset.cause, r.querySelector('.num')?.firstChild.data ?? '']),
    suspended: Boolean(root.querySelector('.chart .suspended')),
  };
}"""
WATCH = """() => {
  const look = THE_LOOK;
  const kept = (window.frames_seen = []);
  let last = '';
  const step = () => {
    const now = look();
    if (now) {
      const told = JSON.stringify(now);
      if (told !== last && kept.length < 400) kept.push((last = told));
    }
    requestAnimationFrame(step);
  };
  step();
}""".replace("THE_LOOK", LOOK)


class Contradiction(AssertionError):
    """The page says what does not follow from its marks."""


class Unsaved(Contradiction):
    """The page says that its marks are saved, and the journal does not have them."""


def case_of(seen):
    """The case that a look at the page tells of, the fields of its form read as they are written."""
    marks = seen["marks"]
    fields = {
        "present": [f for f, state in marks.items() if state == "present"],
        "absent": [f for f, state in marks.items() if state == "absent"],
        "paused": [f for f in seen["paused"] if f in marks],
        "precautions": seen["precautions"],
        "screened": seen["screened"],
        **seen["fields"],
    }
    return usable({k: v for k, v in fields.items() if v}, KB)[0]


def open_flags(case, closed):
    """Headlines of the flags that stand open, the loudest first; ``closed`` are words of the page."""
    flags = gluteal.red_flags(case, KB)
    labels = KB.red_flags["label"]
    return [
        row.headline
        for row in flags.itertuples()
        if not any(said.startswith(f"{labels[row.Index]} (") for said in closed)
    ]


def judge_frame(seen):
    """What the strip may say in one frame."""
    if seen["reading"] or seen["lost"] or seen["late"]:
        if QUIET in seen["strip"]:
            raise Contradiction(f"'{QUIET}' while nothing is known: {seen}")
        return
    if QUIET in seen["strip"]:
        up = open_flags(case_of(seen), seen["closed"])
        if up:
            raise Contradiction(f"'{QUIET}' beside marks that raise {up}: {seen}")


def judge_rest(seen, journal):
    """What a page at rest may say."""
    judge_frame(seen)
    if seen["lost"]:
        return
    if seen["error"]:
        raise Contradiction(f"the page says {seen['error']!r}")
    case = case_of(seen)
    up = open_flags(case, seen["closed"])
    if bool(up) != (QUIET not in seen["strip"]):
        raise Contradiction(f"flags {up}, the strip says {seen['strip']!r}")
    if up:
        if seen["headline"].rstrip(". ") != up[0].rstrip(". "):
            raise Contradiction(f"first flag {up[0]!r}, the strip says {seen['headline']!r}")
        others = 0 if seen["more"] == "Why" else int(seen["more"].split()[2])
        if others != len(up) - 1:
            raise Contradiction(f"{len(up)} flags, the strip says {seen['more']!r}")
    if not seen["suspended"]:
        differential = gluteal.differential(case, KB)["probability"]
        if not seen["rows"]:
            raise Contradiction("no ranking, and no word why")
        for place, (cause, number) in enumerate(seen["rows"]):
            p = float(differential[cause])
            if number != two_digits(p):
                raise Contradiction(f"{cause} is {p}, the page says {number}: {seen}")
            if place < 3 and p < float(differential.iloc[place]) - 0.005:
                raise Contradiction(f"{cause} stands in place {place + 1} out of its order")
    if seen["saved"] == "saved" and not kept(case, journal, seen["topics"]):
        newest = max(journal.glob("*.json"), key=lambda p: p.stat().st_mtime, default=None)
        text = newest.read_text("utf-8") if newest else "nothing"
        raise Unsaved(
            f"'saved', and no file of the journal has {told(case, seen['topics'])}; last: {text}"
        )


def told(case, topics):
    """What of a case the page shows in full; ``topics`` are those that can be answered there."""
    shown = case.to_dict()
    shown.pop("cleared", None)
    shown.pop("anaesthetic_mg", None)
    for name in ("present", "absent", "paused", "precautions", "screened"):
        shown[name] = sorted(shown.get(name) or [])
    shown["screened"] = [t for t in shown["screened"] if t in topics]
    return {k: v for k, v in shown.items() if v not in (None, [], {})}


def kept(case, journal, topics):
    """Whether the journal has a file of exactly this case."""
    for path in sorted(journal.glob("*.json"), key=lambda p: -p.stat().st_mtime):
        try:
            stored = usable(json.loads(path.read_text("utf-8"))["case"], KB)[0]
        except (ValueError, KeyError, CaseError, OSError):
            continue
        if told(stored, topics) == told(case, topics):
            return True
    return False


def words_of(process):
    """The command of a process; none of one that has just ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@dataclass
class Wanderer:
    """Pages of one server, and what is done to them.

    ``address`` serves a screen a page, as :func:`conftest.serving` does; ``folder`` is what it serves,
    with the journal in it.
    """

    browser: object
    address: str
    folder: Path
    seed: int
    done: Counter = field(default_factory=Counter)
    frames: int = 0
    rests: int = 0
    trail: deque = field(default_factory=lambda: deque(maxlen=25))

    def __post_init__(self):
        self.random = random.Random(self.seed)
        self.context = self.browser.new_context(viewport={"width": 1440, "height": 900})
        self.pages = [self.opened()]

    def opened(self):
        page = self.context.new_page()
        self.load(page)
        return page

    def load(self, page, again=False):
        for attempt in range(3):
            try:
                if again:
                    page.reload()
                else:
                    page.goto(self.address)
                page.wait_for_selector(".glu .chart[data-drawn]", timeout=60_000)
                page.evaluate(WATCH)
                return
            except Error:
                if attempt == 2:
                    raise
                again = False

    def walk(self, enough):
        """Act until ``enough(actions)``; the number of actions."""
        acts = {
            self.mark: 30, self.mark_next: 8, self.burst: 6, self.number: 10, self.choose: 5,
            self.search: 6, self.undo: 8, self.clear: 2, self.begin: 3, self.open: 4, self.delete: 2,
            self.pause: 4, self.flip: 3, self.precaution: 5, self.close_flag: 3, self.look_into: 4,
            self.reload: 2, self.kill: 1, self.window: 2, self.draw: 6, self.rest_absent: 1,
        }  # fmt: skip
        while not enough(self.done.total()):
            act = self.random.choices(list(acts), list(acts.values()))[0]
            page = self.random.choice(self.pages)
            self.trail.append(f"{act.__name__} in page {self.pages.index(page) + 1}")
            try:
                act(page)
            except Error as error:  # a control that went away under the hand is no contradiction
                self.trail.append(f"  {str(error).splitlines()[0][:90]}")
            self.done[act.__name__] += 1
            self.judge()
        return self.done.total()

    def judge(self):
        for page in self.pages:
            if self.random.random() < 0.25:
                continue  # the hand does not wait
            for seen in self.seen(page):
                self.frames += 1
                judge_frame(seen)
            now = self.at_rest(page)
            if not now:
                continue
            self.rests += 1
            try:
                judge_rest(now, self.folder / "journal")
            except Unsaved:  # another window went on from the case: this one hears of it with the
                if len(self.pages) == 1:  # next question whether Python is there, 4 s later
                    raise
                page.wait_for_timeout(6_000)
                judge_rest(self.at_rest(page), self.folder / "journal")

    def seen(self, page):
        """What the page said since the last look."""
        return [json.loads(one) for one in page.evaluate("() => window.frames_seen.splice(0)")]

    def at_rest(self, page):
        """What the page says when nothing moves any more; None if it says that Python is gone."""
        until = time.monotonic() + 40
        before = None
        while time.monotonic() < until:
            page.evaluate(
                "() => document.activeElement?.matches('.form input') && document.activeElement.blur()"
            )
            now = page.evaluate(LOOK)
            calm = now and not (now["busy"] or now["late"] or now["reading"])
            if now and now["lost"]:
                self.load(page, again=True)
            elif calm and now == before and not now["saved"].startswith("saving"):
                return now
            before = now
            page.wait_for_timeout(120)
        raise Contradiction(f"no rest in 40 s: {now}")

    def pick(self, page, selector):
        """One of the visible elements."""
        found = page.locator(selector)
        count = found.count()
        if not count:
            return None
        one = found.nth(self.random.randrange(count))
        return one if one.is_visible() else None

    def press(self, page, selector):
        one = self.pick(page, selector)
        if one:
            one.click(timeout=2_000)
        return one

    # What a hand does.
    def mark(self, page):
        if self.random.random() < 0.4:
            self.press(page, ".tabrow button")
        self.press(page, ".list .tri button")

    def mark_next(self, page):
        self.press(page, ".next .tri button")

    def burst(self, page):
        for _ in range(self.random.randrange(2, 7)):
            one = self.pick(page, ".list .tri button")
            if one:
                one.click(timeout=2_000, no_wait_after=True)

    def number(self, page):
        page.locator("summary[data-key=patient]").click(timeout=2_000)
        one = self.pick(page, ".form input[data-key]")
        if one:
            one.fill(self.random.choice(RUBBISH), timeout=2_000)
            one.press(self.random.choice(["Enter", "Tab", "Escape"]), timeout=2_000)
        page.keyboard.press("Escape")

    def choose(self, page):
        select = self.random.choice(["setting", "sex"])
        if select == "sex":
            page.locator("summary[data-key=patient]").click(timeout=2_000)
        one = page.locator(f"select[data-key={select}]").first
        options = one.locator("option").evaluate_all("all => all.map((o) => o.value)")
        one.select_option(self.random.choice(options), timeout=2_000)
        page.keyboard.press("Escape")

    def search(self, page):
        field = page.get_by_label("Find a finding")
        words = WORDS + [
            str(w)
            for w in KB.findings["label"].sample(1, random_state=self.random.randrange(10**6))
        ]
        field.fill(self.random.choice(words), timeout=2_000)
        if self.random.random() < 0.5:
            field.press("Enter", timeout=2_000)
        if self.random.random() < 0.6:
            self.press(page, ".list .tri button")
        field.fill("", timeout=2_000)

    def undo(self, page):
        for _ in range(self.random.randrange(1, 4)):
            self.press(page, "[data-key=undo]:not([disabled]), [data-key=redo]:not([disabled])")

    def clear(self, page):
        page.get_by_role("button", name="Clear", exact=True).click(timeout=2_000)

    def begin(self, page):
        page.get_by_role("button", name="New", exact=True).click(timeout=2_000)

    def open(self, page):
        page.get_by_role("button", name="Cases", exact=True).click(timeout=2_000)
        page.wait_for_timeout(300)
        self.press(page, 'dialog [data-key^="open:"], dialog [data-key^="copy:"]')
        page.wait_for_timeout(100)
        page.keyboard.press("Escape")

    def delete(self, page):
        page.get_by_role("button", name="Cases", exact=True).click(timeout=2_000)
        page.wait_for_timeout(300)
        self.press(page, 'dialog [data-key^="delete:"]')
        if self.random.random() < 0.5:
            page.wait_for_timeout(200)
            self.press(page, "dialog .undone button")
        page.wait_for_timeout(100)
        page.keyboard.press("Escape")

    def pause(self, page):
        self.press(page, '.marked [data-key^="pause:"]')

    def flip(self, page):
        self.press(page, '.marked [data-key^="flip:"], .marked [data-key^="close:"]')

    def precaution(self, page):
        page.locator("summary[data-key=before]").click(timeout=2_000)
        if self.random.random() < 0.5:
            self.press(page, ".topic .tri button")
        else:
            self.press(page, ".topic [data-key^='which:']")
            self.press(page, ".before input[type=checkbox]")
        page.keyboard.press("Escape")

    def close_flag(self, page):
        if not self.press(page, ".q1 [data-key=why]"):
            self.press(page, ".closed button")
            return
        one = self.pick(page, "dialog [data-key^='close:']")
        if one:
            one.click(timeout=2_000)
            area = page.locator("dialog textarea")
            if self.random.random() < 0.8:
                area.fill("looked into it", timeout=2_000)
                page.get_by_role("button", name="Keep the reason").click(timeout=2_000)
                page.wait_for_timeout(300)
        for _ in range(2):
            page.keyboard.press("Escape")

    def look_into(self, page):
        self.press(page, ".cards button, .heat button, .chart [data-open], .strip .link")
        page.wait_for_timeout(150)
        for _ in range(2):
            page.keyboard.press("Escape")

    def draw(self, page):
        if self.random.random() < 0.3:
            self.press(page, ".pd .beside button")
            return
        region = self.pick(page, ".pd svg .hit, .pd svg .r")
        if region:
            region.click(timeout=2_000, force=True)

    def rest_absent(self, page):
        self.press(page, ".list button:has-text('absent')")

    def reload(self, page):
        self.load(page, again=True)

    def window(self, page):
        if len(self.pages) == 1:
            self.pages.append(self.opened())
        else:
            self.pages.remove(page)
            page.close()

    def kill(self, page):
        mine = str(self.folder)
        servers = [s for s in psutil.Process().children(recursive=True) if mine in words_of(s)]
        kernels = [k for s in servers for k in s.children() if "ipykernel_launcher" in words_of(k)]
        if kernels:
            self.random.choice(kernels).kill()

    def report(self):
        acts = ", ".join(f"{name} {count}" for name, count in self.done.most_common())
        return (
            f"seed {self.seed}: {self.done.total()} actions, {self.frames} frames and {self.rests} "
            f"pages at rest judged; {acts}"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args()
    end = time.monotonic() + 60 * args.minutes
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=browser_path(), args=FLAGS)
        with serving(Path(name), "--voila") as address:
            walker = Wanderer(browser, address, Path(name), args.seed)
            try:
                walker.walk(lambda _: time.monotonic() > end)
            except Contradiction as found:
                sys.exit("\n".join([*walker.trail, str(found)]))
            finally:
                print(walker.report(), flush=True)


if __name__ == "__main__":
    main()
