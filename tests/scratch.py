"""A portal of its own for tests that need real processes: a database, a media folder, manage.py."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Scratch:
    """Where a scratch portal keeps its rows and files."""

    database: str
    media: Path

    @property
    def env(self) -> dict[str, str]:
        env = {
            **os.environ,
            "DATABASE_URL": self.database,
            "MEDIA_ROOT": str(self.media),
            "DJANGO_SETTINGS_MODULE": "cmv_portal.settings",
            "PYTHONPATH": str(ROOT),
        }
        env.pop("PORTAL_ENV", None)
        return env

    def start(self, *arguments: str, output=subprocess.PIPE) -> subprocess.Popen:
        """manage.py in a process of its own, not waited for."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            stdout=output,
            stderr=subprocess.PIPE if output is subprocess.PIPE else subprocess.STDOUT,
            text=True,
        )

    def python(self, *arguments: str) -> subprocess.CompletedProcess:
        """A program of the project run to its end, which must be a good one."""
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=300
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr}")
        return done

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        """manage.py run to its end, which must be a good one."""
        return self.python("manage.py", *arguments)


@contextmanager
def scratch(folder: Path, name: str) -> Iterator[Scratch]:
    """A demo on SQLite in the folder, or on a new database of the PostgreSQL server in DATABASE_URL."""
    # A test process may have several portals at once: each has a database of its own.
    with _database(folder, f"portal_{name}_{os.getpid()}_{secrets.token_hex(4)}") as database:
        portal = Scratch(database, folder / "media")
        portal.manage("demo")
        yield portal


@contextmanager
def _database(folder: Path, name: str) -> Iterator[str]:
    url = urlsplit(os.environ.get("DATABASE_URL", "sqlite:///"))
    if not url.scheme.startswith("postgres"):
        yield f"sqlite:///{folder / 'portal.sqlite3'}"
        return
    server_url = url._replace(scheme="postgresql", path="/postgres").geturl()
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
