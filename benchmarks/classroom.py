"""How many learners one machine holds: websocket clients that do what the page does.

A server of its own (``gluteal --voila --learners N`` or ``gluteal present --learners N``), to
which more and more learners come, those of a step all at once. Each opens the page, connects
to its kernel, finds the screen and then asks on average every 4 s what the page asks on a click:
the explorer ``show`` with changing marks, beside its ``ping`` every 4 s; teaching a ``lesson``,
then ``bayes`` or a reveal, which asks nothing. A reply counts from the question to its arrival;
drawing it is the work of the learner's own laptop. The clients run on the same machine, so the
figures are upper bounds. ``--browser``: a real Chromium is one more learner. ``--past``: what
happens to learner N + 1. ``--hub``: a private JupyterHub (``jupyterhub`` installed,
``configurable-http-proxy`` on the path), a server and a kernel for each user.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import numpy as np
import psutil
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

import gluteal

PROTOCOL = "v1.kernel.websocket.jupyter.org"
THINK = 4.0  # seconds between clicks, on average
SECRET = uuid.uuid4().hex  # of the hub's service that stands for the browsers
COLUMNS = "learners  answers  p50 ms  p95 ms  opened s  slowest s  MB a learner  server MB  cores  free GB  lost"
HUB = """
import sys
from gluteal.serving import EXTENSIONS, QUIET, SETTINGS

c.JupyterHub.authenticator_class = "dummy"  # anybody, any name: for trying
c.JupyterHub.spawner_class = "simple"  # every user as the one who runs the hub: for trying
c.Authenticator.allow_all = True
c.JupyterHub.active_server_limit = 30  # one more is refused
c.JupyterHub.concurrent_spawn_limit = 4  # the others are asked to wait a moment
c.Spawner.start_timeout = c.Spawner.http_timeout = 120

# each user's own copy of the notebooks, then the server
START = '''
from pathlib import Path
from gluteal.serving import notebooks
from jupyterhub.singleuser import main
notebooks(Path.home() / "gluteal")
main()'''
c.Spawner.cmd = [sys.executable, "-c", START]
c.Spawner.args = [
    *QUIET,
    "--MappingKernelManager.cull_idle_timeout=1800",
    "--MappingKernelManager.cull_interval=60",
    "--MappingKernelManager.cull_connected=True",  # a page that is open but asks nothing, too
    "--ServerApp.shutdown_no_activity_timeout=3600",
]
c.Spawner.environment = {
    "OPENBLAS_NUM_THREADS": "1",
    "JUPYTER_CONFIG_PATH": str(SETTINGS),
    "JUPYTER_PATH": str(EXTENSIONS),  # the screen opens by itself
}
c.Spawner.default_url = "/doc/tree/gluteal/explore.ipynb"
"""
BESIDE = """
c.Spawner.args += ["--allow-root"]
c.SimpleLocalProcessSpawner.home_dir_template = {home!r} + "/{{username}}"
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.active_server_limit = {limit}
c.JupyterHub.services = [{{"name": "bench", "api_token": {secret!r}}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [{{"name": "bench", "scopes": scopes, "services": ["bench"]}}]
"""
CLICK = """async (selector) => {
  const glu = document.querySelector('.glu'), was = glu.dataset.turn, start = performance.now();
  const frame = () => new Promise(requestAnimationFrame);
  document.querySelector(selector).click();
  while (glu.dataset.turn === was || glu.getAttribute('aria-busy') !== 'false') await frame();
  await frame();
  return performance.now() - start;
}"""
TOGGLED = "pain_low_back pain_mid_buttock pain_ischial pain_lateral_hip pain_groin".split()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


async def fetch(url, **options):
    request = HTTPRequest(url, request_timeout=300, connect_timeout=60, **options)
    return await AsyncHTTPClient().fetch(request, raise_error=False)


class Learner:
    """A page without its looks: the same questions to the same kernel."""

    def __init__(self, base, headers=None):
        self.base, self.headers, self.session = base, headers or {}, uuid.uuid4().hex
        self.kernel, self.comm, self.asked, self.waiting = "", "", 0, {}
        self.spent, self.lost, self.tasks, self.token = [], 0, [], ""

    async def connect(self):
        url = f"{self.base}api/kernels/{self.kernel}/channels?session_id={self.session}"
        request = HTTPRequest(
            url.replace("http", "ws", 1),
            headers=self.headers,
            connect_timeout=60,
            request_timeout=120,  # a crowd that comes at once shares two cores
        )
        self.socket = await websocket_connect(
            request, subprotocols=[PROTOCOL], max_message_size=2**28
        )
        assert self.socket.selected_subprotocol == PROTOCOL
        self.tasks.append(asyncio.create_task(self.listen()))

    async def listen(self):
        while (raw := await self.socket.read_message()) is not None:
            parts = deserialize_msg_from_ws_v1(raw)[1]
            kind = json.loads(parts[0])["msg_type"]
            if kind in ("comm_msg", "comm_info_reply", "execute_reply"):
                content = json.loads(parts[3])
                said = content.get("data", {}).get("content", {}) if kind == "comm_msg" else {}
                key = said.get("reply") if kind == "comm_msg" else kind
                if key in self.waiting and not self.waiting[key].done():
                    self.waiting.pop(key).set_result((content, said.get("shown")))

    async def say(self, kind, content, key, timeout=60):
        """Send a message; what answers it, waited for ``timeout`` seconds at most."""
        self.waiting[key] = answer = asyncio.get_running_loop().create_future()
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.session}
        header |= {"username": "", "version": "5.3", "date": "2026-01-01T00:00:00Z"}
        parts = [json.dumps(p).encode() for p in (header, {}, {}, content)]
        await self.socket.write_message(serialize_msg_to_ws_v1(parts, "shell"), binary=True)
        return await asyncio.wait_for(answer, timeout)

    async def ask(self, ask, comm="", timeout=60, **more):
        self.asked += 1
        said = {"ask": ask, "id": self.asked, **more}
        content = {"comm_id": comm or self.comm, "data": {"method": "custom", "content": said}}
        return await self.say("comm_msg", content, said["id"], timeout)

    async def find(self):
        """The screen among the widgets is what answers a ping."""
        comms, _ = await self.say(
            "comm_info_request", {"target_name": "jupyter.widget"}, "comm_info_reply"
        )
        pings = [asyncio.create_task(self.ask("ping", c)) for c in comms["comms"]]
        done, others = await asyncio.wait(pings, return_when=asyncio.FIRST_COMPLETED)
        self.comm = done.pop().result()[0]["comm_id"]
        for other in others:
            other.cancel()

    async def click(self, ask, **more):
        start = time.perf_counter()
        try:
            _, shown = await self.ask(ask, **more)
            assert "error" not in shown, shown["error"]
            self.spent.append(time.perf_counter() - start)
        except Exception as error:
            self.lost += 1
            print(f"lost: {error!r}", file=sys.stderr)

    async def beat(self):
        while True:
            await asyncio.sleep(THINK)
            with contextlib.suppress(asyncio.TimeoutError):
                await self.ask("ping")

    def close(self):
        for task in self.tasks:
            task.cancel()
        self.socket.close()


async def open_voila(base):
    """A learner whose page is there, with the screen found."""
    page = await fetch(base)
    assert page.code == 200, (page.code, page.body[:300])
    html = page.body.decode()
    config = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.S)
    told = json.loads(config[1])
    learner = Learner(base.rstrip("/") + told["baseUrl"])
    learner.kernel = told["kernelId"]
    learner.token = re.search("_xsrf=([^;]+)", str(page.headers.get_list("Set-Cookie")))[1]
    for source in re.findall(r'<script src="(/[^"]+)"', html):
        await fetch(base.rstrip("/") + source)
    await learner.connect()
    await learner.find()
    return learner


async def open_hub(base, name, screen):
    """A user of the hub whose server, kernel and screen are there."""
    headers = {"Authorization": f"token {SECRET}"}
    user = f"{base}hub/api/users/{name}"
    await fetch(user, method="POST", body="", headers=headers)
    for _ in range(200):
        started = await fetch(f"{user}/server", method="POST", body="", headers=headers)
        if started.code in (201, 202):
            break
        if started.code != 429 or b"limit" in started.body:
            raise ConnectionRefusedError(f"{started.code}: {started.body.decode()}")
        await asyncio.sleep(float(started.headers.get("Retry-After", 2)) / 4)
    for _ in range(600):
        said = json.loads((await fetch(user, headers=headers)).body)
        if said["servers"].get("", {}).get("ready"):
            break
        await asyncio.sleep(0.5)
    learner = Learner(f"{base}user/{name}/", headers)
    kernel = await fetch(f"{learner.base}api/kernels", method="POST", body="{}", headers=headers)
    learner.kernel = json.loads(kernel.body)["id"]
    await learner.connect()
    code = (
        f"import gluteal\nscreen = gluteal.{'teach' if screen == 'teach' else 'explore'}()\nscreen"
    )
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    done, _ = await learner.say("execute_request", content, "execute_reply", 180)
    assert done["status"] == "ok", done
    await learner.find()
    return learner


def compatible():
    """Findings that can all be present, or all absent, in one case."""
    kb, ids = gluteal.load(), []
    for finding in kb.findings.index[kb.findings["screening"] == "no"]:
        with contextlib.suppress(gluteal.CaseError):
            gluteal.Case(present=[*ids, finding]).check(kb)
            gluteal.Case(absent=[*ids, finding]).check(kb)
            ids.append(str(finding))
    return ids


async def explorer(learner, until, findings):
    """Clicks of a learner who explores: one mark more, less or changed each time."""
    marks = {f: random.choice(("present", "absent")) for f in random.sample(findings, 6)}
    while (pause := random.expovariate(1 / THINK)) < until - time.monotonic():
        await asyncio.sleep(pause)
        finding = random.choice(findings if len(marks) < 12 else list(marks))
        marks[finding] = random.choice(("present", "absent"))
        if len(marks) > 12:
            del marks[next(iter(marks))]
        states = {s: [f for f, m in marks.items() if m == s] for s in ("present", "absent")}
        await learner.click("show", case={"setting": "pain_clinic", **states})


async def student(learner, until, findings):
    """Clicks of a learner who goes through cases: half are reveals, which ask nothing."""
    while (pause := random.expovariate(1 / THINK)) < until - time.monotonic():
        await asyncio.sleep(pause)
        if random.random() < 0.5:
            chosen = {"finding": random.choice(findings), "state": "present"}
            pre = random.randint(1, 95) / 100
            await learner.click("bayes", pre=pre, cause="sacroiliac_joint_pain", **chosen)


async def first_answer(learner, screen):
    """What the page asks before anything can be clicked."""
    if screen == "teach":
        _, book = await learner.ask("library")
        await learner.ask("lesson", case=random.choice(book["cases"])["id"])
    else:
        _, now = await learner.ask("now")
        await learner.ask("show", case=now["case"])
        learner.tasks.append(asyncio.create_task(learner.beat()))


def pss(processes):
    """Megabytes of processes, what they share counted by halves, thirds and so on."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError, psutil.Error):
            text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1])
    return total / 1000


def worked(pid):
    """Seconds of processor that a server and its kernels have taken, but for those that ended."""
    everything = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return sum(sum(p.cpu_times()[:2]) for p in everything)


def memory(pid):
    """Megabytes of what belongs to learners, and of the rest."""
    everything = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    theirs = [p for p in everything if re.search("ipykernel|singleuser", " ".join(p.cmdline()))]
    return pss(theirs), pss([p for p in everything if p not in theirs])


@contextlib.contextmanager
def running(command, port, folder, **env):
    """A server of our own; its process."""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **env}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # slows the start of a kernel several times
    log = Path(folder, "log")
    with log.open("w") as written:
        server = subprocess.Popen(command, stdout=written, stderr=written, env=env, cwd=folder)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)) and server.poll() is None:
            time.sleep(0.2)
        assert server.poll() is None, log.read_text()
        yield server
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(60)
        server.kill()


@contextlib.contextmanager
def classroom(places, screen):
    """Address and process of ``gluteal`` for a class."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        port = free_port()
        words = ["present"] if screen == "teach" else ["--voila"]
        words += [f"--learners={places}", "--no-browser", f"--port={port}", f"--folder={name}"]
        with running([sys.executable, "-m", "gluteal", *words], port, name) as server:
            yield f"http://127.0.0.1:{port}/", server


@contextlib.contextmanager
def hub(places):
    """Address and process of a JupyterHub with the configuration of docs/class.md."""
    if not shutil.which("configurable-http-proxy"):
        sys.exit(
            "configurable-http-proxy is not on the path: npm install -g configurable-http-proxy"
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        port, inner, proxy = free_port(), free_port(), free_port()
        beside = BESIDE.format(
            home=f"{name}/home", port=port, hub=inner, proxy=proxy, limit=places, secret=SECRET
        )
        Path(name, "jupyterhub_config.py").write_text(HUB + beside)
        command = [sys.executable, "-m", "jupyterhub", "--config=jupyterhub_config.py"]
        with running(command, port, name) as server:
            time.sleep(3)  # the proxy answers before the hub is behind it
            yield f"http://127.0.0.1:{port}/", server


async def timed(opening, screen):
    start = time.perf_counter()
    learner = await opening
    await first_answer(learner, screen)
    return learner, time.perf_counter() - start


async def load(learners, screen, seconds, findings):
    """Replies in seconds, and how many questions were lost."""
    for learner in learners:
        learner.spent, learner.lost = [], 0
    acts = student if screen == "teach" else explorer
    until = time.monotonic() + seconds
    await asyncio.gather(*(acts(learner, until, findings) for learner in learners))
    spent = np.concatenate([learner.spent for learner in learners]) if learners else np.array([])
    return spent, sum(learner.lost for learner in learners)


async def beside(address, seconds):
    """Milliseconds of each click in a real browser, to the frame that shows the answer."""
    from playwright.async_api import async_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "msedge"))))
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        await page.goto(address, timeout=120_000)
        await page.wait_for_selector(".glu .chart[data-drawn] .heat", timeout=120_000)
        await asyncio.sleep(2)
        spent, until = [], time.monotonic() + seconds
        while time.monotonic() < until:
            turn = len(spent)
            target = (TOGGLED[turn // 2 % 5], ("present", "unknown")[turn % 2])
            spent.append(await page.evaluate(CLICK, '.list [data-key$=":{}:{}"]'.format(*target)))
            await asyncio.sleep(1)
        await browser.close()
    return spent


async def table(args):
    """More and more learners at one server, until answers are late or memory is gone."""
    findings, learners, most = compatible(), [], max(args.learners)
    places = most + args.browser * len(args.learners)  # a closed browser is noticed late
    serving = hub(most) if args.hub else classroom(places, args.screen)
    with serving as (address, server):
        print(COLUMNS, flush=True)
        for n in args.learners:
            names = [f"learner{i}" for i in range(len(learners), n)]
            openings = [
                open_hub(address, name, args.screen) if args.hub else open_voila(address)
                for name in names
            ]
            came = await asyncio.gather(
                *(timed(o, args.screen) for o in openings), return_exceptions=True
            )
            for failed in (c for c in came if isinstance(c, BaseException)):
                print(f"did not come in: {failed!r}"[:300], flush=True)
            came = [c for c in came if not isinstance(c, BaseException)]
            learners += [learner for learner, _ in came]
            real = asyncio.create_task(beside(address, args.seconds)) if args.browser else None
            before, start = worked(server.pid), time.monotonic()
            spent, lost = await load(learners, args.screen, args.seconds, findings)
            busy = (worked(server.pid) - before) / (time.monotonic() - start)
            p50, p95 = np.percentile(spent, [50, 95]) * 1000 if len(spent) else (np.nan, np.nan)
            opened = [seconds for _, seconds in came] or [np.nan]
            theirs, rest = memory(server.pid)
            count, left = len(learners), psutil.virtual_memory().available / 1e9
            print(
                f"{count:8d} {len(spent):8d} {p50:7.0f} {p95:7.0f} {np.median(opened):9.1f}"
                f" {max(opened):10.1f} {theirs / count:13.0f} {rest:10.0f} {busy:6.2f}"
                f" {left:8.1f} {lost:5d}",
                flush=True,
            )
            if real:
                clicks = np.percentile(await real, [50, 95])
                print("   a click in Chromium beside them: {:.0f} / {:.0f} ms".format(*clicks))
            if p95 > args.limit or left < 2 or count < n:
                print(f"stopped: p95 {p95:.0f} ms, {left:.1f} GB free, {count} of {n} came in")
                break
        if args.hub:
            print("one more:", await refused_by_hub(address, args.screen))
        for learner in learners:
            learner.close()


async def refused_by_hub(address, screen):
    try:
        await open_hub(address, "onemore", screen)
    except ConnectionRefusedError as error:
        return str(error)
    return "came in"


def plain(html):
    """What a page says, without its tags."""
    body = html.split("</head>")[-1]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


async def past(args):
    """What happens to learner N + 1 while N go on."""
    n, findings = args.learners[-1], compatible()
    with classroom(n, args.screen) as (address, _):
        came = await asyncio.gather(*(timed(open_voila(address), args.screen) for _ in range(n)))
        learners = [learner for learner, _ in came]
        for said in ("before", "while others are refused"):
            going = asyncio.create_task(load(learners, args.screen, args.seconds, findings))
            if said != "before":
                await asyncio.sleep(1)
                start = time.perf_counter()
                pages = await asyncio.gather(*(fetch(address) for _ in range(5)))
                for said_to in {f"HTTP {p.code}: {plain(p.body.decode())}" for p in pages}:
                    print(f"five more: {said_to}")
                print(f"after {time.perf_counter() - start:.1f} s")
            spent, lost = await going
            p50, p95 = np.percentile(spent, [50, 95]) * 1000
            print(f"{said}: {len(spent)} answers, p50 {p50:.0f} ms, p95 {p95:.0f} ms, {lost} lost")
        gone = learners.pop()
        gone.close()
        closing = f"{address}voila/api/shutdown/{gone.kernel}"
        cookie = {"Cookie": f"_xsrf={gone.token}"}
        await fetch(closing, method="POST", body=f"_xsrf={gone.token}", headers=cookie)
        came.append(await timed(open_voila(address), args.screen))
        print(f"one leaves, the next is in after {came[-1][1]:.1f} s")
        for learner, _ in came:
            learner.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--learners", nargs="+", type=int, default=[1, 5, 10, 20, 30, 40])
    parser.add_argument("--screen", choices=("explore", "teach"), default="explore")
    parser.add_argument("--seconds", type=float, default=60, help="of each step")
    parser.add_argument("--limit", type=float, default=300, help="p95 in ms that ends the table")
    parser.add_argument("--browser", action="store_true", help="a real browser beside them")
    parser.add_argument("--past", action="store_true", help="learner N + 1, instead of the table")
    parser.add_argument("--hub", action="store_true", help="JupyterHub in place of Voila")
    args = parser.parse_args()
    AsyncHTTPClient.configure(None, max_clients=500, max_body_size=2**28)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server is stopped too
    asyncio.run((past if args.past else table)(args))


if __name__ == "__main__":
    main()
