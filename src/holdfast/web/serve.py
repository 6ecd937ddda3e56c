"""Starts the pages: makes the database, opens the port, prints (and opens) the one-time address.

cheroot is used because it hands the request body to the program as it arrives; servers that spool large
bodies would write them to the disk in clear (docs/decisions/0003-server.md).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError, NotSaved
from holdfast.home import data_folder, is_hosted
from holdfast.web.base.again import NOTE, Outside, already_running, write_note

if TYPE_CHECKING:
    from holdfast.web.base.wire import Server


class NoHostNames(HoldfastError):
    """HOLDFAST_HOSTS is empty: every page would be refused."""

    for_person = "Set HOLDFAST_HOSTS to the name of your site first. docs/hosting.md shows how."
    exit_code = 2


PORT = 4127
STOPPED = 130
#: Each slow upload holds one; a thread that waits costs little memory.
THREADS, THREADS_HOSTED = 16, 48
#: Connections that may wait to be taken; with cheroot's 5, a burst meets a second of silence.
WAITING = 128


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="holdfast serve",
        description="Start the pages. On your own computer they are for your browser only.",
        epilog="Examples:\n  holdfast serve --open\n  holdfast serve --port 8000\n"
        "  HOLDFAST_PLACE=hosted HOLDFAST_HOSTS=help.example.org holdfast serve --port 8000\n"
        "  holdfast serve --face exchange --port 8001",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=PORT, help="port (default %(default)s; another if taken)")
    parser.add_argument(
        "--face",
        choices=("person", "exchange"),
        default=os.environ.get("HOLDFAST_FACE") or "person",
        help="the pages for people, or the exchange that platforms fetch from (default: %(default)s)",
    )
    parser.add_argument(
        "--lan",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="let a phone in your home network add proof to the open case (own computer only)",
    )
    parser.add_argument("--open", action="store_true", help="open the browser")
    parser.add_argument("--json", action="store_true", help="print the address as JSON")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Runs until stopped. Returns 0; 2 where a hosted Holdfast has no name; 3 where the machine refuses.

    130 where it was stopped before it began.
    """
    args = arguments(argv)
    try:
        return _run(args)
    except HoldfastError as error:
        print(error.says(), file=sys.stderr)
        return error.exit_code
    except OSError as error:
        print(f"{NotSaved.for_person} ({error.strerror})", file=sys.stderr)
        return NotSaved.exit_code
    except KeyboardInterrupt:
        return STOPPED


def _run(args: argparse.Namespace) -> int:
    if args.face == "exchange":
        return _run_exchange(args)
    running = None if is_hosted() else already_running(data_folder())
    if running:
        announce(running, args)
        return 0
    _keep_to_ourselves()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    from django.conf import settings

    from holdfast.web.base.database import make_ready
    from holdfast.web.wsgi import application

    if settings.HOSTED and not settings.ALLOWED_HOSTS:
        raise NoHostNames("no host names")
    make_ready()
    secret = secrets.token_urlsafe(24)
    server = listen(Outside(application, secret, address), args.port, must=is_hosted())
    if server is None:
        print(f"Port {args.port} is in use. Try:  holdfast serve --port {args.port + 1}", file=sys.stderr)
        return 3
    with _phones(application, args.lan):
        _serve(server, args, secret)
    return 0


@contextlib.contextmanager
def _phones(application: Callable[..., Any], wanted: str | None) -> Iterator[None]:
    """With ``--lan`` on one's own computer: a second ear, for phones (holdfast.web.base.lan)."""
    if wanted is None or is_hosted():
        yield
        return
    from django.conf import settings

    from holdfast.web.base.lan import listening

    with listening(application, wanted) as ear:
        settings.ALLOWED_HOSTS.append(ear.address)
        print(
            f"Phones in your home network can add proof by {ear.base}  (see “Add proof from my phone”)",
            file=sys.stderr,
        )
        yield


def _run_exchange(args: argparse.Namespace) -> int:
    """The face for partners: no door of one's own browser, and nothing of a case is touched."""
    _keep_to_ourselves()
    os.environ["HOLDFAST_FACE"] = args.face
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
    from django.conf import settings

    from holdfast.web.exchange.rooms import exchange
    from holdfast.web.wsgi import application

    if settings.HOSTED and not settings.ALLOWED_HOSTS:
        raise NoHostNames("no host names")
    exchange()
    server = listen(application, args.port, must=True)
    if server is None:
        print(f"Port {args.port} is in use. Try:  holdfast serve --port {args.port + 1}", file=sys.stderr)
        return 3
    try:
        announce(f"http://127.0.0.1:{server.bind_addr[1]}/", args)
        server.serve()
    except KeyboardInterrupt:
        print("\nThe exchange stopped. Nothing is lost.", file=sys.stderr)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        server.stop()
    return 0


def _serve(server: Server, args: argparse.Namespace, secret: str) -> None:
    """Until Ctrl+C or SIGTERM, whenever it comes."""
    port: int = server.bind_addr[1]
    try:
        write_note(data_folder(), port, secret)
        announce(address(port), args)
        server.serve()
    except KeyboardInterrupt:
        print("\nHoldfast stopped. Your case is locked and safe.", file=sys.stderr)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        server.stop()
        (data_folder() / NOTE).unlink(missing_ok=True)


def _keep_to_ourselves() -> None:
    """Files are for this user only; no memory is written down when the program breaks; a stop is a calm one."""
    os.umask(0o077)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def listen(application: Callable[..., Any], wanted: int, *, must: bool) -> Server | None:
    """A server that listens on ``wanted``, or on any port where that is taken and need not be; else None."""
    from holdfast.web.base.wire import SILENCE, Server

    threads = THREADS_HOSTED if must else THREADS
    for port in (wanted,) if must else (wanted, 0):
        server = Server(
            ("127.0.0.1", port), application, numthreads=threads, server_name="web", timeout=SILENCE,
            request_queue_size=WAITING,
        )  # fmt: skip
        try:
            server.prepare()
        except OSError:
            continue
        return server
    return None


def address(port: int) -> str:
    from holdfast.web.base.door import KEYRING

    base = f"http://127.0.0.1:{port}/"
    return base if is_hosted() else f"{base}t/{KEYRING.new_token()}"


def announce(where: str, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps({"address": where}), flush=True)
    elif args.face == "exchange":
        print(f"The exchange answers at\n\n  {where}\n\nTo stop: Ctrl+C.", flush=True)
    else:
        print(f"Holdfast is open at\n\n  {where}\n\nThe address works once. To stop: Ctrl+C.", flush=True)
    if args.open:
        threading.Thread(target=webbrowser.open, args=(where,), daemon=True).start()
