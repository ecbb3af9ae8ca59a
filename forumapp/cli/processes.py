"""The processes that `forumapp run` keeps alive: forks of one that has loaded everything.

A fork shares what was loaded before it, so it starts at once and takes little memory. The process
that they are forked from opens no connection and starts no thread, so that none is shared.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextvars import Context
from multiprocessing.process import BaseProcess
from types import FrameType

GRACE = 10.0  # seconds a process has to end by itself
STEADY = 5.0  # a process that ran this long is started again at once
_fork = multiprocessing.get_context("fork")


class Family:
    """Processes that end with the one that started them, however it ends."""

    def __init__(self) -> None:
        # Nobody writes to it. It closes when this process ends, even by a kill.
        self._reading, self._writing = os.pipe()

    def start(self, work: Callable[[], object]) -> BaseProcess:
        """Do the work in a process of its own, outside of any application or request."""
        process = _fork.Process(target=self._live, args=(work,))
        process.start()
        return process

    def keep(self, works: Sequence[Callable[[], object]]) -> None:
        """Keep a process for each alive until a signal comes; then end them all."""
        stopping = threading.Event()

        def stop(_number: int, _frame: FrameType | None) -> None:
            stopping.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        running = [(self.start(work), time.monotonic()) for work in works]
        try:
            while not stopping.wait(0.2):
                for index, (process, began) in enumerate(running):
                    if process.is_alive():
                        continue
                    if time.monotonic() - began < STEADY and stopping.wait(1):
                        break
                    running[index] = self.start(works[index]), time.monotonic()
        finally:
            end([process for process, _ in running])

    def _live(self, work: Callable[[], object]) -> None:
        os.setsid()  # the terminal's Ctrl-C comes to the parent alone
        os.close(self._writing)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        threading.Thread(target=self._end_with_parent, daemon=True).start()
        Context().run(work)

    def _end_with_parent(self) -> None:
        os.read(self._reading, 1)
        os.kill(os.getpid(), signal.SIGTERM)  # which is lost on a worker that is just starting
        time.sleep(GRACE)
        os.killpg(os.getpid(), signal.SIGKILL)


def end(processes: Sequence[BaseProcess]) -> None:
    """Ask them to end, and kill those that are still there after the grace, with their groups."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        process.join(max(0.1, deadline - time.monotonic()))
        if process.is_alive() and process.pid is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.join()
    sys.stdout.flush()
