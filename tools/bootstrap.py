"""Makes `.venv` ready to run (`run`) or to develop and test (`dev`); quick when nothing changed."""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".forumapp.json"
TRANSLATIONS = ROOT / "forumapp/i18n/translations"
REQUIREMENTS = {
    "run": [ROOT / "requirements/run.txt", ROOT / "requirements/build.txt"],
    "dev": [ROOT / "requirements/dev.txt"],
}
# Debian's package -> a shared library it brings.
LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
# Debian's package -> the beginning of the name of a font file it brings.
FONTS = {"fonts-noto-core": "NotoSansKhmer-", "fonts-noto-cjk": "NotoSansCJK-"}
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)


class SetUpError(Exception):
    """The set-up cannot go on; the message is one line saying what to do."""


@dataclass(slots=True)
class Step:
    """One printed line of the set-up: what was done, and how long it took."""

    title: str


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Times what happens inside and prints it as one line; the title may be changed on the way."""
    current = Step(title)
    started = time.monotonic()
    yield current
    say(f"{time.monotonic() - started:6.1f} s  {current.title}")


def say(line: str) -> None:
    """Prints a line at once, even into a pipe."""
    print(line, flush=True)


def run(command: list[str], *, failure: str, env: dict[str, str] | None = None) -> None:
    """Runs a command quietly; raises SetUpError with its own words when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        last_words = "\n".join(done.stdout.rstrip().splitlines()[-20:])
        raise SetUpError(f"{last_words}\n{failure}")


def digest(paths: Iterable[Path]) -> str:
    """The SHA-256 of the files' contents, in the order given."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def project_digest() -> str:
    """Changes when the project must be installed anew, not with every setting of a tool."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        settings = tomllib.load(file)
    parts = [settings["build-system"], settings["project"], settings["tool"]["hatch"]]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def missing_system_packages() -> list[str]:
    """Debian's names of the libraries and fonts for PDF that this machine lacks."""
    libraries = [package for package, library in LIBRARIES.items() if not loads(library)]
    files = [path.name for folder in FONT_FOLDERS for path in folder.rglob("Noto*")]
    fonts = [
        package
        for package, prefix in FONTS.items()
        if not any(name.startswith(prefix) for name in files)
    ]
    return libraries + fonts


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_command() -> list[str] | None:
    """How apt-get may be called here: as root, by sudo without a password, or (None) not at all."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    if shutil.which("sudo"):
        allowed = subprocess.run(
            ["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if allowed.returncode == 0:
            return ["sudo", "-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    return None


def apt_install(packages: list[str]) -> bool:
    """Installs Debian packages where that is allowed; whether it was."""
    apt = apt_command()
    if apt is None:
        return False
    quiet = ["-qq", "-o", "DPkg::Lock::Timeout=120"]
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    failure = f"apt-get could not install: {' '.join(packages)}"
    run([*apt, *quiet, "update"], failure=failure, env=environment)
    install = [*apt, *quiet, "install", "--yes", "--no-install-recommends", *packages]
    run(install, failure=failure, env=environment)
    return True


def prepare_system() -> None:
    """Brings the libraries and fonts that PDF needs, or says in one line what to install."""
    if sys.platform != "linux":
        if sys.platform == "darwin" and not loads("libpango-1.0.0.dylib"):
            say("PDF needs: brew install pango font-noto-sans font-noto-sans-cjk")
        return
    with step("system libraries and fonts are here") as current:
        missing = missing_system_packages()
        if not missing:
            return
        names = " ".join(missing)
        try:
            installed = apt_install(missing)
        except SetUpError as error:
            say(str(error))
            installed = False
        current.title = (
            f"system packages installed: {names}"
            if installed
            else f"PDF will not work until you run: apt-get install {names}"
        )


def find_uv() -> str | None:
    """The uv to install with, if there is one: quicker than pip, with the same outcome."""
    own = VENV_PYTHON.with_name("uv")
    return shutil.which("uv") or (str(own) if own.exists() else None)


def venv_works() -> bool:
    """Whether `.venv` starts a new enough Python and was made for this folder."""
    if not VENV_PYTHON.exists():
        return False
    check = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        started = subprocess.run([VENV_PYTHON, "-c", check], capture_output=True, check=False)
    except OSError:
        return False
    return started.returncode == 0 and read_stamp().get("root", str(ROOT)) == str(ROOT)


def read_stamp() -> dict[str, str]:
    """What is installed in `.venv`, as digests; empty when that is unknown."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def make_venv() -> None:
    """Makes `.venv` with the Python that runs this, unless it is there and works."""
    if venv_works():
        return
    version = ".".join(map(str, sys.version_info[:3]))
    with step(f"made .venv with Python {version}"):
        if uv := find_uv():
            command = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
        else:
            require_venv_module()
            command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        run(command, failure="Could not make .venv", env={"UV_PYTHON_DOWNLOADS": "never"})


def require_venv_module() -> None:
    """Debian ships venv apart from Python: installs it, or raises SetUpError saying how."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not apt_install([package]):
        raise SetUpError(f"Python's venv module is missing, install it: apt-get install {package}")


def installer() -> tuple[str, list[str]]:
    """The name of what installs packages into `.venv`, and its command up to the arguments."""
    if uv := find_uv():
        return "uv", [uv, "pip", "install", "--quiet", "--python", str(VENV_PYTHON)]
    pip = [str(VENV_PYTHON), "-m", "pip", "--quiet", "--no-input", "--disable-pip-version-check"]
    return "pip", [*pip, "install", "--no-compile"]


def install_requirements(level: str) -> None:
    """Installs exactly what the hashed files of the level name; they are complete."""
    name, command = installer()
    with step(f"installed the dependencies (requirements/{level}.txt, {name})"):
        files = [part for path in REQUIREMENTS[level] for part in ("-r", str(path))]
        options = ["--require-hashes", "--no-deps"]
        run([*command, *options, *files], failure="Could not install the dependencies")


def install_project() -> None:
    """Installs the project itself, editable, with the build tools that `.venv` already has."""
    name, command = installer()
    with step(f"installed forumapp itself ({name})"):
        options = ["--no-build-isolation", "--no-deps", "--editable", str(ROOT)]
        run([*command, *options], failure="Could not install forumapp")


def compile_python() -> None:
    """Compiles what is installed and the project itself, with every processor.

    Python would do so as it goes, but for each process anew where it may not write bytecode.
    """
    with step("compiled Python's bytecode"):
        folders = [sysconfig.get_path("purelib", vars={"base": str(VENV)}), str(ROOT / "forumapp")]
        command = [str(VENV_PYTHON), "-m", "compileall", "-q", "-j", "0", *folders]
        # A file that is no Python for this version, such as a template, is not a failure.
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def prepare_venv(level: str) -> None:
    """Brings `.venv` up to the level, doing only what has changed since the last time."""
    make_venv()
    stamp = read_stamp()
    wanted = digest(REQUIREMENTS[level])
    project = project_digest()
    if stamp.get(level) == wanted and stamp.get("project") == project:
        return
    if stamp.get(level) != wanted:
        install_requirements(level)
        # The development requirements hold the running ones, at the same versions.
        stamp |= {"root": str(ROOT), "run": digest(REQUIREMENTS["run"]), level: wanted}
        STAMP.write_text(json.dumps(stamp))
    if stamp.get("project") != project:
        install_project()
        STAMP.write_text(json.dumps({**stamp, "project": project}))
    compile_python()


def compile_catalogues() -> None:
    """Compiles the interface's translations where a catalogue is newer than its compiled form."""
    if all(is_compiled(path) for path in TRANSLATIONS.rglob("*.po")):
        return
    with step("compiled the translations"):
        command = [str(VENV_PYTHON), str(ROOT / "tools/catalogues.py"), "--compile"]
        run(command, failure="Could not compile the translations")


def is_compiled(catalogue: Path) -> bool:
    """Whether the compiled form is there and not older."""
    compiled = catalogue.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime


def main() -> int:
    """Sets up and says what it did, line by line; returns 1 after one line on what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("level", choices=sorted(REQUIREMENTS))
    level = parser.parse_args().level
    try:
        with step("set-up"):
            prepare_system()
            prepare_venv(level)
            compile_catalogues()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
