"""Several processes behind one port: they are made by forking, watched, and ended together."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import Final

from truespec.mock.errors import MockError

__all__ = ["WorkersError", "can_fork", "run_workers"]

_GRACE_SECONDS: Final = 10
_LOOK_SECONDS: Final = 0.5
_SHORTEST_LIFE_SECONDS: Final = 1.0
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class WorkersError(MockError):
    """Workers cannot be had here, or end as soon as they begin."""


def can_fork() -> bool:
    """Say whether this system can make workers."""
    return "fork" in multiprocessing.get_all_start_methods()


def run_workers(work: Callable[[], None], count: int) -> None:
    """Do ``work`` in ``count`` processes until SIGINT or SIGTERM; one that ends before is replaced.

    The caller has closed what must not be shared by processes, such as connections to a database, and runs in the main
    thread.  When the caller is killed, the workers end too.

    Raises:
        WorkersError: A worker ended as soon as it began, so another one would too.
    """
    crew = _Crew(work)
    with _handling(crew.stop):
        try:
            for _ in range(count):
                crew.hire()
            crew.watch()
        finally:
            crew.end()


class _Crew:
    """The processes at work."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._born = dict[BaseProcess, float]()
        self._stopping = threading.Event()

    def stop(self, *_: object) -> None:
        """Ask everybody to end."""
        self._stopping.set()
        for process in self._born:
            process.terminate()

    def end(self) -> None:
        """Stop everybody, with force who does not."""
        self.stop()
        deadline = time.monotonic() + _GRACE_SECONDS
        for process in self._born:
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()

    def hire(self) -> None:
        """Make one more."""
        process = multiprocessing.get_context("fork").Process(target=_run, args=(self._work,), daemon=True)
        process.start()
        self._born[process] = time.monotonic()
        if self._stopping.is_set():
            process.terminate()  # the signal came while it was being made

    def watch(self) -> None:
        """Replace whoever ends, until the signal to stop has come."""
        while not self._stopping.is_set():
            # A signal does not end the wait, and its processes may not listen to it either.
            wait([process.sentinel for process in self._born], _LOOK_SECONDS)
            for process in [process for process in self._born if not process.is_alive()]:
                born = self._born.pop(process)
                if self._stopping.is_set():
                    return
                if time.monotonic() - born < _SHORTEST_LIFE_SECONDS:
                    raise WorkersError("a worker ended as soon as it began", "run with --workers 1 to see the reason")
                self.hire()


@contextlib.contextmanager
def _handling(stop: Callable[..., None]) -> Generator[None, None, None]:
    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _run(work: Callable[[], None]) -> None:
    """Work in a new process, which ends when its parent does."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

        threading.Thread(target=follow, name="truespec-parent", daemon=True).start()
    work()
