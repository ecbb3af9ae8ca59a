"""Several web processes and workers on one PostgreSQL."""

from __future__ import annotations

import re
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from tests.processes.running import (
    command,
    descendants,
    environment,
    free_port,
    kill,
    started,
    status,
    wait_until,
)

pytestmark = [pytest.mark.slow, pytest.mark.postgres]


def test_web_processes_and_workers_share_one_database(tmp_path: Path, postgres_url: str) -> None:
    port = free_port()
    env = environment(
        tmp_path,
        PORT=str(port),
        FORUMAPP_DATABASE_URL=postgres_url,
        FORUMAPP_WEB_PROCESSES="2",
        FORUMAPP_SECRET_KEY="one key for all of the processes, of good length",
    )
    base = f"http://127.0.0.1:{port}"
    command("migrate", env=env)
    command("demo", env=env)
    plain = postgres_url.replace("postgresql+psycopg://", "postgresql://")

    with (
        started("run", "--no-worker", env=env) as web,
        started("worker", env=env) as first,
        started("worker", env=env) as second,
    ):
        wait_until(lambda: status(f"{base}/healthz") == 200, what="an answer")
        wait_until(lambda: len(descendants(web.pid)) >= 2, what="2 processes")
        assert _seen(f"{base}/events/forum-next/programme") == {"Provisional"}

        command("demo", "--today", env=env)  # publishes another release, in another process
        time.sleep(1.5)
        assert _seen(f"{base}/events/forum-next/programme") == {"Revised"}

        _enqueue(plain, 40)
        kill(first.pid)
        with started("worker", env=env) as third:  # wakes the others for all that is due
            wait_until(lambda: _left(plain) == 0, what="every job done by the other workers")
            assert (second.poll(), third.poll()) == (None, None)
            third.send_signal(signal.SIGTERM)
            third.communicate(timeout=30)
        web.send_signal(signal.SIGTERM)
        web.communicate(timeout=30)


def _seen(address: str) -> set[str]:
    """What many answers, from whichever process, call the release."""
    found: set[str] = set()
    for _ in range(20):
        with urlopen(address) as answer:
            page = answer.read().decode()
        found |= set(re.findall(r"<span>(Provisional|Revised)\b", page))
    return found


def _enqueue(url: str, count: int) -> None:
    """Jobs whose mail is gone: each is given up at once, which is an end as good as any."""
    with psycopg.connect(url) as connection:
        for number in range(count):
            connection.execute(
                "INSERT INTO jobs (name, key, payload, state, attempts, due_at, progress, total,"
                " result, error, created_at) VALUES ('send_mail', %s, %s, 'queued', 5, %s, 0, 0,"
                " '{}', '', %s)",
                (f"test:{number}", '{"mail_id": 0}', datetime.now(UTC), datetime.now(UTC)),
            )


def _left(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM jobs WHERE key LIKE 'test:%' AND state IN ('queued', 'running')"
        ).fetchone()
    assert row is not None
    left: int = row[0]
    return left
