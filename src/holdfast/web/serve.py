"""Starts the pages: makes the database, opens the port, prints (and opens) the one-time address.

cheroot is used because it hands the request body to the program as it arrives; servers that spool large
bodies would write them to the disk in clear (docs/decisions/0003-server.md).
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import socket
import sys
import threading
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

from holdfast.home import data_folder, is_hosted

PORT = 4127


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="holdfast serve",
        description="Start the pages. On your own computer they are for your browser only.",
        epilog="Examples:\n  holdfast serve --open\n  holdfast serve --port 8000\n"
        "  HOLDFAST_PLACE=hosted HOLDFAST_HOSTS=help.example.org holdfast serve --port 8000",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--port", type=int, default=PORT, help="port (default %(default)s; another if taken)"
    )
    parser.add_argument("--open", action="store_true", help="open the browser")
    parser.add_argument("--json", action="store_true", help="print the address as JSON")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Runs until stopped. Returns 0, or 3 where the port cannot be had."""
    args = arguments(argv)
    running = already_running(data_folder())
    if running and not is_hosted():
        announce(running, args)
        return 0
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    from cheroot import wsgi

    from holdfast.web.wsgi import application

    prepare_database()
    bound = free_port(args.port, must=is_hosted())
    if bound is None:
        print(f"Port {args.port} is in use. Try:  holdfast serve --port {args.port + 1}", file=sys.stderr)
        return 3
    server = wsgi.Server(
        ("127.0.0.1", bound), Outside(application), numthreads=16, server_name="", timeout=60
    )
    server.prepare()
    announce(address(bound), args)
    note = write_note(bound)
    try:
        server.serve()
    except KeyboardInterrupt:
        print("\nHoldfast stopped. Your case is locked and safe.", file=sys.stderr)
    finally:
        server.stop()
        note.unlink(missing_ok=True)
    return 0


def prepare_database() -> None:
    """Creates or upgrades the web's own small tables; a few milliseconds when nothing is to do."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def free_port(wanted: int, *, must: bool) -> int | None:
    """``wanted`` if it is free, else any free one; None where it must be ``wanted`` and is taken."""
    for port in (wanted,) if must else (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return None


def address(port: int) -> str:
    from holdfast.web.base.door import KEYRING

    base = f"http://127.0.0.1:{port}/"
    return base if is_hosted() else f"{base}t/{KEYRING.new_token()}"


def announce(where: str, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps({"address": where}), flush=True)
    else:
        print(f"Holdfast is open at\n\n  {where}\n\nThe address works once. To stop: Ctrl+C.", flush=True)
    if args.open:
        threading.Thread(target=webbrowser.open, args=(where,), daemon=True).start()


# --- a second start finds the first ------------------------------------------------------------------

SECOND_DOOR = secrets.token_urlsafe(24)


def write_note(port: int) -> Path:
    """Tells a second start where the first one runs, and how to ask it for a new one-time address."""
    path = data_folder() / "running.json"
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"port": port, "secret": SECOND_DOOR}, file)
    return path


def already_running(folder: Path) -> str | None:
    """A fresh one-time address of a Holdfast that runs already, else None."""
    try:
        note = json.loads((folder / "running.json").read_text())
        request = urllib.request.Request(  # loopback, fixed scheme
            f"http://127.0.0.1:{int(note['port'])}/again", headers={"X-Again": note["secret"]}
        )
        with urllib.request.urlopen(request, timeout=2) as answer:  # noqa: S310
            return str(json.load(answer)["address"])
    except (OSError, ValueError, KeyError, urllib.error.URLError):
        return None


class Outside:
    """Answers ``/again`` for a second start; everything else is the application's."""

    def __init__(self, application: object) -> None:
        self.application = application

    def __call__(self, environ: dict[str, object], start_response: object) -> object:
        if environ.get("PATH_INFO") == "/again" and not is_hosted():
            return self._again(environ, start_response)
        return self.application(environ, start_response)  # type: ignore[operator]

    def _again(self, environ: dict[str, object], start_response: object) -> list[bytes]:
        if not secrets.compare_digest(str(environ.get("HTTP_X_AGAIN", "")), SECOND_DOOR):
            start_response("404 Not Found", [("Content-Length", "0")])  # type: ignore[operator]
            return []
        body = json.dumps({"address": address(int(str(environ["SERVER_PORT"])))}).encode()
        start_response("200 OK", [("Content-Length", str(len(body)))])  # type: ignore[operator]
        return [body]
