"""Speed of the screen beside the least that JupyterLab can do, in a real browser, in one run.

Variants in turn, each with a new kernel and an empty browser cache: ``floor``, a Checkbox and
a Label; ``figurewidget``, 100 ToggleButtons and a FigureWidget; ``plotly``, 100 buttons in one
widget that calls ``Plotly.react`` with the same figure and nothing beside it; ``ours``, the screen.
Nine findings are marked.
A click counts from the mouse event until the frame with the new state is out, an opening from
the address to the first control and to the drawn chart. ``--burst``: 15 clicks a second for
3 s, none may be lost. ``--loads 50 --host lab | voila | preheated``: openings of ours, none may
be stale or empty 1 s after it is there.
"""

import argparse
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from nbformat import v4, write
from playwright.sync_api import sync_playwright

import gluteal
from gluteal.__main__ import QUIET, SETTINGS
from gluteal.figures import ROWS, two_digits

NAMES = "chromium chromium-browser google-chrome google-chrome-stable msedge".split()
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PRESENT = "sij_distraction sij_thigh_thrust sij_compression pain_over_sij fortin_finger_sign"
ABSENT = "pain_below_knee straight_leg_raise centralisation worse_cough_or_sneeze"
CASE = {"present": PRESENT.split(), "absent": ABSENT.split(), "setting": "pain_clinic"}
TOGGLED = "pain_low_back pain_mid_buttock pain_ischial pain_lateral_hip pain_groin".split()
SOURCES = {
    "floor": """
import ipywidgets as w
box, label = w.Checkbox(description="finding"), w.Label("0")
label.add_class("state")
box.observe(lambda change: setattr(label, "value", str(int(label.value) + 1)), "value")
w.VBox([box, label])""",
    "figurewidget": f"""
import gluteal, ipywidgets as w, plotly.graph_objects as go
from gluteal.figures import case_heatmap
kb, marked, absent = gluteal.load(), {CASE["present"] + CASE["absent"]}, set({CASE["absent"]})
ids = list(dict.fromkeys([*{TOGGLED}, *marked, *kb.findings.index]))[:100]
buttons = {{f: w.ToggleButton(f in marked, description=f) for f in ids}}
def figure():
    on = {{f for f in ids if buttons[f].value}}
    case = gluteal.Case(on - absent, on & absent, setting="pain_clinic")
    return case_heatmap(gluteal.differential(case, kb), gluteal.weights(case, kb), case, kb)
shown = go.FigureWidget(figure())
def redraw(change):
    new = figure()
    with shown.batch_update():
        for old, trace in zip(shown.data, new.data):
            old.update(trace.to_plotly_json(), overwrite=True)
        shown.layout.update(new.layout.to_plotly_json(), overwrite=True)
for f, button in buttons.items():
    button.add_class("f-" + f)
    button.observe(redraw, "value")
grid = w.GridBox(list(buttons.values()), layout={{"grid_template_columns": "repeat(8, 150px)"}})
w.VBox([grid, shown])""",
    "plotly": f"""
import anywidget, gluteal, traitlets
from gluteal.figures import case_heatmap_spec
from gluteal.widgets.explore import PLOTLY
kb, marked, absent = gluteal.load(), {CASE["present"] + CASE["absent"]}, set({CASE["absent"]})
class Chart(anywidget.AnyWidget):
    _esm = r'''
    export default {{ render({{ model, el }}) {{
      const chart = document.createElement('div');
      model.on('msg:custom', async (m, buffers) => {{
        if (m.plotly) {{
          const source = ['const module = {{ exports: {{}} }};', new Uint8Array(buffers[0].buffer), ';export default module.exports;'];
          window.P = (await import(URL.createObjectURL(new Blob(source, {{ type: 'text/javascript' }})))).default;
          return model.send({{ toggle: '' }});
        }}
        await P.react(chart, m.figure.data, m.figure.layout, {{ displayModeBar: false }});
        chart.classList.add('drawn');
        chart.dataset.turn = m.turn;
      }});
      for (const f of model.get('ids')) {{
        const button = document.createElement('button');
        button.className = 'f-' + f;
        button.textContent = f;
        button.onclick = () => model.send({{ toggle: f }});
        el.append(button);
      }}
      el.append(chart);
      model.send({{ ask: 'plotly' }});
    }} }}'''
    ids = traitlets.List().tag(sync=True)
on, turn = set(marked), 0
def answer(widget, content, buffers):
    global turn
    if 'ask' in content:
        return widget.send({{'plotly': True}}, [PLOTLY.read_bytes()])
    on.symmetric_difference_update({{content['toggle']}} - {{''}})
    case, turn = gluteal.Case(on - absent, on & absent, setting="pain_clinic"), turn + 1
    spec = case_heatmap_spec(gluteal.differential(case, kb), gluteal.weights(case, kb), case, kb)
    widget.send({{'figure': spec, 'turn': turn}})
chart = Chart(ids=list(dict.fromkeys([*{TOGGLED}, *marked, *kb.findings.index]))[:100])
chart.on_msg(answer)
chart""",
    "ours": f"import gluteal\nscreen = gluteal.explore(gluteal.Case(**{CASE}))\nscreen",
}  # and of each: the first control, the drawn chart, what is clicked
SELECTORS = {
    "floor": (".jp-OutputArea input[type=checkbox]", ".state", "input[type=checkbox]"),
    "figurewidget": (".widget-toggle-button", ".js-plotly-plot .x2tick", ".f-{}"),
    "plotly": (".f-pain_groin", ".drawn .x2tick", ".f-{}"),
    "ours": (
        ".glu .list .tri button",
        ".glu .chart[data-drawn] .heat",
        '.list [data-key$=":{}:{}"]',
    ),
}
SCRIPT = """
const one = (selector) => document.querySelector(selector), frame = () => new Promise(requestAnimationFrame);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const until = async (test) => { while (!test()) await sleep(10); };
window.bench = {
  async open([control, chart]) {
    await until(() => window.jupyterapp);
    await jupyterapp.restored; // cells that are run before all of this are lost
    await until(() => jupyterapp.shell.currentWidget?.context);
    await jupyterapp.shell.currentWidget.context.ready;
    await jupyterapp.shell.currentWidget.sessionContext.ready;
    jupyterapp.commands.execute('notebook:run-all-cells');
    const seen = async (selector) => {
      for (; !one(selector)?.checkVisibility(); await frame()) if (performance.now() > 90000) return NaN;
      return (await frame()) / 1000;
    };
    return Promise.all([seen(control), seen(chart)]);
  },
  // the state that is drawn; null while another is under way
  look() {},
  floor: () => one('.state').textContent,
  figurewidget() { // columns at the last redraw
    const plot = one('.js-plotly-plot'), columns = () => String(plot._fullLayout.xaxis2.range);
    if (!plot.was) plot.on('plotly_afterplot', () => { plot.was = columns(); this.look(); });
    return (plot.was ??= columns());
  },
  plotly: () => one('.drawn')?.dataset.turn ?? null,
  ours() {
    const turn = one('.glu[aria-busy=false]')?.dataset.turn;
    return turn === one('.glu .chart')?.dataset.drawn ? turn : null;
  },
  arm(variant) { // bench.spent: milliseconds of the next click
    const was = this[variant]();
    let start = null;
    addEventListener('click', (e) => (start = e.timeStamp), { capture: true, once: true });
    this.spent = new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error('no new state in 20 s')), 20000);
      this.look = async () => {
        if (start === null || [null, was].includes(this[variant]())) return;
        watch.disconnect();
        this.look = () => {};
        await frame().then(frame);
        resolve(performance.now() - start);
      };
    });
    const watch = new MutationObserver(() => this.look());
    watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  },
  async burst(wanted) {
    for (let shut; (shut = one('.glu .list details:not([open]) > summary')); await sleep(150)) shut.click();
    const button = (id) => one(`.glu .list [data-key$=":${id}:present"]`);
    const ids = wanted.filter(button), start = performance.now();
    for (let i = 0; i < ids.length; await sleep(start + (i * 1000) / 15 - performance.now())) button(ids[i++]).click();
    await until(() => this.ours());
    return ids.length;
  },
  chart: () => // its probabilities, or what is wrong with it
    !one('.glu .heat .num') ? 'empty' : bench.ours() ? [...document.querySelectorAll('.glu tr[data-cause] .num')].map((n) => n.firstChild.data).join(' ') : 'stale',
  async ask(x) {
    const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
    const reply = await kernel.requestExecute({ code: '', user_expressions: { x } }).done;
    return reply.content.user_expressions.x.data['text/plain'];
  },
};"""


@contextlib.contextmanager
def jupyterlab():
    """Address of a private JupyterLab with one notebook a variant."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        (work := (folder := Path(name)) / "work").mkdir()
        metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        for variant, source in SOURCES.items():
            cells = [v4.new_code_cell(source.strip())]
            write(v4.new_notebook(cells=cells, metadata=metadata), work / f"{variant}.ipynb")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            at = probe.getsockname()
        env = {**os.environ, "JUPYTER_CONFIG_PATH": str(SETTINGS)}
        env["PYTHONPATH"] = str(Path(__file__).parents[1])
        for private in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_WORKSPACES_DIR"):
            env[private] = str(folder / private.lower())
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # slows the start of a kernel several times
        options = "--no-browser --allow-root --expose-app-in-browser --IdentityProvider.token="
        command = [sys.executable, "-m", "jupyterlab", *options.split(), *QUIET]
        command += [f"--ServerApp.root_dir={work}", f"--port={at[1]}"]
        server = subprocess.Popen(command, stderr=(folder / "lab.log").open("w"), env=env)
        try:
            while socket.socket().connect_ex(at) and server.poll() is None:
                time.sleep(0.2)
            assert server.poll() is None, (folder / "lab.log").read_text()
            yield f"http://{at[0]}:{at[1]}"
        finally:
            server.terminate()
            server.wait(20)


@contextlib.contextmanager
def opened(browser, lab, variant):
    """A page with the variant; its seconds to the control and the chart, and MB received."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(SCRIPT)
    page, received = context.new_page(), []
    page.on("websocket", lambda w: w.on("framereceived", lambda data: received.append(len(data))))
    page.goto(f"{lab}/lab/tree/{variant}.ipynb?reset", wait_until="commit")
    times = page.evaluate("where => bench.open(where)", SELECTORS[variant][:2])
    yield page, [*times, sum(received) / 1e6]
    page.evaluate("jupyterapp.serviceManager.sessions.shutdownAll()")
    context.close()


def clicks(page, variant, times):
    """Milliseconds of each click, without the first two."""
    spent = []
    for i in range(times + 2):
        target = SELECTORS[variant][2].format(TOGGLED[i // 2 % 5], ("present", "unknown")[i % 2])
        page.wait_for_timeout(150)
        page.evaluate("variant => bench.arm(variant)", variant)
        page.locator(".jp-OutputArea").locator(target).first.click()
        spent.append(page.evaluate("bench.spent"))
    return spent[2:]


def table(browser, lab, args):
    """Variants in turn, round after round; medians, and ratios to the floor."""
    rounds = {v: [] for v in args.variants}
    with opened(browser, lab, "floor"):
        pass  # the first opening finds a cold server
    print("variant       control s  chart s  sent MB  p50 ms  p95 ms   ratios to the floor")
    for turn in range(args.rounds + 1):
        floor = np.nan
        for variant, runs in rounds.items():
            if turn < args.rounds:
                with opened(browser, lab, variant) as (page, opening):
                    runs.append((opening, clicks(page, variant, args.clicks)))
            shown = runs[-1:] if turn < args.rounds else runs
            spent = np.percentile(np.concatenate([s for _, s in shown]), [50, 95])
            row = np.array([*np.median([o for o, _ in shown], axis=0), *spent])
            floor = row if variant == "floor" else floor
            said = "{:13s} {:9.2f} {:8.2f} {:8.2f} {:7.0f} {:7.0f}".format(variant, *row)
            print(said, *(row / floor).round(2)[[0, 1, 3, 4]], sep="   ", flush=True)
        print("all rounds:" if turn == args.rounds - 1 else "")
    print("asked of ours: opening at most 1.25, p50 2.3 (aim: 2.0), p95 2.5 of the floor; 2 MB")


def burst(browser, lab, args):
    """Marks made at 15 a second: how many are in the page, the kernel and the chart."""
    kb, case, ids = gluteal.load(), gluteal.Case(**CASE), []
    for finding in kb.findings.index[kb.findings["screening"] == "no"]:
        with contextlib.suppress(gluteal.CaseError):
            if finding not in (*case.present, *case.absent) and len(ids) < 45:
                case.with_marks(present=[*ids, finding]).check(kb)
                ids.append(finding)
    with opened(browser, lab, "ours") as (page, _):
        clicked = page.evaluate("ids => bench.burst(ids)", ids)
        marked, turns = page.locator(".glu .mk").count(), page.evaluate("bench.ours()")
        kept = page.evaluate("bench.ask('len(screen.case.present) + len(screen.case.absent)')")
        print(f"{clicked} clicks, {turns} answers; of {clicked + 9} marks {marked} are in the page")
        print(f"and {kept} in the kernel; chart: {page.evaluate('bench.chart()')}")


def expected():
    """Probabilities of the rows of ours, as they must be drawn."""
    case = gluteal.Case(**CASE)
    return " ".join(map(two_digits, gluteal.differential(case)["probability"].head(ROWS)))


def loads(browser, lab, args):
    """Fresh openings of ours: how many are stale or empty."""
    bad, spent = 0, []
    with contextlib.nullcontext(lab) if args.host == "lab" else voila(args.host) as address:
        for i in range(args.loads):
            if args.host == "lab":
                with opened(browser, address, "ours") as (page, opening):
                    page.wait_for_timeout(1000)
                    drawn = page.evaluate("bench.chart()")
                spent.append(opening[1])
            else:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.add_init_script(SCRIPT)
                start = time.perf_counter()
                page.goto(address, wait_until="commit")
                page.wait_for_selector(SELECTORS["ours"][1], timeout=90_000)
                spent.append(time.perf_counter() - start)
                page.wait_for_timeout(1000)
                drawn = page.evaluate("bench.chart()")
                page.close()
            if drawn != expected():
                bad += 1
                print(f"{args.host} {i + 1}: {drawn}", flush=True)
    middle = np.median(spent)
    print(f"{args.host}: stale or empty {bad} of {args.loads}; chart after {middle:.2f} s, median")


@contextlib.contextmanager
def voila(host):
    """Address of a private Voila with ours, kernels started beforehand or not."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        cells = [v4.new_code_cell(SOURCES["ours"])]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        write(v4.new_notebook(cells=cells, metadata=kernel), Path(name, "explore.ipynb"))
        with socket.create_server(("127.0.0.1", 0)) as probe:
            at = probe.getsockname()
        command = [sys.executable, "-m", "gluteal", "--voila", "--no-browser", f"--folder={name}"]
        command += [f"--port={at[1]}", "--Voila.token="]
        if host == "preheated":
            command += ["--preheat_kernel=True", "--pool_size=2"]
        env = {**os.environ, "GLUTEAL_JOURNAL": f"{name}/journal"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        log = Path(name, "log")
        with log.open("w") as written:
            server = subprocess.Popen(command, stderr=written, env=env)
        try:
            while socket.socket().connect_ex(at) and server.poll() is None:
                time.sleep(0.2)
            assert server.poll() is None, log.read_text()
            time.sleep(8)  # the pool fills
            yield f"http://{at[0]}:{at[1]}/"
        finally:
            server.terminate()
            server.wait(20)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clicks", type=int, default=40)
    parser.add_argument("--variants", nargs="+", choices=SOURCES, default=list(SOURCES))
    parser.add_argument("--burst", action="store_true", help="instead of the table")
    parser.add_argument("--loads", type=int, help="instead of the table")
    parser.add_argument("--host", choices=("lab", "voila", "preheated"), default="lab")
    args = parser.parse_args()
    path = next(filter(None, map(shutil.which, NAMES)), None) or sys.exit("no browser found")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # JupyterLab is stopped too
    with sync_playwright() as playwright, jupyterlab() as lab:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        (burst if args.burst else loads if args.loads else table)(browser, lab, args)
        browser.close()


if __name__ == "__main__":
    main()
