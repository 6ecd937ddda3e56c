"""``python -m holdfast.matcher BANK``: starts the look-up service. It writes no log of requests: they carry hashes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from holdfast.errors import HoldfastError, MatcherMissing


def main(argv: Sequence[str] | None = None) -> int:
    """Runs until Ctrl+C. Exit code 3 where the extra is not installed."""
    parser = argparse.ArgumentParser(prog="python -m holdfast.matcher", description=__doc__)
    parser.add_argument("bank", type=Path, help="the folder of the bank")
    parser.add_argument("--mirror", type=Path, help="your copy of an exchange; the bank keeps up with it")
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to answer at (default this computer only)"
    )
    parser.add_argument("--port", type=int, default=5100, help="the port (default 5100)")
    parser.add_argument("--workers", type=int, default=1, help="processes; they share one copy of the bank")
    args = parser.parse_args(argv)
    try:
        _run(args)
    except HoldfastError as error:
        print(error.says(), file=sys.stderr)
        return error.exit_code
    return 0


def _run(args: argparse.Namespace) -> None:
    from holdfast.takedown.index.bank import Bank
    from holdfast.takedown.index.following import follow

    if args.mirror is not None:
        follow(args.mirror, args.bank)
        os.environ["HOLDFAST_MIRROR"] = str(args.mirror.resolve())
    Bank(args.bank)
    try:
        import uvicorn
    except ImportError as missing:
        raise MatcherMissing("uvicorn") from missing
    os.environ["HOLDFAST_BANK"] = str(args.bank.resolve())
    uvicorn.run(
        "holdfast.matcher.app:app",
        factory=True,
        host=args.host,
        port=args.port,
        workers=args.workers,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


if __name__ == "__main__":
    raise SystemExit(main())
