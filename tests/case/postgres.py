"""A PostgreSQL server of the system's own package, started for the tests: a Unix socket, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: Without ``wal_recycle = off`` old log files are renamed and keep their bytes (docs/decisions/0012).
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
fsync = off
shared_buffers = 32MB
wal_recycle = off
min_wal_size = 32MB
wal_keep_size = 0
autovacuum = on
"""


@dataclass(frozen=True)
class Server:
    dsn: str
    data: Path


def programs() -> Path | None:
    """The folder with ``initdb``: Debian's newest, else that of ``pg_config``."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    told = shutil.which("initdb")
    return Path(told).parent if told else None


@contextmanager
def running(bin_folder: Path) -> Iterator[Server]:
    """The server, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-pg-"))
    data = folder / "data"
    as_user = _as_postgres(folder)
    run = lambda *command: subprocess.run([*as_user, *command], check=True, capture_output=True)  # noqa: E731
    try:
        run(
            bin_folder / "initdb",
            "-D",
            data,
            "-U",
            "holdfast",
            "-A",
            "trust",
            "--no-sync",
            "--locale=C",
            "-E",
            "UTF8",
        )
        with (data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(sockets=folder))
        run(bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "server.log", "start")
        try:
            yield Server(f"host={folder} user=holdfast dbname=postgres", data)
        finally:
            run(bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_postgres(folder: Path) -> list[str]:
    """The server refuses to run as root; the package brings a user of its own."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, "postgres", "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
