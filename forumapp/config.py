"""One frozen Settings, read from the environment once; every default is the embedded one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEY_FILE = "secret.key"
DOCUMENTS_KEY_FILE = "documents.key"


class ConfigurationError(Exception):
    """The environment asks for something the application can't start with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the process was started with. Durations are in seconds.

    Answers to invitations are read from the mailbox folder `mail_in`, where there is one, and are
    asked to be sent to `mail_in_address`; empty for the address of each event's secretariat.
    """

    instance: Path
    database_url: str
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    secret_key_file: Path | None  # where the key was read from, unless the environment gave it
    documents_keys: tuple[str, ...]  # of identity documents, unless a file has them
    backup_recipients: tuple[str, ...]
    production: bool
    base_url: str
    mail_url: str
    mail_from: str
    mail_in: Path | None
    mail_in_address: str
    trusted_proxies: int
    video_origins: str
    web_processes: int
    threads: int
    host: str
    port: int

    @property
    def files(self) -> Path:
        return self.instance / "files"

    @property
    def cache(self) -> Path:
        return self.instance / "cache"

    @property
    def documents_key_file(self) -> Path | None:
        """Where the keys of identity documents are, unless the environment gave them."""
        return None if self.documents_keys else self.instance / DOCUMENTS_KEY_FILE

    @property
    def secure_cookies(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read every FORUMAPP_ variable; raise ConfigurationError on a value that can't hold."""
    instance = Path(environ.get("FORUMAPP_INSTANCE", ROOT / "instance")).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    production = environ.get("FORUMAPP_ENV", "development") == "production"
    host, port = environ.get("HOST", "127.0.0.1"), _number(environ, "PORT", 8000)
    return Settings(
        instance=instance,
        database_url=_database_url(environ, instance),
        secret_key=_secret_key(environ, instance, production=production),
        secret_key_fallbacks=tuple(environ.get("FORUMAPP_SECRET_KEY_FALLBACKS", "").split()),
        documents_keys=tuple(environ.get("FORUMAPP_DOCUMENTS_KEYS", "").split()),
        secret_key_file=None if environ.get("FORUMAPP_SECRET_KEY") else instance / KEY_FILE,
        backup_recipients=tuple(environ.get("FORUMAPP_BACKUP_RECIPIENTS", "").split()),
        production=production,
        base_url=environ.get("FORUMAPP_BASE_URL", f"http://{host}:{port}").rstrip("/"),
        mail_url=environ.get("FORUMAPP_MAIL_URL", f"file:{instance / 'outbox'}"),
        mail_from=environ.get("FORUMAPP_MAIL_FROM", "Secretariat <secretariat@forum.example>"),
        mail_in=Path(environ["FORUMAPP_MAIL_IN"]) if environ.get("FORUMAPP_MAIL_IN") else None,
        mail_in_address=environ.get("FORUMAPP_MAIL_IN_ADDRESS", ""),
        trusted_proxies=_number(environ, "FORUMAPP_TRUSTED_PROXIES", 0),
        video_origins=environ.get("FORUMAPP_VIDEO_ORIGINS", ""),
        web_processes=_number(environ, "FORUMAPP_WEB_PROCESSES", 1),
        threads=_number(environ, "FORUMAPP_THREADS", 3),
        host=host,
        port=port,
    )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    try:
        return int(environ.get(name, default))
    except ValueError:
        raise ConfigurationError(f"{name} must be a whole number") from None


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    url = environ.get("FORUMAPP_DATABASE_URL", f"sqlite:///{instance / 'forumapp.db'}")
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _secret_key(environ: Mapping[str, str], instance: Path, *, production: bool) -> str:
    """The given key, or at a desk one made once and kept in the instance folder."""
    key = environ.get("FORUMAPP_SECRET_KEY", "")
    if production and len(key) < 32:
        raise ConfigurationError(
            "FORUMAPP_SECRET_KEY must be set to at least 32 characters in production"
        )
    if key:
        return key
    return _kept(instance / KEY_FILE)


def documents_keys(chosen: Settings, *, make: bool = False) -> tuple[str, ...]:
    """The keys that identity documents are sealed with: the first seals, each of them opens.

    They are those of the environment or the lines of a file, made on first use where `make` says.
    """
    file = chosen.documents_key_file
    if file is None:
        return chosen.documents_keys
    if not (make or file.exists()):
        return ()
    return tuple(_kept(file).split())


def _kept(file: Path) -> str:
    """A secret that is made once and kept in a file for its owner's eyes."""
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return file.read_text()


def folder(name: str) -> str:
    """A folder of the checkout, or of the installed package."""
    beside = ROOT / name
    return str(beside if beside.is_dir() else ROOT / "forumapp" / name)


_current: Settings | None = None


def settings() -> Settings:
    """The process's settings, read on first use."""
    global _current  # the process's one settings object
    if _current is None:
        _current = read()
    return _current


def use(chosen: Settings) -> None:
    """Make these the process's settings: the factory and the tests call it before anything else."""
    global _current
    _current = chosen
