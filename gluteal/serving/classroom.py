"""One Voila for a class on its own laptops: a kernel and a folder for each learner."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado import web
from traitlets import Integer, Unicode
from traitlets.config import Config

from gluteal.cases import VARIABLE

PATIENCE = 3  # seconds; a page that is reloaded may ask for a place before it gives its own back
IDLE = 300  # seconds without a question; then a page that is no longer connected has gone
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "MKL", "OMP")}
ONE_THREAD["VECLIB_MAXIMUM_THREADS"] = "1"
FULL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The class is full</title>
<meta name="viewport" content="width=device-width"><style>
:root {{ color-scheme: light dark; font: 1.25rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 32rem; margin: 15vh auto; padding: 0 1rem; }}
</style></head><body><h1>The class is full</h1>
<p>All places are taken ({places}). Those who have one go on undisturbed.</p>
<p>Look on with a neighbour, or close a tab of this page that nobody needs and load this one again:
a tab that is closed gives its place back, after {minutes} minutes at the latest.</p>
</body></html>
"""
_asking: ContextVar[web.RequestHandler | None] = ContextVar("asking", default=None)


class Classroom(AsyncMappingKernelManager):
    """Kernels of a class: as many as there are places, each with a folder of its own.

    The folder is where :class:`gluteal.cases.Journal` keeps cases and the quiz; it goes with
    the kernel. A kernel that is being shut down has left its place already.
    """

    places = Integer(30, help="learners at the same time").tag(config=True)
    folder = Unicode(help="where the folders of the learners are made").tag(config=True)

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)  # type: ignore[no-untyped-call]
        self._seated: set[str] = set()

    async def start_kernel(self, **named: Any) -> str:  # type: ignore[override]
        """Start the kernel of a learner, or refuse with HTTP 503 if no place comes free."""
        for _ in range(10 * PATIENCE):
            if len(self._seated) < self.places:
                break
            await asyncio.sleep(0.1)
        else:
            self._refuse()
        learner = self.new_kernel_id()
        self._seated.add(learner)
        own = {VARIABLE: str(Path(self.folder, learner)), **ONE_THREAD}
        named |= {"kernel_id": learner, "env": {**os.environ, **named.get("env", {}), **own}}
        try:
            return await super().start_kernel(**named)
        except BaseException:
            self._seated.discard(learner)
            raise

    async def shutdown_kernel(  # type: ignore[override]
        self, kernel_id: str, *args: Any, **named: Any
    ) -> None:
        """Shut a kernel down; its place is free at once, its folder is removed afterwards."""
        seated = kernel_id in self._seated  # anything else may be no kernel at all
        self._seated.discard(kernel_id)
        await super().shutdown_kernel(kernel_id, *args, **named)  # type: ignore[no-untyped-call]
        if seated:
            shutil.rmtree(Path(self.folder, kernel_id), ignore_errors=True)

    def _refuse(self) -> None:
        page = FULL.format(places=self.places, minutes=max(1, self.cull_idle_timeout // 60))
        handler = _asking.get()
        if handler is None:
            raise web.HTTPError(503, "The class is full")
        handler.set_status(503, "The class is full")
        handler.set_header("Retry-After", "30")
        raise web.Finish(page)


def settings(places: int, folder: Path) -> Config:
    """What makes a Voila a classroom; a command line may say otherwise."""
    config = Config()
    config.Voila.auto_token = False  # one short address on the board, nobody's patients behind it
    config.VoilaConfiguration.multi_kernel_manager_class = Classroom
    config.VoilaConfiguration.prelaunch_hook = _remember
    config.Classroom.places, config.Classroom.folder = places, str(folder)
    config.MappingKernelManager.cull_idle_timeout = IDLE
    config.MappingKernelManager.cull_interval = 30
    return config


def _remember(handler: web.RequestHandler, notebook: Any, cwd: str) -> None:
    """Voila's hook before a kernel starts: who is asking, for a refusal that can be read.

    Reading the token sets a cookie. A page that closes must send it back to shut its kernel
    down, and Voila 0.5.13 does not set it: a closed tab would keep its place.
    """
    _asking.set(handler)
    assert handler.xsrf_token


def serve(app: Any, argv: list[str], places: int, config: Config) -> None:
    """Run a Voila for ``places`` learners until it is stopped; what they kept goes with it."""
    with tempfile.TemporaryDirectory(prefix="gluteal-class-", ignore_cleanup_errors=True) as folder:
        config.merge(settings(places, Path(folder)))
        app.launch_instance(argv, config=config)
