"""The addresses of the matcher, in the shape of Meta's Hasher-Matcher-Actioner (``/m/…``).

No hash is logged, no address is fetched, no file is kept. It asks for no key: it belongs behind a platform's own door.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from holdfast.errors import HoldfastError, NoSuchBank, TooManyWaiting
from holdfast.matcher import reading
from holdfast.matcher.metrics import metrics_of
from holdfast.matcher.work import Work
from holdfast.takedown.index.bank import Bank, Match
from holdfast.takedown.index.following import follow
from holdfast.takedown.index.words import check_radius
from holdfast.takedown.matching import asked_of, look_up

#: The name under which all matches are told: there is one bank.
NAME = "holdfast"
#: How often the mirror is looked at, and whether the bank wants a new base (seconds).
TIDY_EVERY = 0.5


class Matcher:
    """The answers; each method is one address."""

    def __init__(self, bank: Bank, work: Work, mirror: Path | None = None) -> None:
        self.bank = bank
        self.work = work
        self._mirror = mirror

    async def _matches(self, question: reading.Question) -> list[tuple[Match, ...]]:
        check_radius(question.radius)
        found = await self.work.do(partial(self.bank.lookup, question.hashes, question.radius))
        self.work.figures["lookups"] += len(question.hashes)
        self.work.figures["hits"] += sum(map(len, found))
        return found

    async def raw_lookup(self, request: Request) -> Response:
        """``GET``: one hash. The distance is a string, as HMA writes it."""
        (matches,) = await self._matches(reading.one(request))
        if request.query_params.get("include_distance", "").lower() in ("true", "1", "yes"):
            return JSONResponse({"matches": [_told(match) for match in matches]})
        return JSONResponse({"matches": [match.hex for match in matches]})

    async def raw_lookups(self, request: Request) -> Response:
        """``POST``: up to 10,000 hashes."""
        found = await self._matches(await reading.many(request))
        return JSONResponse({"matches": [[_told(match) for match in matches] for matches in found]})

    async def lookup(self, request: Request) -> Response:
        """``GET``: the names of banks with a match."""
        (matches,) = await self._matches(reading.one(request))
        return JSONResponse([NAME] if matches else [])

    async def lookup_file(self, request: Request) -> Response:
        """``POST``: a file, looked up in its eight turns."""
        file = await reading.file_of(request)
        found = await self.work.do(lambda: look_up(self.bank, asked_of(file)))
        self.work.figures["files"] += 1
        self.work.figures["hits"] += len(found)
        return JSONResponse({reading.SIGNAL_TYPE: [NAME] if found else []})

    async def index_status(self, request: Request) -> Response:  # noqa: ARG002 (Starlette's shape)
        """What is in use."""
        size, built = await self.work.do(lambda: (len(self.bank), self.bank.generation))
        return JSONResponse({reading.SIGNAL_TYPE: {"present": True, "built_to": built, "size": size}})

    async def health(self, request: Request) -> Response:  # noqa: ARG002
        """200 when a look-up is answered."""
        await self.work.do(partial(self.bank.lookup, [bytes(31) + b"\x01"], 0))
        return PlainTextResponse("I-AM-ALIVE")

    async def metrics(self, request: Request) -> Response:  # noqa: ARG002
        """For Prometheus; also when nothing else is answered any more."""
        return PlainTextResponse(metrics_of(self.work, self.bank), media_type="text/plain; version=0.0.4")

    async def keep_tidy(self, every: float) -> None:
        """Keeps up with the mirror, and writes a new base when enough has changed; beside the look-ups."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(every)
            with suppress(HoldfastError, OSError):  # the next time; look-ups go on with what there is
                if self._mirror is not None:
                    await loop.run_in_executor(None, follow, self._mirror, self.bank.folder)
                if self.bank.wants_rebuild():
                    await loop.run_in_executor(None, self.bank.rebuild)


def _told(match: Match) -> dict[str, str]:
    return {"content_id": match.hex, "distance": str(match.distance)}


async def _say(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, HoldfastError)
    headers = {"Retry-After": "1"} if isinstance(error, TooManyWaiting) else None
    return JSONResponse(
        {"error": type(error).__name__, "message": error.says()}, error.http_status, headers=headers
    )


def matcher(
    bank: Bank, work: Work, *, mirror: Path | None = None, tidy_every: float = TIDY_EVERY
) -> Starlette:
    """The service for one opened bank, which keeps up with ``mirror`` where there is one."""
    answers = Matcher(bank, work, mirror)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:  # noqa: ARG001
        tidying = asyncio.create_task(answers.keep_tidy(tidy_every))
        yield
        tidying.cancel()
        work.close()

    def at(path: str, method: str, answer: Callable[[Request], Any]) -> Route:
        return Route(path, answer, methods=[method])

    return Starlette(
        routes=[
            at("/m/raw_lookup", "GET", answers.raw_lookup),
            at("/m/raw_lookup", "POST", answers.raw_lookups),
            at("/m/lookup", "GET", answers.lookup),
            at("/m/lookup", "POST", answers.lookup_file),
            at("/m/index/status", "GET", answers.index_status),
            at("/health", "GET", answers.health),
            at("/status", "GET", answers.health),
            at("/metrics", "GET", answers.metrics),
        ],
        exception_handlers={HoldfastError: _say},
        lifespan=life,
    )


def app() -> Starlette:
    """For ``uvicorn --factory``: the bank of HOLDFAST_BANK, and HOLDFAST_MIRROR. Raises :class:`NoSuchBank`."""
    folder, mirror = os.environ.get("HOLDFAST_BANK", ""), os.environ.get("HOLDFAST_MIRROR", "")
    if not folder:
        raise NoSuchBank("HOLDFAST_BANK")
    if mirror:
        return matcher(follow(Path(mirror), Path(folder)), Work(), mirror=Path(mirror))
    return matcher(Bank(Path(folder)), Work())
