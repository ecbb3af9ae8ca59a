"""What a run works with: a folder, databases with events in them, servers, and the client."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.bench import processes
from tests.bench.hello import COPIES
from tests.bench.load import GZIP, PLAIN, Client, Target, check, fetch
from tests.bench.processes import Processes, command

SECRET = "a key for benchmarks alone, of more than thirty-two characters"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and where it answers."""

    process: subprocess.Popen[bytes]
    address: str
    started_in: float

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None


class House:
    """Everything that the rows share, made when the first of them needs it."""

    def __init__(self, folder: Path, started: Processes, client: Client, *, quick: bool) -> None:
        self.folder, self.started, self.client, self.quick = folder, started, client, quick
        self._server: Server | None = None
        self._hello: Server | None = None

    @cached_property
    def instance(self) -> Path:
        """An instance with the demonstration and two events to compare, for reading only."""
        folder = self.folder / "instance"
        environ = environment(folder)
        processes.run(command("forumapp", "migrate"), env=environ, timeout=120)
        processes.run(command("forumapp", "demo", "--big"), env=environ, timeout=300)
        self.inside(folder, "event-of-forty")
        self.inside(folder, "clear-jobs")
        return folder

    def inside(self, instance: Path, *arguments: str, given: str = "", **settings: str) -> str:
        """Run a command of `tests.bench.inside` on an instance; what it printed."""
        run = command("tests.bench.inside", *arguments)
        environ = {**environment(instance), **settings}
        return processes.run(run, env=environ, timeout=600, given=given).strip()

    def copy_of_instance(self, name: str) -> Path:
        """An instance of one's own with the same content."""
        copy = self.folder / name
        shutil.copytree(self.instance, copy)
        return copy

    @property
    def server(self) -> Server:
        """The application on that instance, one web process as `forumapp run` starts it."""
        if self._server is None or self._server.has_ended:
            self._server = self.serve(self.instance)
        return self._server

    @property
    def hello(self) -> Server:
        """The comparison on the same server with the same options and threads."""
        if self._hello is None or self._hello.has_ended:
            self._hello = self._say_hello()
        return self._hello

    def _say_hello(self) -> Server:
        (self.folder / "copies").mkdir(exist_ok=True)
        port = processes.free_port()
        environ = environment(self.folder / "hello", port=port)
        environ[COPIES] = str(self.folder / "copies")
        ours = command("tests.bench.hello")
        return self._start(ours, environ, f"http://127.0.0.1:{port}", "/")

    def sessions(self, slug: str) -> list[str]:
        """The paths of the sessions' pages that the programme page of an event leads to."""
        page = fetch(f"{self.server.address}/events/{slug}/programme").body.decode()
        links = re.findall(rf'href="(/events/{slug}/sessions/[^".?#]+)"', page)
        return list(dict.fromkeys(links))

    def serve(self, instance: Path, *options: str, **settings: str) -> Server:
        """Start `forumapp run` on an instance and wait until it answers."""
        port = processes.free_port()
        run = command("forumapp", "run", "--no-demo", *(options or ("--no-worker",)))
        environ = {**environment(instance, port=port), **settings}
        return self._start(run, environ, f"http://127.0.0.1:{port}", "/")

    def copy(self, name: str, target: Target) -> tuple[Target, Target]:
        """The comparison's addresses for the bytes of a target: plain and compressed."""
        folder = self.folder / "copies"
        address = f"{self.hello.address}/copies/{name}"
        for suffix, headers in (("", PLAIN), (".gz", GZIP)):
            answer = check(Target(target.url, {**target.headers, **headers}))
            (folder / f"{name}{suffix}").write_bytes(answer.body)
        return Target(address, PLAIN), Target(address, GZIP)

    def _start(self, run: list[str], environ: Mapping[str, str], address: str, path: str) -> Server:
        began = time.monotonic()
        process = self.started.start(run, env=environ)
        wait_for(address + path, process, seconds=60)
        return Server(process, address, time.monotonic() - began)


def environment(instance: Path, *, port: int = 8000) -> dict[str, str]:
    """The environment of a process of the application that works in this folder."""
    instance.mkdir(parents=True, exist_ok=True)
    return {
        "FORUMAPP_INSTANCE": str(instance),
        "FORUMAPP_SECRET_KEY": SECRET,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }


def wait_for(url: str, process: subprocess.Popen[bytes], *, seconds: float) -> None:
    """Return when the address answers 200; RuntimeError when the process ends or time is up."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server of {url} ended with {process.returncode}")
        try:
            if fetch(url, timeout=5).status == 200:
                return
        except OSError:
            pass  # not listening yet
        time.sleep(0.01)
    raise RuntimeError(f"{url} did not answer within {seconds:.0f} s")
