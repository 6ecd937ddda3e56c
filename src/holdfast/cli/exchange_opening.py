"""From the door to the exchange of this computer, and to a partner's own copy of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.cli.door import Door
from holdfast.cli.opening import PartMissing
from holdfast.errors import MirrorKeysMissing
from holdfast.home import data_folder, pepper

if TYPE_CHECKING:
    from holdfast.takedown.client.feed import FeedClient
    from holdfast.takedown.exchange.exchange import Exchange

#: Who did it, in the audit log.
WHO = "command line"
#: Where a partner's program finds its keys, the same for ``tx``.
KEYS = "TX_HOLDFAST_KEYS"


def exchange_of(door: Door) -> Exchange:
    """On HOLDFAST_DATABASE, else in the data folder. Raises PartMissing, WrongExchangeKey, NotSaved, Busy."""
    from holdfast.takedown.exchange.exchange import open_exchange

    address, folder = door.environ.get("HOLDFAST_DATABASE", ""), data_folder(door.environ)
    try:
        return open_exchange(
            address, folder, pepper(door.environ, door.chance), clock=door.clock, chance=door.chance
        )
    except ImportError as missing:
        raise PartMissing("psycopg", package="holdfast-help[hosted]") from missing


def client_of(door: Door) -> FeedClient:
    """With the keys of TX_HOLDFAST_KEYS. Raises MirrorKeysMissing."""
    from holdfast.takedown.client.feed import FeedClient, Keys

    parts = [part.strip() for part in door.environ.get(KEYS, "").split(",")]
    if len(parts) not in (3, 4) or not all(parts[:3]):
        raise MirrorKeysMissing(f"{len(parts)} parts")
    fetch, subscription, base, *more = parts
    return FeedClient(Keys(base.rstrip("/"), subscription, fetch, more[0] if more else ""))
