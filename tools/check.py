"""Runs what guards the code (style, types, architecture, templates, dependencies), then tests."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Check:
    """A command that passes with exit code 0; skipped while what it reads does not exist."""

    title: str
    command: Sequence[str]
    reads: str = "forumapp"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check ended, after how many seconds, and what it said."""

    check: Check
    passed: bool
    seconds: float
    said: str


# The slowest comes first, since two run at a time.
CHECKS = (
    Check("types", ("mypy",)),
    Check("style", ("ruff", "check", "--output-format=concise")),
    Check("format", ("ruff", "format", "--check", "--output-format=concise")),
    Check("architecture", ("lint-imports", "--no-cache")),
    Check("templates", ("djlint", "--lint", "--quiet", "templates"), reads="templates"),
    Check("dependencies", ("deptry", "forumapp")),
    Check("catalogues", ("python", "tools/catalogues.py", "--check")),
)


def carry_out(check: Check) -> Outcome:
    """Runs one check and keeps its words."""
    started = time.monotonic()
    program, *arguments = check.command
    done = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(check, done.returncode == 0, time.monotonic() - started, done.stdout)


def carry_out_all() -> list[str]:
    """Runs every check, prints a line for each and the words of those that failed: their titles."""
    checks = [check for check in CHECKS if (ROOT / check.reads).exists()]
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for outcome in pool.map(carry_out, checks):
            verdict = "passed" if outcome.passed else "FAILED"
            print(f"{outcome.seconds:6.1f} s  {outcome.check.title}: {verdict}", flush=True)
            if not outcome.passed:
                print(outcome.said.rstrip(), flush=True)
                failed.append(outcome.check.title)
    return failed


def main() -> int:
    """Returns 0 when every check, and every test if asked for, has passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="run the tests too")
    with_tests = parser.parse_args().tests
    failed = carry_out_all()
    if with_tests:
        tests = subprocess.run([BIN / "pytest"], cwd=ROOT, check=False)
        if tests.returncode:
            failed.append("tests")
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
